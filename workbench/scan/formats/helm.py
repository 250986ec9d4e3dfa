"""Helm charts: the charts that one depends on, and the images in its default values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.charts.chart import NAMES, Chart, chart_of
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "helm"
VALUES_ID = "helm-values"

_EXACT = re.compile(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_IMAGE_KEY = re.compile(r".*image", re.IGNORECASE)


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
    if chart is None or chart.folder != document.folder:
        return
    published = published_images(tree)
    for root in read_yaml(document):
        yield from _images(root, "", chart, document, published)


def _images(
    node: Node, parent: str, chart: Chart, document: Document, published: dict[str, OwnImage]
) -> Iterator[Sighting | Problem]:
    for element in node:
        yield from _images(element, parent, chart, document, published)
    for key, value in node.items():
        is_image = bool(_IMAGE_KEY.fullmatch(key))
        if value.text:
            if is_image:
                yield from _string(value, node, document, published)
            continue
        repository = value["repository"] or value["image"]
        says_all = value["registry"] and value["repository"] and "tag" in value
        if repository.text and (is_image or says_all or (parent == "images" and value["tag"])):
            default = chart.app_version if is_image else ""
            yield from _split(value, repository, default, document, published)
        else:
            yield from _images(value, key, chart, document, published)


def _split(
    image: Node,
    repository: Node,
    default_tag: str,
    document: Document,
    published: dict[str, OwnImage],
) -> Iterator[Sighting | Problem]:
    """Yield an image whose registry, repository, tag and digest stand apart."""
    registry = (image["registry"] or image["hub"]).text
    reference = f"{registry.rstrip('/')}/{repository.text}" if registry else repository.text
    tag, digest = image["tag"].text, image["digest"].text
    traits: tuple[Trait, ...] = ()
    if not tag and not digest and "tag" in image and default_tag:
        tag = default_tag
        traits = (Trait("tag-from", "appVersion"),)
    if tag:
        reference += f":{tag}"
    if digest:
        reference += f"@{digest}"
    if "{{" not in reference:
        place = Occurrence(path=document.path, line=repository.line, reader=VALUES_ID)
        yield sight_image(literal(reference), place, published, traits)


def _string(
    image: Node, around: Node, document: Document, published: dict[str, OwnImage]
) -> Iterator[Sighting | Problem]:
    """Yield `image: name:tag`, or `image: name` with a `tag` beside it."""
    text = image.text
    try:
        reference = ImageReference.parse(text)
    except ValueError:
        return
    if not reference.version:
        tag = (around["tag"] or around["imageTag"]).text
        if not tag and "/" not in text:
            return  # a lone word can be anything: an icon, a short name that a template completes
        text += f":{tag}" if tag else ""
    place = Occurrence(path=document.path, line=image.line, reader=VALUES_ID)
    yield sight_image(literal(text), place, published)


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
    patterns=("values.yaml", "values.yml", "values-*.yaml", "values.*.yaml"),
    read=_read_values,
    documentation="https://helm.sh/docs/chart_template_guide/values_files/",
)

FORMATS = (HELM_CHART, HELM_VALUES)
