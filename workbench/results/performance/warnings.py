"""What may make a comparison unfair or its numbers wrong, said in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.model.run import Architecture
from workbench.results.performance.instances import InstanceType, instance_type
from workbench.results.performance.limit import Limit, Quantity
from workbench.results.performance.records import Measurement, Sweep
from workbench.results.performance.sweep import labels
from workbench.results.records import LoadReport, LoadStep

SOFTWARE = "different software versions: {x86} on x86_64, {arm} on arm64"
MIXED_SOFTWARE = "{side}: runs of several software versions are mixed: {values}"
CLIENT = "the load came from different clients: {x86} on x86_64, {arm} on arm64"
MIXED_INSTANCE = "{side}: runs on several instance types are mixed: {values}"
SATURATED = (
    "{side}: at {count} load levels the latency stayed flat while the tool fell behind its "
    "rate ({achieved:.4g} of {offered:.4g} {unit}): the client may be saturated"
)
OMISSION = (
    "{side}: {tool} waits for an answer before it asks again, so its percentiles leave out "
    "waiting time (coordinated omission)"
)
SMT = "a vCPU of {x86} is a thread of a core, one of {arm} a whole core"
SIZE = "unequal size: {x86} has {x86_count} vCPUs, {arm} has {arm_count}"
BURSTABLE = "{side}: {name} lives on CPU credits: its speed changes when they run out"
TURBO = (
    "{side}: {name} is x86_64 with turbo: its clock falls when all cores are busy, so light "
    "load flatters it"
)
ERRORS = "{side}: up to {rate:.2g} % of the requests failed, and no limit is set on errors"
SHORT = "{side}: steps of {seconds:.3g} s are too short: less than {needed:g} s"
WARM_UP = "{side}: no warm-up was trimmed in {count} of {runs} runs"
TOOLS = "different tools: {x86} on x86_64, {arm} on arm64"
UNITS = "different units: {x86} on x86_64, {arm} on arm64"
MIXED_UNITS = "{side}: steps in several units ({values}): only the most frequent is compared"
LABELS = "several requests are told apart ({values}) and no total is given: choose one"

SHORTEST = 10.0
"""Seconds. Below, start-up and single pauses decide what is measured."""
_BEHIND = 0.95
_FLAT = 1.5
_ERRORS = 0.01


def warn(
    measurements: Sequence[Measurement], sweeps: Sequence[Sweep], limits: Sequence[Limit]
) -> tuple[str, ...]:
    """Return every warning that applies, the most serious kinds first."""
    found = [
        *_differences(measurements),
        *_processors(measurements),
        *(text for sweep in sweeps for text in _sweep(sweep, limits)),
        *_reports(measurements, limits),
        *_runs(measurements),
    ]
    return tuple(dict.fromkeys(found))


def _differences(measurements: Sequence[Measurement]) -> Iterable[str]:
    software, clients, tools = _told(measurements, "software"), _told(measurements, "client"), {}
    for side in Architecture:
        reports = [each.report for each in measurements if each.run.architecture is side]
        tools[side] = {report.tool for report in reports}
        if len(software[side]) > 1:
            yield MIXED_SOFTWARE.format(side=side.value, values=_listed(software[side]))
    for template, told in ((SOFTWARE, software), (CLIENT, clients), (TOOLS, tools)):
        x86, arm = told[Architecture.X86_64], told[Architecture.ARM64]
        if x86 and arm and x86 != arm:
            yield template.format(x86=_listed(x86), arm=_listed(arm))


def _processors(measurements: Sequence[Measurement]) -> Iterable[str]:
    types = {}
    for side, names in _told(measurements, "instance").items():
        if len(names) > 1:
            yield MIXED_INSTANCE.format(side=side.value, values=_listed(names))
        types[side] = instance_type(next(iter(names))) if len(names) == 1 else None
        yield from _alone(side, types[side])
    x86, arm = types[Architecture.X86_64], types[Architecture.ARM64]
    if x86 is None or arm is None:
        return
    if arm.whole_cores and not x86.whole_cores:
        yield SMT.format(x86=x86.name, arm=arm.name)
    if x86.vcpus and arm.vcpus and x86.vcpus != arm.vcpus:
        yield SIZE.format(x86=x86.name, x86_count=x86.vcpus, arm=arm.name, arm_count=arm.vcpus)


def _alone(side: Architecture, kind: InstanceType | None) -> Iterable[str]:
    if kind and kind.burstable:
        yield BURSTABLE.format(side=side.value, name=kind.name)
    if kind and not kind.arm64 and not kind.burstable:
        yield TURBO.format(side=side.value, name=kind.name)


def _sweep(sweep: Sweep, limits: Sequence[Limit]) -> Iterable[str]:
    side, points = sweep.architecture.value, [p.step for v in sweep.levels for p in v.points]
    behind = [step for step in points if _client_fell_behind(step, points)]
    if behind:
        worst = min(behind, key=lambda step: (step.throughput or 0) / (step.offered or 1))
        yield SATURATED.format(
            side=side, count=len({step.offered for step in behind}), achieved=worst.throughput,
            offered=worst.offered, unit=sweep.unit,
        )  # fmt: skip
    rates = [step.error_rate for step in points if step.error_rate is not None]
    limited = any(limit.quantity is Quantity.ERRORS for limit in limits)
    if rates and max(rates) > _ERRORS and not limited:
        yield ERRORS.format(side=side, rate=max(rates) * 100)
    seconds = [step.seconds for step in points if step.seconds is not None]
    if seconds and min(seconds) < SHORTEST:
        yield SHORT.format(side=side, seconds=min(seconds), needed=SHORTEST)


def _client_fell_behind(step: LoadStep, points: Sequence[LoadStep]) -> bool:
    """A saturated server shows in its latency; where that stays flat, the client was the limit."""
    if step.offered is None or step.mean is None or step.throughput is None:
        return False
    if step.throughput >= _BEHIND * step.offered:
        return False
    if step.errors and (step.error_rate or 0) > 1 - _BEHIND:
        return False
    lightest = min((p.mean for p in points if p.mean is not None), default=step.mean)
    return step.mean <= _FLAT * lightest


def _reports(measurements: Sequence[Measurement], limits: Sequence[Limit]) -> Iterable[str]:
    on_tail = any(limit.quantity is Quantity.PERCENTILE for limit in limits)
    units: dict[Architecture, set[str]] = {side: set() for side in Architecture}
    for each in measurements:
        side, report = each.run.architecture, each.report
        if not isinstance(report, LoadReport):
            continue
        units[side] |= {step.unit for step in report.steps}
        if on_tail and report.closed_loop:
            yield OMISSION.format(side=side.value, tool=report.tool)
        yield from (f"{side.value}: {text}" for text in report.warnings)
    for side, several in units.items():
        if len(several) > 1:
            yield MIXED_UNITS.format(side=side.value, values=_listed(several))
    x86, arm = units[Architecture.X86_64], units[Architecture.ARM64]
    if x86 and arm and not x86 & arm:
        yield UNITS.format(x86=_listed(x86), arm=_listed(arm))
    told = labels(measurements)
    if len(told) > 1 and "" not in told:
        yield LABELS.format(values=", ".join(told))


def _runs(measurements: Sequence[Measurement]) -> Iterable[str]:
    for side in Architecture:
        runs = {
            each.run.id: each.run
            for each in measurements
            if each.run.architecture is side and isinstance(each.report, LoadReport)
        }
        cold = [run for run in runs.values() if not run.warm_up]
        if cold:
            yield WARM_UP.format(side=side.value, count=len(cold), runs=len(runs))


def _told(measurements: Sequence[Measurement], field: str) -> dict[Architecture, set[str]]:
    """Collect what the runs of each side say of themselves; "not told" is left out."""
    told: dict[Architecture, set[str]] = {side: set() for side in Architecture}
    for each in measurements:
        if value := getattr(each.run, field):
            told[each.run.architecture].add(value)
    return told


def _listed(values: set[str]) -> str:
    return ", ".join(sorted(values))
