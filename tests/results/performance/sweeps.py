"""Small sweeps for the tests."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.run import Architecture, Run
from workbench.results.performance.records import Measurement, Sweep
from workbench.results.performance.sweep import recognise_sweep
from workbench.results.records import LoadReport, LoadStep, Percentile


def step(
    offered: float,
    p99_ms: float,
    *,
    errors: int = 0,
    throughput: float | None = None,
    **more: object,
) -> LoadStep:
    return LoadStep(
        throughput=offered if throughput is None else throughput,
        offered=offered,
        requests=10_000,
        errors=errors,
        seconds=60.0,
        mean=p99_ms / 3e3,
        percentiles=(Percentile(0.5, p99_ms / 4e3), Percentile(0.99, p99_ms / 1e3)),
        **more,
    )


def sweep(repeats: Sequence[Sequence[LoadStep]], side: Architecture = Architecture.X86_64) -> Sweep:
    """Each of `repeats` is one run through all levels."""
    return recognise_sweep(
        side, [(f"r{number}", each) for number, steps in enumerate(repeats) for each in steps]
    )


def measurement(
    side: Architecture,
    steps: Sequence[LoadStep],
    *,
    run: str = "r0",
    tool: str = "vegeta",
    closed_loop: bool | None = False,
    **told: object,
) -> Measurement:
    return Measurement(
        run=Run(id=f"{side.value}-{run}", architecture=side, **told),
        report=LoadReport(tool=tool, steps=tuple(steps), closed_loop=closed_loop),
    )
