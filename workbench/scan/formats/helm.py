"""Helm charts: the charts that one depends on, and the images in its default values."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Sighting
from workbench.scan.charts.chart import NAMES, chart_of
from workbench.scan.charts.chart_reference import sight_chart, sight_values
from workbench.scan.containers.node_demands import node_demands
from workbench.scan.containers.node_labels import in_bytes
from workbench.scan.containers.pod_machines import pod_machines
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree, within

ID = "helm"
VALUES_ID = "helm-values"

_EXPRESSIONS = ("matchExpressions", "requirements")
"""Where values ask for machines: of pods, and of the pools of nodes that a chart makes."""


def _read_chart(document: Document, _tree: Tree) -> Iterator[Sighting]:
    for root in read_yaml(document):
        for dependency in root["dependencies"]:
            name, version = dependency["name"].text, dependency["version"].text
            repository = dependency["repository"].text
            # A dependency without a repository, or with a file's, lies in the project.
            if not name or not repository or repository.startswith("file:"):
                continue
            line = dependency["name"].line
            yield sight_chart(name, version, repository, document.path, line, ID)


def _read_values(document: Document, tree: Tree) -> Iterator[Discovery]:
    chart = chart_of(document.folder, tree)
    is_demanding = any(label in document.data for label in in_bytes())
    for root in read_yaml(document, places=is_demanding):
        values = root
        if chart is not None and document.path == within(chart.folder, "values.yaml"):
            values = chart.values
        yield from sight_values(values, chart, document, tree, VALUES_ID)
        if is_demanding:
            yield from node_demands(root, document)
            yield from pod_machines(root, document, VALUES_ID, lists=_EXPRESSIONS)


HELM_CHART = Format(
    id=ID,
    title="Helm chart",
    patterns=NAMES,
    read=_read_chart,
    documentation="https://helm.sh/docs/topics/charts/",
)
HELM_VALUES = Format(
    id=VALUES_ID,
    title="Helm values",
    patterns=(
        "values.yaml",
        "values.yml",
        *(f"{name}.{end}" for name in ("values[-_.]*", "*[-_.]values") for end in ("yaml", "yml")),
        "*/values/*.yaml",
        "*[-_]values/*.yaml",
    ),
    read=_read_values,
    documentation="https://helm.sh/docs/chart_template_guide/values_files/",
)

FORMATS = (HELM_CHART, HELM_VALUES)
