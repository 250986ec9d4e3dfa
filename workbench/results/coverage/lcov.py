"""LCOV tracefiles, as lcov, llvm-cov, Istanbul, coverage.py and Node write them."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.results.coverage.counts import whole
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.scan.document import Document, Unreadable

_START = regex(r"(?:\s*#[^\n]*\n|\s*TN:[^\n]*\n|\s*\n)*\s*SF:.")
_RECORD = regex(r"[A-Z]{2,8}:")


def recognises(document: Document) -> bool:
    """Whether the first record names a source file."""
    try:
        return bool(_START.match(document.text))
    except Unreadable:
        return False


def read(document: Document) -> CoverageReport:
    """Return the lines of every source file, over all tests of the file.

    Raises Unreadable for a record that is none, and where the last file's end is missing.
    """
    lines = Lines()
    file: dict[int, bool] | None = None
    start = 0
    for number, text in enumerate(document.lines, 1):
        text = text.strip()
        if text.startswith("DA:"):
            if file is None:
                raise Unreadable("holds line data outside of a file's record", number)
            parts = text[3:].split(",", 2)
            if len(parts) < 2:
                raise Unreadable("holds line data without a count", number)
            lines.hit(file, whole(parts[0], number), whole(parts[1], number) > 0)
        elif text.startswith("SF:"):
            if file is not None:
                raise Unreadable("holds a file's record without end_of_record", start)
            file, start = lines.file(text[3:].replace("\\", "/")), number
        elif text == "end_of_record":
            file = None
        elif text and not text.startswith("#") and not _RECORD.match(text):
            raise Unreadable(f"holds {text[:40]!r}, which is no LCOV record", number)
    if not start:
        raise Unreadable("is empty: it holds no file's record")
    if file is not None:
        raise Unreadable("is cut off: the last file's end_of_record is missing", start)
    return lines.report("LCOV")


FORMAT = ResultFormat(
    id="lcov",
    title="LCOV",
    recognises=recognises,
    read=read,
    documentation="https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1",
)
