"""JUnit XML in the dialects of pytest, Surefire, Gradle, Go, Jest, CTest, PHPUnit, RSpec, Node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from msgspec.structs import replace

from workbench.results.format import ResultFormat
from workbench.results.functional.durations import Durations
from workbench.results.functional.message import NO_TESTS, message_of
from workbench.results.records import Outcome, TestCase, TestReport
from workbench.results.xml_root import root_of
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml

_ERRORS = ("error", "warning")
_FAILURES = ("failure", *_ERRORS)
_FAILED_BEFORE = {"flakyFailure": False, "flakyError": True}
"""Surefire's failed attempts of a test that passed in the end, and whether it was an error."""
_FAILED_AGAIN = {"rerunFailure": False, "rerunError": True}
_NOT_RUN = {"notrun", "disabled", "skipped", "suppressed"}
FEWER = "The file counts {counted} tests and lists {listed}: some are missing, or counted twice."
_NO_CLASS = {"", "test"}
"""What stands for a class name where the tool knows none; Node's runner writes "test"."""


def recognises(document: Document) -> bool:
    """Whether the root is a `testsuites` or `testsuite`."""
    return root_of(document)[0] in ("testsuites", "testsuite")


def read(document: Document) -> TestReport:
    """Return every execution of every test, attempts that were repeated included.

    A test's suite is its class name; where there is none, or it only repeats the name, the names of
    the suites around it. Raises Unreadable for what is no well-formed JUnit XML.
    """
    root = read_xml(document)
    if local_name(root) not in ("testsuites", "testsuite"):
        raise Unreadable(f"is no JUnit XML: its root is {local_name(root)}", line_of(root))
    elements = list(_cases(root, ()))
    durations = Durations([e.get("time") or "" for e, _ in elements])
    is_ctest = _is_ctest(root)
    seen = [_Seen(path, _executions(e, path, durations, is_ctest)) for e, path in elements]
    cases = _told_apart(seen)
    warnings = (*durations.warnings(), *_lacking(root, len(elements)))
    return TestReport(tool=_tool(root, is_ctest), cases=tuple(cases), warnings=warnings)


def _lacking(root: etree._Element, listed: int) -> tuple[str, ...]:
    """Say where the suites count more tests than the file lists, or no test is there at all."""
    suites = [root] if local_name(root) == "testsuite" else children(root, "testsuite")
    written = [suite.get("tests") or "" for suite in suites]
    counted = sum(int(w) for w in written if w.isascii() and w.isdigit() and len(w) < 10)
    if counted > listed:
        return (FEWER.format(counted=counted, listed=listed),)
    return () if listed else (NO_TESTS,)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The executions that one element tells of, and the suites around it."""

    path: tuple[str, ...]
    cases: list[TestCase]


def _cases(
    suite: etree._Element, path: tuple[str, ...]
) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Yield the test cases below `suite` with the names of the suites around each."""
    own = suite.get("name")
    if local_name(suite) == "testsuite" and own:
        path = (*path, own)
    for element in suite:
        name = local_name(element)
        if name == "testsuite":
            yield from _cases(element, path)
        elif name == "testcase" or (name in _FAILURES and local_name(suite) == "testsuite"):
            yield element, path


def _executions(
    element: etree._Element, path: tuple[str, ...], durations: Durations, is_ctest: bool
) -> list[TestCase]:
    if local_name(element) != "testcase":
        return [_suite_failure(element, path)]
    name = element.get("name", "")
    suite = element.get("classname") or element.get("class") or ""
    if suite == name or suite in _NO_CLASS:
        # CTest's suite is the name of the build, which differs between machines.
        suite = "" if is_ctest else " > ".join(path)
    case = TestCase(
        suite=suite,
        name=name or "(unnamed)",
        outcome=Outcome.PASSED,
        seconds=durations.seconds(element.get("time", "")),
    )
    before = [_failed(case, e, error) for e, error in _attempts(element, _FAILED_BEFORE)]
    again = [_failed(case, e, error) for e, error in _attempts(element, _FAILED_AGAIN)]
    return [*before, _final(case, element), *again]


