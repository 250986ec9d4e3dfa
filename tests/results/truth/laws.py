"""Known laws: simulated servers, and where their knee and their limits lie exactly."""

from __future__ import annotations

import math

import numpy as np

from workbench.results.records import LoadStep, Percentile

P = (0.5, 0.9, 0.99)


def simulate_mm1(
    generator: np.random.Generator, rate: float, capacity: float, seconds: float
) -> LoadStep:
    """One step of an M/M/1 queue, first come first served, by Lindley's recursion."""
    count = int(rate * seconds)
    arrival = np.cumsum(generator.exponential(1 / rate, count))
    service = generator.exponential(1 / capacity, count)
    return _step(rate, arrival, _departures(arrival, service))


def simulate_hard(
    generator: np.random.Generator, rate: float, capacity: float, seconds: float
) -> LoadStep:
    """One step of a server that takes exactly 1/capacity a request, with 2 % of timing noise.

    Arrivals are as regular as an open-loop tool's, so latency is constant up to the capacity.
    """
    count = int(rate * seconds)
    arrival = np.arange(count) / rate
    service = np.full(count, 1 / capacity)
    noise = generator.normal(0, 0.02 / capacity, count)
    return _step(rate, arrival, _departures(arrival, service) + np.abs(noise))


def mm1_limit(capacity: float, bound: float, p: float, floor: float = 0.0) -> float:
    """The rate at which the fraction `p` of an M/M/1 queue's requests takes at most `bound` s.

    Time in the system is exponential with rate capacity - load; `floor` is added to all of it.
    """
    return capacity + math.log(1 - p) / (bound - floor)


def mm1_knee(capacity: float, floor: float = 0.0) -> float:
    """Where load / (floor + 1 / (capacity - load)) is highest: half of it without a floor."""
    loads = np.linspace(0, capacity, 200_001)[1:-1]
    return float(loads[np.argmax(loads / (floor + 1 / (capacity - loads)))])


def _departures(arrival: np.ndarray, service: np.ndarray) -> np.ndarray:
    done = np.cumsum(service)
    return done + np.maximum.accumulate(arrival - np.concatenate([[0.0], done[:-1]]))


def _step(rate: float, arrival: np.ndarray, departure: np.ndarray) -> LoadStep:
    latency = departure - arrival
    return LoadStep(
        throughput=len(arrival) / float(departure.max()),
        offered=rate,
        requests=len(arrival),
        errors=0,
        mean=float(latency.mean()),
        percentiles=tuple(
            Percentile(p, float(v)) for p, v in zip(P, np.quantile(latency, P), strict=True)
        ),
    )
