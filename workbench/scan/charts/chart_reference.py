"""A chart that is installed from a repository, and the values that it is installed with."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.charts.chart import Chart
from workbench.scan.charts.values_in_use import images_in_use
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document, Unreadable
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

_EXACT = regex(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")


def sight_chart(
    name: str, version: str, repository: str, path: str, line: int, reader: str
) -> Sighting:
    """Return a chart from a repository's address; a range of versions is its constraint."""
    exact = version if _EXACT.fullmatch(version) else ""
    qualifiers = {"repository_url": repository} if repository else {}
    return Sighting(
        purl=make_purl("helm", name, exact, qualifiers=qualifiers),
        name=name,
        version=exact,
        kind=Kind.APPLICATION,
        occurrence=Occurrence(path, line, constraint="" if exact else version, reader=reader),
    )


def sight_oci_chart(url: str, version: str, path: str, line: int, reader: str) -> Sighting:
    """Return the chart at `oci://registry/path/NAME`."""
    repository, _, name = url.rstrip("/").rpartition("/")
    return sight_chart(name, version, repository, path, line, reader)


def sight_values(
    values: Node, chart: Chart | None, document: Document, tree: Tree, reader: str
) -> Iterator[Sighting | Problem]:
    """Yield the images that values in a document name for a chart."""
    published = published_images(tree)
    for image in images_in_use(values, f"{document.path}:{values.line}", chart, tree):
        traits = image.traits
        if image.pin is not None:
            traits = (*traits, Trait("node-selector", f"{image.pin.label}={image.pin.value}"))
        place = Occurrence(document.path, image.line, reader=reader)
        yield sight_image(literal(image.reference), place, published, traits)


def values_within(text: Node, document: Document) -> Node:
    """Return values that stand as a text in a document, with the lines of the document.

    Nothing where the text is no YAML before a template is filled in.
    """
    try:
        roots = read_yaml(Document(document.path, text.text.encode("utf-8", "replace")))
    except Unreadable:
        return Node(None)
    return _moved(roots[0], text.line) if roots else Node(None)


def _moved(node: Node, lines: int) -> Node:
    if isinstance(node.value, dict):
        moved = {key: _moved(value, lines) for key, value in node.value.items()}
        return Node(moved, node.line + lines)
    if isinstance(node.value, list):
        return Node([_moved(value, lines) for value in node.value], node.line + lines)
    return Node(node.value, node.line + lines)
