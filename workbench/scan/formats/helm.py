"""Helm charts: the charts that one depends on, and the images in its default values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.charts.chart import NAMES, chart_of
from workbench.scan.charts.values_in_use import images_in_use
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree, within

ID = "helm"
VALUES_ID = "helm-values"

_EXACT = re.compile(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")


def _read_chart(document: Document, _tree: Tree) -> Iterator[Sighting]:
    for root in read_yaml(document):
        for dependency in root["dependencies"]:
            name, version = dependency["name"].text, dependency["version"].text
            repository = dependency["repository"].text
            # A dependency without a repository, or with a file's, lies in the project.
            if not name or not repository or repository.startswith("file:"):
                continue
            exact = version if _EXACT.fullmatch(version) else ""
            yield Sighting(
                purl=make_purl("helm", name, exact, qualifiers={"repository_url": repository}),
                name=name,
                version=exact,
                kind=Kind.APPLICATION,
                occurrence=Occurrence(
                    path=document.path,
                    line=dependency["name"].line,
                    constraint="" if exact else version,
                    reader=ID,
                ),
            )


def _read_values(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    chart = chart_of(document.folder, tree)
    published = published_images(tree)
    for root in read_yaml(document):
        values = root
        if chart is not None and document.path == within(chart.folder, "values.yaml"):
            values = chart.values
        for image in images_in_use(values, document.path, chart, tree):
            traits = image.traits
            if image.pin is not None:
                pinned = f"{image.pin.label}={image.pin.value}"
                traits = (*traits, Trait("node-selector", pinned))
            place = Occurrence(path=document.path, line=image.line, reader=VALUES_ID)
            yield sight_image(literal(image.reference), place, published, traits)


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
    ),
    read=_read_values,
    documentation="https://helm.sh/docs/chart_template_guide/values_files/",
)

FORMATS = (HELM_CHART, HELM_VALUES)
