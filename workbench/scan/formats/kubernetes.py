"""Kubernetes manifests, plain or as templates of a Helm chart: the images that pods run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.model.finding import Finding
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.charts.chart import is_template, template_chart
from workbench.scan.containers.arm64_pools import arm64_pools
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.loose_pods import loose_pods
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.containers.pod_images import PodImage, is_object, pod_images
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.hosts.pods import is_running_pods
from workbench.scan.kustomize.build import builds
from workbench.scan.said_once import said_once
from workbench.scan.shell.expansion import Expansion, Unknown, expand
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "kubernetes"
MAX_BYTES = 8 * 1024 * 1024
"""A bundle of all the definitions that an operator brings has some 5 MB."""
MAX_PARTS = 200
"""Documents of a broken stream that are read one by one."""

_API_VERSION = regex(r"^[ -]{0,4}[\"']?apiVersion[\"']?\s*:", re.MULTILINE)
_SKAFFOLD = regex(r"^apiVersion[ \t]*:[ \t]*[\"']?skaffold/", re.MULTILINE)
_JSON_START = regex(r"\s*[\[{]")
_SEPARATOR = regex(r"---(?:\s|$)")
_IMAGE_LINE = regex(r"^\s*(?:-\s+)?[\"']?image[\"']?:\s+(\S.*)$")
_COMMENT = regex(r"(?<!\s)\s+#.*$")
_BRACES = regex(r"(\{\{(?:(?!\{\{).)*?\}\})")
_BRACED_COMMENT = regex(r"\{\{-?\s*/\*.*?(?:\*/\s*-?\}\}|\Z)", re.DOTALL)


def _accepts(document: Document) -> bool:
    if document.name.endswith(".json"):
        if is_running_pods(document):
            return False  # what a cluster runs is read with the nodes that run it
        said = b'"apiVersion"' in document.data and b'"kind"' in document.data
        return said and bool(_JSON_START.match(document.text))
    if b"apiVersion" not in document.data or _SKAFFOLD.search(document.text):
        return False  # Skaffold's files look like manifests; they name images that they build
    return bool(_API_VERSION.search(document.text))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Sighting | Problem | Finding]:
    published = published_images(tree)
    if document.name.endswith(".json"):
        for image in _of_json(document):
            yield from _sight(image, _substituted(image.reference), document, published)
        return
    if is_template(document.text) and template_chart(document, tree) is not None:
        return  # read with the chart's values, as a template of it
    templated: list[Problem] = []
    broken: list[Problem] = []
    for image in _in_use(_of_yaml(document, broken), document, tree):
        reference = expand_braces(image.reference)
        for found in _sight(image, reference, document, published):
            if isinstance(found, Problem) and is_template(image.reference):
                templated.append(found)
            else:
                yield found
    yield from broken
    yield from _loose(document, tree)
    if templated:
        first = templated[0]
        more = f", and {len(templated) - 1} more" if len(templated) > 1 else ""
        yield Problem(first.path, f"template: {first.reason}{more}", first.line)


def _loose(document: Document, tree: Tree) -> Iterator[Finding]:
    """Yield the workloads that may land on the project's own arm64 nodes, if it has any."""
    if b"mage" not in document.data or not tree.remember(arm64_pools):
        return
    try:
        for root in read_yaml(document):
            yield from loose_pods(root, document.path)
    except Unreadable:
        return  # said, or a template


def _substituted(reference: str) -> Expansion:
    """Return a reference in which `${NAME}` is filled in before the manifest is applied."""
    return expand(reference, {}, quotes=False)


def expand_braces(reference: str) -> Expansion:
    """Return a reference in which what stands in double braces has no value."""
    if not is_template(reference):
        return _substituted(reference)
    parts = _BRACES.split(reference)
    return Expansion.of([Unknown(part) if at % 2 else part for at, part in enumerate(parts)])


def _of_json(document: Document) -> list[PodImage]:
    root = read_json(document)
    return list(pod_images(root)) if is_object(root) or root.is_list else []


def _of_yaml(document: Document, problems: list[Problem]) -> list[PodImage]:
    if b"mage" not in document.data:
        return []  # most manifests hold no pods: parsing them is the larger part of a scan
    try:
        roots = read_yaml(document)
    except Unreadable as error:
        if is_template(document.text):
            return list(_of_template(document))
        problems.append(Problem(document.path, error.reason, error.line))
        roots = list(_readable(document))
    return [image for root in roots if is_object(root) for image in pod_images(root)]


def _readable(document: Document) -> Iterator[Node]:
    """Yield the documents of a broken stream that can be read alone."""
    lines = document.lines
    starts = [0, *(at for at, line in enumerate(lines) if _SEPARATOR.match(line))][:MAX_PARTS]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        part = "\n" * start + "\n".join(lines[start:end])
        try:
            yield from read_yaml(Document(document.path, part.encode("utf-8", "replace")))
        except Unreadable:
            continue


def _of_template(document: Document) -> Iterator[PodImage]:
    """Yield the `image:` lines of a template, which is no YAML before it is rendered."""
    text = _BRACED_COMMENT.sub(lambda m: "\n" * m.group().count("\n"), document.text)
    for number, line in enumerate(text.split("\n"), 1):
        match = _IMAGE_LINE.match(line)
        if match:
            value = _COMMENT.sub("", match.group(1)).strip()
            if len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
                value = value[1:-1]
            if value[:1] not in ("", "|", ">", "&", "*", "{", "[") or value.startswith("{{"):
                yield PodImage(value, number)


def _in_use(images: list[PodImage], document: Document, tree: Tree) -> Iterator[PodImage]:
    """Yield the images as the project's kustomizations leave them, where they take them in."""
    finals = tree.remember(builds).finals
    for image in images:
        made = finals.get((document.path, image.line, image.reference))
        for reference in [image.reference] if made is None else sorted(made):
            yield replace(image, reference=reference, written=image.reference)


def _sight(
    image: PodImage,
    reference: Expansion,
    document: Document,
    published: dict[str, OwnImage],
) -> Iterator[Sighting | Problem]:
    place = Occurrence(path=document.path, line=image.line, reader=ID)
    changed = image.written not in ("", image.reference)
    traits = (Trait("written-as", image.written),) if changed else ()
    found = sight_image(reference, place, published, traits)
    yield found
    if isinstance(found, Sighting):
        for pin in image.pins:
            place = Occurrence(path=document.path, line=pin.line, reader=ID)
            trait = Trait("node-selector", f"{pin.label}={pin.value}")
            yield sight_image(reference, place, published, (trait,))


FORMAT = Format(
    id=ID,
    title="Kubernetes manifest",
    patterns=("*.yaml", "*.yml", "*.json"),
    read=_read,
    accepts=_accepts,
    documentation="https://kubernetes.io/docs/concepts/overview/working-with-objects/",
    most_bytes=MAX_BYTES,
)
