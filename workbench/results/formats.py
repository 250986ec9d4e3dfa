"""Every result format, and which one a document is."""

from __future__ import annotations

from workbench.results import benchmarks, coverage, functional, load, profiles
from workbench.results.format import ResultFormat
from workbench.scan.document import Document

FORMATS: tuple[ResultFormat, ...] = (
    *functional.FORMATS,
    *coverage.FORMATS,
    *load.FORMATS,
    *benchmarks.FORMATS,
    *profiles.FORMATS,
)


def detect(document: Document) -> list[ResultFormat]:
    """Return the formats that recognise `document`: one, none, or several to ask about."""
    return [format_ for format_ in FORMATS if format_.recognises(document)]
