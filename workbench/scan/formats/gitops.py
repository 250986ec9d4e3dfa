"""Objects of Flux and Argo CD: the charts that they install, with which values and images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.charts.chart import Chart, charts_of
from workbench.scan.charts.chart_reference import (
    sight_chart,
    sight_oci_chart,
    sight_values,
    values_within,
)
from workbench.scan.charts.chart_sources import chart_sources
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "gitops"

_GROUPS = regex(
    rb"^[ -]*apiVersion:[ \t]*[\"']?(?:[\w.]*\.toolkit\.fluxcd\.io|argoproj\.io|helm\.cattle\.io)/",
    re.MULTILINE,
)


def _accepts(document: Document) -> bool:
    return _GROUPS.search(document.data) is not None


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    try:
        roots = read_yaml(document)
    except Unreadable:
        return  # said by the reader of manifests
    for root in roots:
        items = list(root["items"]) if root["kind"].text == "List" else [root]
        for each in items:
            yield from _object(each, document, tree)


def _object(root: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    spec, kind = root["spec"], root["kind"].text
    if kind == "HelmRelease":
        yield from _release(spec, document, tree)
    elif kind == "HelmChart" and spec["chart"].text:
        yield from _cattle(spec, document, tree)
    elif kind == "Kustomization":
        yield from _replaced(spec["images"], document, tree)
    elif kind == "Application":
        yield from _application(spec, document, tree)
    elif kind == "ApplicationSet":
        yield from _application(spec.at("template", "spec"), document, tree)


def _release(spec: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    sources = tree.remember(chart_sources)
    wanted, reference = spec.at("chart", "spec"), spec["chartRef"]
    name, version = wanted["chart"], wanted["version"].text
    chart: Chart | None = None
    if reference["name"].text:
        source = sources.get((reference["kind"].text, reference["name"].text))
        if source is not None and source.url.startswith("oci://"):
            line = reference["name"].line
            yield sight_oci_chart(source.url, source.tag, document.path, line, ID)
    elif name.text:
        key = (wanted.at("sourceRef", "kind").text, wanted.at("sourceRef", "name").text)
        source = sources.get(key)
        chart = _local(name.text, tree) if key[0] == "GitRepository" else None
        if chart is None and key[0] != "GitRepository":
            url = source.url if source is not None else ""
            yield sight_chart(name.text, version, url, document.path, name.line, ID)
    yield from sight_values(spec["values"], chart, document, tree, ID)
    for renderer in spec["postRenderers"]:
        yield from _replaced(renderer.at("kustomize", "images"), document, tree)


def _local(path: str, tree: Tree) -> Chart | None:
    """Return the chart in the project that a path from the repository's root means."""
    inside = tree.resolve("", path)
    return tree.remember(charts_of).get("" if inside == "." else inside or "\0")


def _cattle(spec: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    chart, version, line = spec["chart"].text, spec["version"].text, spec["chart"].line
    if chart.startswith("oci://"):
        yield sight_oci_chart(chart, version, document.path, line, ID)
    else:
        name = chart.rpartition("/")[2]
        yield sight_chart(name, version, spec["repo"].text, document.path, line, ID)
    values = values_within(spec["valuesContent"], document)
    yield from sight_values(values, None, document, tree, ID)


def _replaced(images: Node, document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    """Yield what entries like those of a kustomization put in place of images."""
    for image in images:
        name, tag, digest = image["newName"].text, image["newTag"].text, image["digest"].text
        reference = name or image["name"].text
        reference += (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        if name or tag or digest:
            place = Occurrence(document.path, image["name"].line, reader=ID)
            yield sight_image(literal(reference), place, published_images(tree))


def _application(spec: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    for source in [spec["source"], *spec["sources"]]:
        helm, chart = source["helm"], source["chart"]
        local = _local(source["path"].text, tree) if source["path"].text else None
        if chart.text and "{{" not in chart.text:
            url, version = source["repoURL"].text, source["targetRevision"].text
            version = "" if "{{" in version else version
            repository = url if "://" in url else f"oci://{url}"
            yield sight_chart(chart.text, version, repository, document.path, chart.line, ID)
        yield from sight_values(helm["valuesObject"], local, document, tree, ID)
        yield from sight_values(values_within(helm["values"], document), local, document, tree, ID)
        parameters = _parameters(helm["parameters"])
        yield from sight_values(parameters, local, document, tree, ID)
        for image in source.at("kustomize", "images"):
            reference = image.text.rpartition("=")[2]
            if reference and "{{" not in reference:
                place = Occurrence(document.path, image.line, reader=ID)
                yield sight_image(literal(reference), place, published_images(tree))


def _parameters(parameters: Node) -> Node:
    """Return `name: a.b, value: c` as the values that they set."""
    root: dict[str, Node] = {}
    for parameter in parameters:
        *head, last = parameter["name"].text.split(".")[:20]
        value = parameter["value"]
        if not last or "{{" in value.text or "[" in parameter["name"].text:
            continue
        at = root
        for key in head:
            inner = at.setdefault(key, Node({}, value.line)).value
            if not isinstance(inner, dict):
                break
            at = inner
        else:
            at[last] = value
    return Node(root, parameters.line)


FORMAT = Format(
    id=ID,
    title="Flux or Argo CD object",
    patterns=("*.yaml", "*.yml"),
    read=_read,
    accepts=_accepts,
    documentation="https://fluxcd.io/flux/components/helm/helmreleases/",
)
