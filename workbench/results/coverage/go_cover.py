"""Go's cover profile, from `go test -coverprofile`."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.scan.document import Document, Unreadable

_MODE = regex(r"mode: (set|count|atomic)")
_BLOCK = regex(r"(.+):(\d{1,9})\.\d+,(\d{1,9})\.\d+ (\d{1,9}) (\d+)")
_MAX_BLOCK = 200_000
"""Lines of one block. Longer ones are damage, and would fill the memory."""


def recognises(document: Document) -> bool:
    """Whether the first line is the mode."""
    try:
        return bool(_MODE.fullmatch(document.lines[0].strip()))
    except Unreadable:
        return False


def read(document: Document) -> CoverageReport:
    """Return the lines of every file.

    A line is covered when a block on it ran. Go itself counts statements, so that its percentage
    may differ. Raises Unreadable for a line that is no block, and for a last line that is cut.
    """
    if not _MODE.fullmatch(document.lines[0].strip()):
        raise Unreadable("has no mode line: it is empty, or its start is missing", 1)
    if not document.text.endswith("\n"):
        raise Unreadable("is cut off: its last line has no end", len(document.lines))
    lines = Lines()
    for number, text in enumerate(document.lines, 1):
        if not text or _MODE.fullmatch(text):
            continue
        block = _BLOCK.fullmatch(text)
        if not block:
            raise Unreadable(f"holds {text[:60]!r}, which is no block of a cover profile", number)
        start, end, statements = int(block[2]), int(block[3]), int(block[4])
        if not start <= end <= start + _MAX_BLOCK:
            raise Unreadable(f"holds a block from line {start} to {end}", number)
        file = lines.file(block[1])
        if statements:
            covered = block[5].strip("0") != ""
            for line in range(start, end + 1):
                lines.hit(file, line, covered)
    return lines.report("go cover")


FORMAT = ResultFormat(
    id="go-cover",
    title="Go cover profile",
    recognises=recognises,
    read=read,
    documentation="https://go.dev/blog/cover",
)
