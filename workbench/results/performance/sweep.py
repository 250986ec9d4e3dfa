"""Measured steps, recognised as one sweep: levels of rising load, each with its repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from workbench.model.run import Architecture
from workbench.results.performance.records import Level, Measurement, Point, Sweep
from workbench.results.records import LoadReport, LoadStep

SAME_LOAD = 0.02
"""Loads that differ by no more than this fraction are repeats of one level."""

Step = tuple[str, LoadStep]


def measured_steps(
    measurements: Iterable[Measurement], architecture: Architecture, label: str = ""
) -> list[Step]:
    """Return the steps of one side with their run's id, in the order given.

    Of a report that tells requests apart, the steps called `label` are taken, and where it has
    none of that name, its only one; a report with several others gives nothing. Steps that tell
    no throughput (latencies only) are left out.
    """
    found: list[Step] = []
    for measurement in measurements:
        report, run = measurement.report, measurement.run
        if run.architecture is not architecture or not isinstance(report, LoadReport):
            continue
        labels = {step.label for step in report.steps}
        wanted = label if label in labels or len(labels) != 1 else next(iter(labels))
        found.extend(
            (run.id, step)
            for step in report.steps
            if step.label == wanted and step.throughput is not None
        )
    return found


def labels(measurements: Iterable[Measurement]) -> tuple[str, ...]:
    """Return the requests that any report tells apart, in order of name."""
    reports = (each.report for each in measurements if isinstance(each.report, LoadReport))
    return tuple(sorted({step.label for report in reports for step in report.steps}))


def recognise_sweep(
    architecture: Architecture, steps: Sequence[Step], same_load: float = SAME_LOAD
) -> Sweep:
    """Order the steps of one side (each with its run's id) into levels of rising load.

    Several runs of one step each, several runs of a whole sweep each, or a mixture: all are one
    sweep. Of steps in different units only those in the most frequent unit are kept.
    """
    units = Counter(step.unit for _, step in steps)
    unit = units.most_common(1)[0][0] if units else ""
    kept = [(run, step) for run, step in steps if step.unit == unit]
    axis = _axis([step for _, step in kept])
    ordered = sorted(kept, key=lambda each: _load(each[1], axis))
    groups: list[list[Step]] = []
    for each in ordered:
        if groups and _load(each[1], axis) <= _load(groups[-1][0][1], axis) * (1 + same_load):
            groups[-1].append(each)
        else:
            groups.append([each])
    levels = tuple(_level(group, axis, kept) for group in groups)
    return Sweep(architecture=architecture, axis=axis, unit=unit, levels=levels)


def is_linked(sweep: Sweep) -> bool:
    """Say whether each run holds one point of every level: then a run is one whole repeat."""
    runs = {point.run for level in sweep.levels for point in level.points}
    return len(runs) > 1 and all(
        len(level.points) == len(runs) and {point.run for point in level.points} == runs
        for level in sweep.levels
    )


def _axis(steps: Sequence[LoadStep]) -> str:
    """What rises: the rate offered, else the clients, else only what was achieved is known."""
    offered = {step.offered for step in steps}
    concurrency = {step.concurrency for step in steps}
    if None not in offered and (len(offered) >= len(concurrency) or None in concurrency):
        return "offered"
    return "concurrency" if None not in concurrency else "throughput"


def _load(step: LoadStep, axis: str) -> float:
    value = {
        "offered": step.offered,
        "concurrency": step.concurrency,
        "throughput": step.throughput,
    }[axis]
    return float(value or 0.0)


def _level(group: Sequence[Step], axis: str, order: Sequence[Step]) -> Level:
    """Repeats count in the order in which they were given, not in that of their exact loads."""
    mean = sum(_load(step, axis) for _, step in group) / len(group)
    members = {id(step) for _, step in group}
    given = [each for each in order if id(each[1]) in members]
    points = tuple(
        Point(step=step, run=run, repeat=place) for place, (run, step) in enumerate(given)
    )
    return Level(load=mean, points=points)
