"""JMeter's JTL log as XML.

Results nested in a request (redirects, embedded resources) are parts of it; those nested in a
transaction controller's are requests of their own. Times are in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.load import jmeter_samples
from workbench.results.load.samples import Sample
from workbench.results.quantity import count
from workbench.results.records import LoadReport
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import line_of, read_xml

_ROOT = regex(r"^\s*(?:<\?xml[^>]*\?>\s*)?<testResults\b[^>]*>")
_RESULTS = ("sample", "httpSample")
_DEPTH = 20


def recognises(document: Document) -> bool:
    """Tell whether a document is JMeter's XML log."""
    return opens_with(document, _ROOT, within=4000)


def read(document: Document) -> LoadReport:
    """Read every request."""
    if not document.data.strip():
        raise Unreadable("is empty")
    root = read_xml(document)
    if root.tag != "testResults":
        raise Unreadable("is not a JMeter log: its root is not testResults", 1)
    transactions = [row for row in root.iter(*_RESULTS) if _is_transaction(row)]
    samples = [_sample(row) for row in _requests(root, 0)]
    threads = max((_whole(row, "na", 0) for row in root), default=0)
    return jmeter_samples.report(samples, threads, len(transactions))


def _requests(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    if depth > _DEPTH:
        raise Unreadable("results are nested too deeply", line_of(parent))
    for row in parent:
        if row.tag not in _RESULTS:
            continue
        if _is_transaction(row):
            yield from _requests(row, depth + 1)
        else:
            yield row


def _is_transaction(row: etree._Element) -> bool:
    return jmeter_samples.is_transaction(row.get("rm", ""))


def _sample(row: etree._Element) -> Sample:
    if row.get("s") not in ("true", "false"):
        raise Unreadable("the attribute s is neither true nor false", line_of(row))
    return Sample(
        start=_whole(row, "ts") / 1e3,
        seconds=_whole(row, "t") / 1e3,
        ok=row.get("s") == "true",
        label=row.get("lb", ""),
    )


def _whole(row: etree._Element, name: str, default: int | None = None) -> int:
    text = row.get(name)
    if text is None and default is not None:
        return default
    return count(text or "", line_of(row))


JMETER_XML = ResultFormat(
    id="jmeter-xml",
    title="JMeter log (JTL, XML)",
    recognises=recognises,
    read=read,
    documentation="https://jmeter.apache.org/usermanual/listeners.html#xmlformat2.1",
)
