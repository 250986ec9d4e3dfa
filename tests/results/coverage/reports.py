"""Fixtures and small coverage reports for these tests."""

from pathlib import Path

from workbench.results.format import ResultFormat
from workbench.results.formats import detect
from workbench.results.records import CoverageReport, FileCoverage
from workbench.scan.document import Document

FOLDER = Path(__file__).parents[2] / "fixtures" / "results" / "coverage"
FILES = sorted(p.name for p in FOLDER.iterdir())


def document(name: str) -> Document:
    return Document(name, (FOLDER / name).read_bytes())


def format_of(name: str) -> ResultFormat:
    (found,) = detect(document(name))
    return found


def read(name: str) -> CoverageReport:
    return format_of(name).read(document(name))


def lines(report: CoverageReport) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Covered and missed lines by path."""
    return {f.path: (f.covered, f.missed) for f in report.files}


def coverage(tool="LCOV", warnings=(), **files) -> CoverageReport:
    """A report of files given as `path=(covered, missed)`, or as a mapping `files`."""
    return CoverageReport(
        tool=tool,
        warnings=warnings,
        files=tuple(
            FileCoverage(path=path, covered=tuple(covered), missed=tuple(missed))
            for path, (covered, missed) in files.items()
        ),
    )
