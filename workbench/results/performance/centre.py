"""The centre of repeated measurements with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median, stdev

from workbench.results.performance.records import Estimate
from workbench.results.performance.student import t_quantile


def median_interval(values: Sequence[float], unit: str, confidence: float = 0.95) -> Estimate:
    """Return the median between two of the values themselves, which assumes no distribution.

    The ranks come from the binomial distribution (David and Nagaraja, Order Statistics, 2003,
    section 7.1), as in benchstat. Ends are None where so few values cannot give `confidence`
    (six for 95 %).
    """
    if not values:
        return Estimate(unit=unit)
    ordered, count = sorted(values), len(values)
    tail, outside = (1 - confidence) / 2, 0.0
    rank = -1
    while outside + math.comb(count, rank + 1) / 2**count <= tail:
        rank += 1
        outside += math.comb(count, rank) / 2**count
    low = ordered[rank] if rank >= 0 else None
    high = ordered[count - 1 - rank] if rank >= 0 else None
    return Estimate(value=median(ordered), low=low, high=high, unit=unit, repeats=count)


def mean_interval(values: Sequence[float], unit: str, confidence: float = 0.95) -> Estimate:
    """Return the mean with Student's t interval; ends are None for fewer than two values."""
    if not values:
        return Estimate(unit=unit)
    mean, count = fmean(values), len(values)
    if count < 2:
        return Estimate(value=mean, unit=unit, repeats=count)
    reach = t_quantile(confidence, count - 1) * stdev(values) / math.sqrt(count)
    return Estimate(value=mean, low=mean - reach, high=mean + reach, unit=unit, repeats=count)
