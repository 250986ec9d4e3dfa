"""Kustomizations: the images that their changes and patches put in place of others."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Problem
from workbench.scan.charts.chart_reference import sight_chart, sight_values
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.kustomize.build import builds
from workbench.scan.kustomize.kustomization import NAMES, kustomizations
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "kustomize"


def _accepts(document: Document) -> bool:
    return b"image" in document.data or b"helmCharts" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    for root in read_yaml(document):
        for chart in root["helmCharts"]:
            yield from _chart(chart, document, tree)
    problems: list[Problem] = []
    published = published_images(tree)
    for place, reference in _changed(document, tree):
        found = sight_image(literal(reference), place, published)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            yield found
    if problems:
        # Placeholders that a release script fills in come by the dozen.
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        yield Problem(document.path, problems[0].reason + more, problems[0].line)


def _chart(chart: Node, document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    """Yield a chart that kustomize has Helm render, and the images in its values."""
    name, version, repository = chart["name"], chart["version"].text, chart["repo"].text
    if name.text and repository:
        yield sight_chart(name.text, version, repository, document.path, name.line, ID)
    yield from sight_values(chart["valuesInline"], None, document, tree, ID)


def _changed(document: Document, tree: Tree) -> Iterator[tuple[Occurrence, str]]:
    """Yield what the kustomization's changes and patches make of images, and where it says so.

    A change of an image that lies in none of the project's files stands for itself.
    """
    made = tree.remember(builds)
    kustomization = tree.remember(kustomizations).get(document.folder)
    if kustomization is None or kustomization.path != document.path:
        return
    for change in kustomization.images:
        place = Occurrence(path=document.path, line=change.line, reader=ID)
        finals = made.effects.get((document.path, change.line))
        declared = change.changed(change.name) or change.name
        for reference in sorted(finals) if finals else [declared]:
            yield place, reference
    patched = {(patch.path, patch.inline) for patch in kustomization.patches}
    for origin in sorted(made.introduced):
        path, line, _ = origin
        if (path, path == document.path) in patched:
            for reference in sorted(made.finals.get(origin, ())):
                yield Occurrence(path=path, line=line, reader=ID), reference


FORMAT = Format(
    id=ID,
    title="kustomization",
    patterns=NAMES,
    read=_read,
    accepts=_accepts,
    documentation="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/",
)
