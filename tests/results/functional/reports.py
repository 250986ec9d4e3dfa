"""Fixtures and small reports for these tests."""

from pathlib import Path

from workbench.results.format import ResultFormat
from workbench.results.formats import detect
from workbench.results.records import Outcome, TestCase, TestReport
from workbench.scan.document import Document

FOLDER = Path(__file__).parents[2] / "fixtures" / "results" / "functional"
FILES = sorted(p.name for p in FOLDER.iterdir())


def document(name: str) -> Document:
    return Document(name, (FOLDER / name).read_bytes())


def format_of(name: str) -> ResultFormat:
    (found,) = detect(document(name))
    return found


def read(name: str) -> TestReport:
    return format_of(name).read(document(name))


def outcomes(report: TestReport) -> dict[str, str]:
    """The last outcome of each test, `error` where it is one."""
    return {c.id: "error" if c.error else str(c.outcome) for c in report.cases}


def case(report: TestReport, name: str) -> TestCase:
    (found,) = (c for c in report.cases if c.name == name)
    return found


def report(
    passed=(), failed=(), skipped=(), *, message="", seconds=None, tool="pytest", warnings=()
) -> TestReport:
    """A report of tests by their names."""
    told = ((Outcome.PASSED, passed), (Outcome.FAILED, failed), (Outcome.SKIPPED, skipped))
    return TestReport(
        tool=tool,
        warnings=warnings,
        cases=tuple(
            TestCase(
                suite="shop",
                name=name,
                outcome=outcome,
                seconds=seconds,
                message=message if outcome is Outcome.FAILED else "",
            )
            for outcome, names in told
            for name in names
        ),
    )
