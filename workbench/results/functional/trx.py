"""TRX, the test results of `dotnet test` and Visual Studio."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.functional.message import NO_TESTS, message_of
from workbench.results.records import Outcome, TestCase, TestReport
from workbench.results.xml_root import root_of
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml, text_of

_OUTCOMES = {
    "Passed": (Outcome.PASSED, False),
    "Completed": (Outcome.PASSED, False),
    "Warning": (Outcome.PASSED, False),
    "Failed": (Outcome.FAILED, False),
    "Error": (Outcome.FAILED, True),
    "Timeout": (Outcome.FAILED, True),
    "Aborted": (Outcome.FAILED, True),
    "PassedButRunAborted": (Outcome.FAILED, True),
    "Disconnected": (Outcome.FAILED, True),
    "InProgress": (Outcome.FAILED, True),
    "NotRunnable": (Outcome.FAILED, True),
    "NotExecuted": (Outcome.SKIPPED, False),
    "Inconclusive": (Outcome.SKIPPED, False),
    "Pending": (Outcome.SKIPPED, False),
}
"""The schema's TestOutcome, and whether it is an error rather than a failed check."""
_DURATION = regex(r"(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)")


def recognises(document: Document) -> bool:
    """Whether the root is a `TestRun` of the TeamTest namespace."""
    name, attributes = root_of(document)
    return name == "TestRun" and any(
        key.startswith("xmlns") and "TeamTest" in value for key, value in attributes.items()
    )


def read(document: Document) -> TestReport:
    """Return every result; rows of a data-driven test stand in for the test around them.

    Raises Unreadable for an outcome that the schema does not know.
    """
    root = read_xml(document)
    if local_name(root) != "TestRun":
        raise Unreadable(f"is no TRX file: its root is {local_name(root)}", line_of(root))
    classes = _classes(root)
    results = child(root, "Results")
    cases = [] if results is None else [_case(e, classes) for e in _leaves(results)]
    return TestReport(tool="TRX", cases=tuple(cases), warnings=_warnings(root, bool(cases)))


def _classes(root: etree._Element) -> dict[str, str]:
    """Return test ids with their class names, without the assembly behind a comma."""
    classes = {}
    for test in children(child(root, "TestDefinitions"), "UnitTest"):
        method = child(test, "TestMethod")
        name = "" if method is None else method.get("className", "")
        classes[test.get("id", "")] = name.partition(",")[0].strip()
    return classes


def _leaves(results: etree._Element) -> Iterator[etree._Element]:
    for result in results:
        inner = child(result, "InnerResults")
        if inner is not None and len(inner):
            yield from _leaves(inner)
        elif local_name(result).endswith("TestResult"):
            yield result


def _case(result: etree._Element, classes: dict[str, str]) -> TestCase:
    written = result.get("outcome", "")
    if written not in _OUTCOMES:
        raise Unreadable(f"holds a test with the unknown outcome {written!r}", line_of(result))
    outcome, error = _OUTCOMES[written]
    suite = classes.get(result.get("testId", ""), "")
    message = _message(result)
    if error:
        message = message_of((written, message))
    return TestCase(
        suite=suite,
        name=result.get("testName", "").removeprefix(f"{suite}."),
        outcome=outcome,
        seconds=_seconds(result.get("duration", "")),
        message="" if outcome is Outcome.PASSED else message,
        error=error,
    )


def _message(result: etree._Element) -> str:
    info = child(child(result, "Output"), "ErrorInfo")
    return message_of((text_of(child(info, "Message")), text_of(child(info, "StackTrace"))))


def _seconds(written: str) -> float | None:
    """Read a .NET time span, `[d.]hh:mm:ss[.fffffff]`."""
    match = _DURATION.fullmatch(written.strip())
    if not match:
        return None
    days, hours, minutes, seconds = match.groups()
    return ((int(days or 0) * 24 + int(hours)) * 60 + int(minutes)) * 60 + float(seconds)


def _warnings(root: etree._Element, has_cases: bool) -> tuple[str, ...]:
    summary = child(root, "ResultSummary")
    warnings = [] if has_cases else [NO_TESTS]
    if summary is None or summary.get("outcome", "") in ("Aborted", "Error", "Timeout"):
        warnings.append("The test run did not end by itself: tests may be missing.")
    return tuple(warnings)


FORMAT = ResultFormat(
    id="trx",
    title="TRX (.NET)",
    recognises=recognises,
    read=read,
    documentation="https://learn.microsoft.com/dotnet/core/tools/dotnet-test",
)
