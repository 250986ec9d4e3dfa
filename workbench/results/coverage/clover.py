"""Clover XML, as OpenClover, PHPUnit and Istanbul write it."""

from __future__ import annotations

from lxml import etree

from workbench.results.coverage.counts import attribute
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.results.xml_root import root_of
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import children, line_of, local_name, read_xml


def recognises(document: Document) -> bool:
    """Whether the root is a `coverage` that says when it was generated, and no line rate."""
    name, attributes = root_of(document)
    return name == "coverage" and "generated" in attributes and "line-rate" not in attributes


def read(document: Document) -> CoverageReport:
    """Return the lines of statements and conditions; a method's own line is no statement."""
    root = read_xml(document)
    if local_name(root) != "coverage":
        raise Unreadable(f"is no Clover file: its root is {local_name(root)}", line_of(root))
    lines = Lines()
    for project in children(root, "project"):
        # Istanbul once wrote packages inside of the project's metrics.
        for element in project.iter("{*}file"):
            path = (element.get("path") or element.get("name") or "").replace("\\", "/")
            if not path:
                raise Unreadable("holds a file without a name", line_of(element))
            file = lines.file(path)
            for line in children(element, "line"):
                if line.get("type") != "method":
                    lines.hit(file, attribute(line, "num"), _is_covered(line))
    return lines.report("Clover")


def _is_covered(line: etree._Element) -> bool:
    """Whether it was reached; OpenClover counts a condition by its two results only."""
    if "count" in line.attrib or line.get("type") != "cond":
        return attribute(line, "count") > 0
    return attribute(line, "truecount") + attribute(line, "falsecount") > 0


FORMAT = ResultFormat(
    id="clover",
    title="Clover XML",
    recognises=recognises,
    read=read,
    documentation="https://openclover.org/documentation",
)
