"""helmfile: the charts of releases, and the images in the values that they are given."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.charts.chart import charts_of
from workbench.scan.charts.chart_reference import sight_chart, sight_oci_chart, sight_values
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "helmfile"


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    roots = read_yaml(document)
    repositories = {
        each["name"].text: each["url"].text for root in roots for each in root["repositories"]
    }
    for root in roots:
        for release in root["releases"]:
            yield from _release(release, repositories, document, tree)


def _release(
    release: Node, repositories: dict[str, str], document: Document, tree: Tree
) -> Iterator[Discovery]:
    chart, version = release["chart"], release["version"].text
    inside = tree.resolve(document.folder, chart.text) if chart.text else None
    local = tree.remember(charts_of).get(inside) if inside is not None else None
    repository, _, name = chart.text.partition("/")
    if chart.text.startswith("oci://"):
        yield sight_oci_chart(chart.text, version, document.path, chart.line, ID)
    elif local is None and name and repository in repositories:
        url = repositories[repository]
        yield sight_chart(name, version, url, document.path, chart.line, ID)
    elif local is None and name and not chart.text.startswith((".", "/", "git::", "http")):
        yield sight_chart(name, version, "", document.path, chart.line, ID)
    for values in release["values"]:
        if values.is_object:
            yield from sight_values(values, local, document, tree, ID)


FORMAT = Format(
    id=ID,
    title="helmfile",
    patterns=("helmfile.yaml", "helmfile.yml", "*/helmfile.d/*.yaml", "helmfile.d/*.yaml"),
    read=_read,
    documentation="https://helmfile.readthedocs.io/en/latest/#configuration",
)
