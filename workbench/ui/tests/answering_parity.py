"""From functional parity to what the place shows. Knows no Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from workbench.model.run import Architecture
from workbench.results.comparison import Functional
from workbench.results.coverage_parity import CoverageParity, FileDifference
from workbench.results.parity import FlakyTest, SlowerTest, TestParity
from workbench.results.records import CoverageReport, TestReport
from workbench.ui.phrases import phrase
from workbench.ui.tests import answers as shown
from workbench.ui.tests.numbers import duration, ratio

if TYPE_CHECKING:
    from workbench.engine.run_reports import FileReport

_SIDES = (Architecture.X86_64, Architecture.ARM64)
ABSENT = phrase("Is not in the reports of arm64")
SKIPPED = phrase("Ran on x86_64, was skipped on arm64")
FIXED = phrase("Fails on x86_64, passes on arm64")
NEW = phrase("Is in the reports of arm64 only")


def functional_from(
    functional: Functional | None, reports: tuple[FileReport, ...]
) -> shown.FunctionalAnswer | None:
    """Return what is shown of functional parity; None where no run has a test report."""
    if functional is None:
        return None
    tests, coverage = functional.tests, functional.coverage
    answer = shown.FunctionalAnswer(
        counts=_counts(tests) if tests else _known_sides(reports),
        coverage=_covered(coverage),
        losses=tuple(
            shown.FileLoss(
                file.path, *_shares(file, reports), tuple(sorted(file.lost + file.absent))
            )
            for file in (coverage.files if coverage else ())
        ),
        warnings=functional.warnings,
    )
    return _with_lists(answer, tests) if tests else answer


def _counts(tests: TestParity) -> dict[Architecture, dict[str, int]]:
    return {
        side: msgspec.to_builtins(counts)
        for side, counts in zip(_SIDES, (tests.x86_64, tests.arm64), strict=True)
    }


def _known_sides(reports: Iterable[FileReport]) -> dict[Architecture, dict[str, int]]:
    """Return the sides that have test reports, with no counts: there is nothing to compare."""
    sides = {each.run.architecture for each in reports if isinstance(each.report, TestReport)}
    return {side: {} for side in _SIDES if side in sides}


def _covered(coverage: CoverageParity | None) -> dict[Architecture, float]:
    if coverage is None:
        return {}
    shares = zip(_SIDES, (coverage.x86_64, coverage.arm64), strict=True)
    return {side: share for side, share in shares if share is not None}


def _with_lists(answer: shown.FunctionalAnswer, tests: TestParity) -> shown.FunctionalAnswer:
    causes = {failure.test: failure for failure in tests.failures}

    def explained(names: Iterable[str], reason: str = "") -> tuple[shown.TestDifference, ...]:
        made = []
        for name in names:
            failure = causes.get(name)
            if failure is None:
                made.append(shown.TestDifference(name, reason))
            else:
                made.append(
                    shown.TestDifference(
                        name,
                        failure.reason,
                        "\n\n".join(filter(None, (failure.message, failure.hint))),
                        failure.group,
                    )
                )
        return tuple(made)

    return replace(
        answer,
        regressed=explained(tests.regressed),
        pre_existing=explained(tests.pre_existing),
        missing=(*explained(tests.missing, ABSENT), *explained(tests.skipped_on_arm64, SKIPPED)),
        added=(*explained(tests.added, NEW), *explained(tests.fixed, FIXED)),
        flaky=tuple(_flaky(test) for test in tests.flaky),
        slower=tuple(_slower(test) for test in tests.slower),
    )


def _flaky(test: FlakyTest) -> shown.TestDifference:
    parts = [
        f"{side}: {passed} / {passed + failed}"
        for side, (passed, failed) in zip(_SIDES, (test.x86_64, test.arm64), strict=True)
    ]
    cause = "arm64" if test.is_steady_on_x86_64 else ""
    return shown.TestDifference(test.test, ", ".join(parts), cause=cause)


def _slower(test: SlowerTest) -> shown.TestDifference:
    times = test.times
    text = f"{duration(times.x86_64)} → {duration(times.arm64)}"
    return shown.TestDifference(
        test.test, f"{text} ({ratio(times.ratio)} ×)" if times.ratio else text
    )


def _shares(
    file: FileDifference, reports: tuple[FileReport, ...]
) -> tuple[float | None, float | None]:
    """Return how much of a file each side covers, x86_64 first."""
    covered: dict[Architecture, set[int]] = defaultdict(set)
    lines: dict[Architecture, set[int]] = defaultdict(set)
    paths = dict(zip(_SIDES, (file.path, file.arm64_path), strict=True))
    for each in reports:
        if isinstance(each.report, CoverageReport):
            side = each.run.architecture
            for known in each.report.files:
                if known.path.replace("\\", "/") == paths[side]:
                    covered[side].update(known.covered)
                    lines[side].update(known.covered, known.missed)
    x86, arm = (len(covered[a]) / len(lines[a]) if lines[a] else None for a in _SIDES)
    return x86, arm
