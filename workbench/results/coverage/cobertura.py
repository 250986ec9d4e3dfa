"""Cobertura XML, as coverage.py, gcovr, PHPUnit, Istanbul, coverlet and others write it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from workbench.results.coverage.counts import attribute
from workbench.results.coverage.lines import Lines
from workbench.results.format import ResultFormat
from workbench.results.records import CoverageReport
from workbench.results.xml_root import root_of
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml, text_of

SAME_NAME = "{count} file names stand for several files of different folders: they count as one."


def recognises(document: Document) -> bool:
    """Whether the root is a `coverage` with a line rate, which Clover's lacks."""
    name, attributes = root_of(document)
    return name == "coverage" and "line-rate" in attributes


def read(document: Document) -> CoverageReport:
    """Return the lines of every file; the one source folder, where it is one, leads the paths.

    Raises Unreadable where a line's number or hits are no numbers.
    """
    root = read_xml(document)
    if local_name(root) != "coverage":
        raise Unreadable(f"is no Cobertura file: its root is {local_name(root)}", line_of(root))
    sources = [text_of(s) for s in children(child(root, "sources"), "source")]
    folder = sources[0] if len(sources) == 1 else ""
    lines = Lines()
    packages: defaultdict[str, set[str]] = defaultdict(set)
    for package, element in _classes(root):
        path = _path(folder, element)
        packages[path].add(package)
        file = lines.file(path)
        for line in _lines(element):
            lines.hit(file, attribute(line, "number"), attribute(line, "hits") > 0)
    shared = sum(len(names) > 1 for names in packages.values()) if len(sources) > 1 else 0
    warnings = (SAME_NAME.format(count=shared),) if shared else ()
    return lines.report(_tool(root), warnings)


def _classes(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield every class with its package's name; some tools leave out `classes` around them."""
    for package in root.iter("{*}package"):
        for element in package.iter("{*}class"):
            yield package.get("name", ""), element


def _path(folder: str, element: etree._Element) -> str:
    name = element.get("filename", "").replace("\\", "/")
    if not name:
        raise Unreadable("holds a class without a file name", line_of(element))
    return posixpath.normpath(posixpath.join(folder.replace("\\", "/"), name))


def _lines(element: etree._Element) -> list[etree._Element]:
    """The lines of a class; those of its methods only where it lists none itself."""
    own = children(child(element, "lines"), "line")
    if own:
        return own
    methods = children(child(element, "methods"), "method")
    return [line for method in methods for line in children(child(method, "lines"), "line")]


def _tool(root: etree._Element) -> str:
    version = root.get("version", "")
    if version.startswith("gcovr"):
        return "gcovr"
    comments = " ".join(c.text or "" for c in root if not isinstance(c.tag, str))
    return "coverage.py" if "coverage.py" in comments else "Cobertura"


FORMAT = ResultFormat(
    id="cobertura",
    title="Cobertura XML",
    recognises=recognises,
    read=read,
    documentation="https://github.com/cobertura/cobertura/wiki",
)
