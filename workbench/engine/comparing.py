"""Both architectures side by side: sorts what the runs say, and asks each comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from workbench.engine.run_reports import FileReport
from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, Run
from workbench.results.comparison import Functional, ProfileDifference, Scenario
from workbench.results.coverage_parity import compare_coverage
from workbench.results.flame.comparison import compare_profiles
from workbench.results.flame.functions import function_rows
from workbench.results.parity import compare_tests
from workbench.results.performance.compare import compare
from workbench.results.performance.limit import Limit, LimitError
from workbench.results.performance.metric_text import MetricError, with_metric
from workbench.results.performance.price import Price, PriceError
from workbench.results.performance.question import Question
from workbench.results.performance.records import Measurement
from workbench.results.records import (
    BenchmarkReport,
    CoverageReport,
    LoadReport,
    Profile,
    TestReport,
)

R = TypeVar("R", TestReport, CoverageReport)
X86_64, ARM64 = Architecture.X86_64, Architecture.ARM64

NO_REPORTS = "There are no {what} of {side}: import some to compare."
SEVERAL_PROFILES = "{side} has {count} profiles: the newest is compared, {used}."
DIFFERENT_SOFTWARE = (
    "The tests ran on different software versions: {x86_64} on x86_64, {arm64} on arm64."
)
SEVERAL_VERSIONS = (
    "The test reports of {side} are of several software versions ({versions}): "
    "a test that changed between them looks flaky."
)


def functional(reports: Iterable[FileReport]) -> Functional | None:
    """Compare tests and coverage of both sides; None where no run has either."""
    every = list(reports)
    tests = {a: _by_run(every, a, TestReport) for a in Architecture}
    coverage = {a: _by_run(every, a, CoverageReport) for a in Architecture}
    if not any(tests.values()) and not any(coverage.values()):
        return None
    warnings = _lacking("test reports", tests) + _lacking("coverage reports", coverage)
    parity = compare_tests(list(tests[X86_64].values()), list(tests[ARM64].values()))
    covered = compare_coverage(
        *([r for reports in coverage[a].values() for r in reports] for a in (X86_64, ARM64))
    )
    if parity:
        warnings += [*_software(every), *parity.warnings]
    if covered:
        warnings += covered.warnings
    return Functional(tests=parity, coverage=covered, warnings=tuple(warnings))


def limits_from(texts: Iterable[str]) -> tuple[Limit, ...]:
    """Read limits as people type them. Raises WorkbenchError."""
    try:
        return tuple(Limit.parse(text) for text in texts)
    except LimitError as error:
        raise WorkbenchError(str(error)) from None


def question_from(metric: str, limits: Iterable[str]) -> Question:
    """Read a metric and limits as people type them. Raises WorkbenchError."""
    try:
        return with_metric(Question(limits=limits_from(limits)), metric)
    except MetricError as error:
        raise WorkbenchError(str(error)) from None


def prices_from(texts: Mapping[str, str]) -> dict[str, Price]:
    """Read prices as people type them, by architecture or instance type. Raises WorkbenchError."""
    prices = {}
    for name, text in texts.items():
        try:
            prices[name] = Price.parse(text)
        except PriceError as error:
            raise WorkbenchError(f"price of {name}: {error}") from None
    return prices


def side_prices(
    prices: Mapping[str, Price], instances: Mapping[Architecture, tuple[str, ...]]
) -> dict[Architecture, Price]:
    """Return the price of each side: that of its instance type, else of the architecture."""
    found = {}
    for side in Architecture:
        types = instances.get(side, ())
        names = (*(types if len(types) == 1 else ()), side.value)
        if name := next((n for n in names if n in prices), ""):
            found[side] = prices[name]
    return found


def instances_of(runs: Iterable[Run]) -> dict[Architecture, tuple[str, ...]]:
    """Return the instance types of each side, sorted."""
    types: dict[Architecture, set[str]] = {}
    for run in runs:
        if run.instance:
            types.setdefault(run.architecture, set()).add(run.instance)
    return {side: tuple(sorted(named)) for side, named in types.items()}


def performance(
    reports: Iterable[FileReport], asked: Question, prices: Mapping[str, Price]
) -> tuple[Scenario, ...]:
    """Answer `asked` for each scenario that was measured, at the `prices` of its sides."""
    found: dict[str, list[Measurement]] = {}
    for one in reports:
        if isinstance(one.report, LoadReport | BenchmarkReport):
            measurement = Measurement(run=one.run, report=one.report)
            found.setdefault(one.run.scenario, []).append(measurement)
    scenarios = []
    for name, measurements in sorted(found.items()):
        if all(map(_only_watched, measurements)):
            continue
        instances = instances_of(m.run for m in measurements)
        question = msgspec.structs.replace(
            asked, scenario=name, prices=side_prices(prices, instances)
        )
        answer = compare(question, measurements)
        scenarios.append(Scenario(answer=answer, instances=instances))
    return tuple(scenarios)


def _only_watched(measurement: Measurement) -> bool:
    """Whether the report is a host's metrics over time: it was watched, and nothing was loaded."""
    report = measurement.report
    return isinstance(report, LoadReport) and not report.steps


