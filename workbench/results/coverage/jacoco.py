"""JaCoCo's XML report."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.results.coverage.counts import attribute
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.results.xml_root import root_of
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import children, line_of, local_name, read_xml

_HEAD = 4096
_MARKS = ("-//JACOCO//", "<sessioninfo ", "<package ", "<group ")

NO_DEBUG = (
    "{count} source files have no lines: their classes were compiled without debug information."
)


def recognises(document: Document) -> bool:
    """Whether the root is a `report` that says it is JaCoCo's, or goes on like one."""
    if root_of(document)[0] != "report":
        return False
    return any(mark in document.text[:_HEAD] for mark in _MARKS)


def read(document: Document) -> CoverageReport:
    """Return the lines of every source file; a line is covered when one instruction of it is.

    Paths are package and file name, behind the names of the groups (modules) around them.
    """
    root = read_xml(document)
    if local_name(root) != "report":
        raise Unreadable(f"is no JaCoCo report: its root is {local_name(root)}", line_of(root))
    lines = Lines()
    without = 0
    for path, source in _sources(root, ()):
        file = lines.file(path)
        found = children(source, "line")
        without += not found
        for line in found:
            lines.hit(file, attribute(line, "nr"), attribute(line, "ci") > 0)
    warnings = (NO_DEBUG.format(count=without),) if without else ()
    return lines.report("JaCoCo", warnings)


def _sources(
    element: etree._Element, groups: tuple[str, ...]
) -> Iterator[tuple[str, etree._Element]]:
    for group in children(element, "group"):
        yield from _sources(group, (*groups, group.get("name", "")))
    for package in children(element, "package"):
        for source in children(package, "sourcefile"):
            parts = (*groups, package.get("name", ""), source.get("name", ""))
            yield "/".join(p for p in parts if p), source


FORMAT = ResultFormat(
    id="jacoco",
    title="JaCoCo XML",
    recognises=recognises,
    read=read,
    documentation="https://www.jacoco.org/jacoco/trunk/coverage/report.dtd",
)
