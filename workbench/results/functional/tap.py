"""TAP 12 to 14: Perl, Bats, Node and others; also what `prove --verbose` prints around it."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.functional.message import NO_TESTS
from workbench.results.functional.tap_stream import PLAN, POINT, VERSION, Line, read_stream
from workbench.results.records import TestCase, TestReport
from workbench.scan.document import Document, Unreadable

_PROVE_FILE = regex(r"(\S.*?) \.{2,} *(?:skipped:.*)?")
_PROVE_END = regex(r"Result: (?:PASS|FAIL|NOTESTS)")
_PROVE_VERDICT = regex(
    r"ok|skipped:.*|Dubious, test returned .*|Failed \d+/\d+ subtests ?|.*All .*"
)
_TIMED = regex(r"(.*) in (\d+)ms")


def recognises(document: Document) -> bool:
    """Whether it starts as TAP, or as prove's output around TAP, and holds TAP's plan."""
    try:
        lines = document.lines[:2000]
    except Unreadable:
        return False
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    if not told:
        return False
    if VERSION.fullmatch(told[0]):
        return True
    if _PROVE_FILE.fullmatch(told[0]):
        return len(told) > 1 and bool(_starts_tap(told[1]) or _PROVE_FILE.fullmatch(told[1]))
    return _starts_tap(told[0]) and any(PLAN.fullmatch(line) for line in document.lines)


def _starts_tap(line: str) -> bool:
    return bool(PLAN.fullmatch(line) or POINT.fullmatch(line))


def read(document: Document) -> TestReport:
    """Return every test point; the points of a subtest carry its name as their suite.

    A failing TODO is skipped, as its author said. Raises Unreadable where the plan is not kept or
    missing, as for a stream that was cut.
    """
    warnings: list[str] = []
    lines = [Line(number, text) for number, text in enumerate(document.lines, 1)]
    first = next((line.text for line in lines if line.text.strip()), "")
    if _PROVE_FILE.fullmatch(first):
        cases = _read_prove(lines, warnings)
    else:
        cases = read_stream(lines, warnings)
        if document.text and not document.text.endswith("\n"):
            raise Unreadable("is cut off: its last line has no end", len(lines))
    if not cases:
        warnings.append(NO_TESTS)
    return TestReport(tool="TAP", cases=tuple(_with_times(cases)), warnings=tuple(warnings))


def _read_prove(lines: list[Line], warnings: list[str]) -> list[TestCase]:
    """Read the stream of each test file, whose path becomes the suite."""
    if not any(_PROVE_END.fullmatch(line.text) for line in lines):
        raise Unreadable("is cut off: prove's line 'Result:' is missing", len(lines))
    starts = [n for n, line in enumerate(lines) if _PROVE_FILE.fullmatch(line.text)]
    end = next(
        n
        for n, line in enumerate(lines)
        if line.text.startswith(("Test Summary Report", "All tests successful", "Files="))
    )
    cases = []
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        match = _PROVE_FILE.fullmatch(lines[start].text)
        path = match[1] if match else ""
        stream = _without_verdict(lines[start + 1 : stop])
        for case in read_stream(stream, warnings) if stream else ():
            suite = f"{path} > {case.suite}" if case.suite else path
            cases.append(replace(case, suite=suite))
    return cases


def _without_verdict(lines: list[Line]) -> list[Line]:
    """Drop what prove says of a file behind its stream: a bare `ok` there is no test point."""
    end = len(lines)
    while end and (not lines[end - 1].text.strip() or _is_verdict(lines[end - 1].text)):
        end -= 1
    return lines[:end]


def _is_verdict(text: str) -> bool:
    return text.startswith("\t") or bool(_PROVE_VERDICT.fullmatch(text))


def _with_times(cases: list[TestCase]) -> list[TestCase]:
    """Take times out of the names where every name ends in one, as `bats --timing` writes them."""
    timed = [_TIMED.fullmatch(case.name) for case in cases]
    if not all(timed):
        return cases
    return [
        replace(case, name=match[1], seconds=int(match[2]) / 1000)
        for case, match in zip(cases, timed, strict=True)
        if match
    ]


FORMAT = ResultFormat(
    id="tap",
    title="TAP",
    recognises=recognises,
    read=read,
    documentation="https://testanything.org/tap-version-14-specification.html",
)
