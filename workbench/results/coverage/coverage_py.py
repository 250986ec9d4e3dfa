"""coverage.py's JSON report, from `coverage json`."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.scan.document import Document, Unreadable

_HEAD = regex(r'\s*\{\s*"meta"\s*:\s*\{[^}]*"branch_coverage"')
_AT_BYTE = regex(r" \(byte (\d+)\)")


class _File(msgspec.Struct):
    executed_lines: list[int]
    missing_lines: list[int]


class _Report(msgspec.Struct):
    files: dict[str, _File]


def recognises(document: Document) -> bool:
    """Whether it starts with the `meta` block of coverage.py."""
    try:
        return bool(_HEAD.match(document.text[:4096]))
    except Unreadable:
        return False


def read(document: Document) -> CoverageReport:
    """Return the executed and missing lines of every file. Raises Unreadable with the line."""
    data = document.text.encode("utf-8", "replace")
    try:
        report = msgspec.json.decode(data, type=_Report)
    except msgspec.ValidationError as error:
        raise Unreadable(f"is no coverage.py report: {error}") from None
    except (ValueError, RecursionError) as error:
        place = _AT_BYTE.search(str(error))
        line = data[: int(place[1])].count(b"\n") + 1 if place else len(document.lines)
        reason = _AT_BYTE.sub("", str(error))
        raise Unreadable(f"is not valid JSON: {reason}", line) from None
    lines = Lines()
    for path, found in report.files.items():
        file = lines.file(path.replace("\\", "/"))
        for number in found.executed_lines:
            lines.hit(file, number, True)
        for number in found.missing_lines:
            lines.hit(file, number, False)
    return lines.report("coverage.py")


FORMAT = ResultFormat(
    id="coverage-py",
    title="coverage.py JSON",
    recognises=recognises,
    read=read,
    documentation="https://coverage.readthedocs.io/en/latest/commands/cmd_json.html",
)
