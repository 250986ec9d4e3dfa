"""The event stream of `go test -json` (test2json)."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.functional.message import MAX_LINES, NO_TESTS, message_of
from workbench.results.records import Outcome, TestCase, TestReport
from workbench.scan.document import Document, Unreadable

_ACTIONS = {
    "start", "run", "pause", "cont", "pass", "bench", "fail", "output", "skip", "attr",
    "build-output", "build-fail",
}  # fmt: skip
_ENDS = {"pass": Outcome.PASSED, "fail": Outcome.FAILED, "skip": Outcome.SKIPPED}
_NOT_BUILT = regex(r"FAIL\t(\S+) \[((?:build|setup) failed)\]")
_FRAME = regex(r"=== (RUN|PAUSE|CONT|NAME)\b|\s*--- (PASS|FAIL|SKIP):")


class _Event(msgspec.Struct, rename="pascal"):
    action: str
    package: str = ""
    test: str = ""
    elapsed: float | None = None
    output: str = ""
    import_path: str = ""
    failed_build: str = ""


@dataclass
class _Package:
    line: int
    ended: bool = False
    open: dict[str, list[str]] = field(default_factory=dict)
    """Tests that run, with their output so far."""
    output: list[str] = field(default_factory=list)
    failures: int = 0


def recognises(document: Document) -> bool:
    """Whether the first JSON line is an event of test2json."""
    try:
        first = next((x for x in document.lines[:50] if x.startswith("{")), "")
    except Unreadable:
        return False
    try:
        event = msgspec.json.decode(first, type=_Event)
    except (ValueError, RecursionError):
        return False
    return event.action in _ACTIONS and bool(event.package or event.test or event.import_path)


def read(document: Document) -> TestReport:
    """Return every test that ran; a package that failed by itself is a failed test `(package)`.

    Raises Unreadable for a line that is cut, and for a package whose end is missing.
    """
    if not document.text.endswith("\n"):
        raise Unreadable("is empty or cut off: its last line has no end", len(document.lines))
    reader = _Reader()
    for number, line in enumerate(document.lines, 1):
        if line.startswith("{"):
            reader.event(_decode(line, number), number)
        else:
            reader.plain(line)
    for name, package in reader.packages.items():
        if not package.ended:
            raise Unreadable(f"is incomplete: the end of package {name} is missing", package.line)
    if not reader.packages:
        raise Unreadable("holds no event of go test")
    warnings = () if reader.cases else (NO_TESTS,)
    return TestReport(tool="go test", cases=tuple(reader.cases), warnings=warnings)


def _decode(line: str, number: int) -> _Event:
    try:
        event = msgspec.json.decode(line, type=_Event)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is no whole event of go test: {error}", number) from None
    if event.action not in _ACTIONS:
        raise Unreadable(f"holds an unknown action {event.action!r}", number)
    return event


class _Reader:
    def __init__(self) -> None:
        self.cases: list[TestCase] = []
        self.packages: dict[str, _Package] = {}
        self.build_output: dict[str, list[str]] = {}
        self.said: list[str] = []
        """Lines outside the events since the last package ended: the compiler's words."""

    def event(self, event: _Event, line: int) -> None:
        if event.action.startswith("build-"):
            self.build_output.setdefault(event.import_path, []).append(event.output)
            return
        package = self.packages.setdefault(event.package, _Package(line))
        package.ended = False
        if event.test:
            self.test_event(event, package)
        elif event.action == "output":
            _keep(package.output, event.output)
        elif event.action in _ENDS:
            self.end(event, package)

    def test_event(self, event: _Event, package: _Package) -> None:
        if event.action == "run":
            package.open[event.test] = []
        elif event.action == "output" and not _FRAME.match(event.output):
            _keep(package.open.setdefault(event.test, []), event.output)
        elif event.action in _ENDS:
            output = package.open.pop(event.test, [])
            outcome = _ENDS[event.action]
            self.add(event.package, event.test, outcome, event.elapsed, output)
            package.failures += outcome is Outcome.FAILED

    def end(self, event: _Event, package: _Package) -> None:
        """End a package: what still runs in it was stopped with it."""
        package.ended = True
        failed = event.action == "fail"
        for test, output in package.open.items():
            self.add(event.package, test, Outcome.FAILED, None, [*output, *package.output], True)
            package.failures += 1
        package.open.clear()
        if failed and not package.failures:
            output = [*self.build_output.get(event.failed_build, []), *package.output]
            self.add(event.package, "(package)", Outcome.FAILED, None, output, True)
        package.failures, package.output, self.said = 0, [], []

    def plain(self, line: str) -> None:
        """Take a line outside the events: up to Go 1.23 a failed build says so only there."""
        match = _NOT_BUILT.fullmatch(line)
        if match:
            self.add(match[1], "(package)", Outcome.FAILED, None, [*self.said, match[2]], True)
            self.said = []
        elif line:
            _keep(self.said, f"{line}\n")

    def add(
        self,
        package: str,
        test: str,
        outcome: Outcome,
        seconds: float | None,
        output: list[str],
        error: bool = False,
    ) -> None:
        message = "" if outcome is Outcome.PASSED else message_of(["".join(output)])
        self.cases.append(
            TestCase(
                suite=package,
                name=test,
                outcome=outcome,
                seconds=seconds,
                message=message,
                error=error,
            )
        )


def _keep(output: list[str], text: str) -> None:
    """Keep the first lines of an output and the last one: a test may print without end."""
    if len(output) < 2 * MAX_LINES:
        output.append(text)
    else:
        output[-1] = text


FORMAT = ResultFormat(
    id="go-test",
    title="go test -json",
    recognises=recognises,
    read=read,
    documentation="https://pkg.go.dev/cmd/test2json",
)