def profiles(reports: Iterable[FileReport]) -> tuple[ProfileDifference, ...]:
    """Compare the profiles of both sides, scenario by scenario; the newest of each side counts."""
    found: dict[str, dict[Architecture, list[FileReport]]] = {}
    for one in reports:
        if isinstance(one.report, Profile):
            sides = found.setdefault(one.run.scenario, {})
            sides.setdefault(one.run.architecture, []).append(one)
    return tuple(_profiles(scenario, sides) for scenario, sides in sorted(found.items()))


def _profiles(scenario: str, sides: Mapping[Architecture, list[FileReport]]) -> ProfileDifference:
    newest: dict[Architecture, Profile] = {}
    warnings = []
    for side in Architecture:
        found = sorted(sides.get(side, ()), key=_imported)
        if found and isinstance(found[-1].report, Profile):
            newest[side] = found[-1].report
        if not found:
            warnings.append(NO_REPORTS.format(what="profiles", side=side))
        if len(found) > 1:
            used = f"{found[-1].file.name} of {found[-1].run.id}"
            warnings.append(SEVERAL_PROFILES.format(side=side, count=len(found), used=used))
    compared = compare_profiles(newest.get(X86_64), newest.get(ARM64))
    return ProfileDifference(
        scenario=scenario,
        functions=tuple(function_rows(compared)) if compared.both else (),
        warnings=(*warnings, *compared.warnings),
    )


def _imported(one: FileReport) -> tuple[str, str]:
    return one.run.imported, one.run.id


def _by_run(reports: Iterable[FileReport], side: Architecture, kind: type[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for one in reports:
        if one.run.architecture is side and isinstance(one.report, kind):
            found.setdefault(one.run.id, []).append(one.report)
    return found


def _lacking(what: str, sides: Mapping[Architecture, Mapping[str, object]]) -> list[str]:
    """Say on which side reports are lacking that the other has."""
    absent = [side for side in Architecture if not sides[side]]
    return [NO_REPORTS.format(what=what, side=side) for side in absent]


def _software(reports: Iterable[FileReport]) -> list[str]:
    versions: dict[Architecture, set[str]] = {side: set() for side in Architecture}
    for one in reports:
        if isinstance(one.report, TestReport) and one.run.software:
            versions[one.run.architecture].add(one.run.software)
    told = {side.value: ", ".join(sorted(found)) for side, found in versions.items()}
    warnings = [
        SEVERAL_VERSIONS.format(side=side, versions=told[side])
        for side, found in versions.items()
        if len(found) > 1
    ]
    if all(versions.values()) and versions[X86_64] != versions[ARM64]:
        warnings.append(DIFFERENT_SOFTWARE.format(**told))
    return warnings