def _suite_failure(element: etree._Element, path: tuple[str, ...]) -> TestCase:
    """A failure that a suite has by itself: a fixture, a crash, a file that does not compile."""
    return TestCase(
        suite=" > ".join(path),
        name="(suite)",
        outcome=Outcome.FAILED,
        message=_message(element),
        error=True,
    )


def _attempts(
    element: etree._Element, kinds: dict[str, bool]
) -> Iterator[tuple[etree._Element, bool]]:
    for sub in element:
        if local_name(sub) in kinds:
            yield sub, kinds[local_name(sub)]


def _failed(case: TestCase, attempt: etree._Element, error: bool) -> TestCase:
    return replace(
        case, outcome=Outcome.FAILED, seconds=None, message=_message(attempt), error=error
    )


def _final(case: TestCase, element: etree._Element) -> TestCase:
    """Return how the test ended in this element."""
    skipped = child(element, "skipped")
    failure = next((e for e in element if local_name(e) in _FAILURES), None)
    status = (element.get("status") or element.get("result") or "").lower()
    if skipped is not None and (failure is None or skipped.get("type") == "todo"):
        reason = _message(skipped)
        if status == "notrun" and not reason.startswith("SKIP_"):
            # CTest counts what it could not start as failed, and writes it as skipped.
            return replace(case, outcome=Outcome.FAILED, error=True, message=reason)
        return replace(case, outcome=Outcome.SKIPPED, message=reason)
    if failure is not None:
        is_error = any(local_name(e) in _ERRORS for e in element)
        message = _message(failure) or _output(element)
        return replace(case, outcome=Outcome.FAILED, error=is_error, message=message)
    if status in _NOT_RUN or (element.get("result") or "").lower() in _NOT_RUN:
        return replace(case, outcome=Outcome.SKIPPED, message=_output(element))
    return case


def _message(element: etree._Element) -> str:
    """The kind of failure, its message and its text."""
    kind, message = element.get("type", ""), element.get("message", "")
    known = kind not in message and any(mark in kind for mark in ".:\\")
    text = "".join(str(t) for t in element.itertext())
    first = f"{kind}: {message}" if known and kind not in text else message
    return message_of((first, text))


def _output(element: etree._Element) -> str:
    """What the test printed: all there is where a tool gives no reason."""
    printed = [child(element, "system-out"), child(element, "system-err")]
    return message_of("".join(str(t) for t in e.itertext()) for e in printed if e is not None)


def _told_apart(seen: list[_Seen]) -> list[TestCase]:
    """Put the suites' names before cases that only these tell apart (one class, two browsers)."""
    paths: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in seen:
        for case in one.cases:
            paths[case.id].add(one.path)
    return [
        replace(case, suite=" > ".join((*one.path, case.suite)))
        if len(paths[case.id]) > 1
        else case
        for one in seen
        for case in one.cases
    ]


def _is_ctest(root: etree._Element) -> bool:
    """Whether CTest wrote it: a lone suite that counts `disabled`, with a status on every case."""
    cases = children(root, "testcase")
    return (
        local_name(root) == "testsuite"
        and "disabled" in root.attrib
        and bool(cases)
        and all("status" in c.attrib and c.get("name") == c.get("classname") for c in cases)
    )


def _tool(root: etree._Element, is_ctest: bool) -> str:
    """Name the tool where the file shows it."""
    names = {root.get("name", ""), *(s.get("name", "") for s in children(root, "testsuite"))}
    if is_ctest:
        return "CTest"
    for name, tool in (("pytest", "pytest"), ("jest tests", "Jest"), ("rspec", "RSpec")):
        if name in names:
            return tool
    location = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
    return "Maven Surefire" if "surefire" in root.get(location, "") else "JUnit XML"


FORMAT = ResultFormat(
    id="junit",
    title="JUnit XML",
    recognises=recognises,
    read=read,
    documentation="https://github.com/testmoapp/junitxml",
)
