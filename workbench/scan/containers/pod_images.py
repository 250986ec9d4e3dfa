"""The images in a Kubernetes object, wherever pod specs stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.containers.image_sighting import split_reference
from workbench.scan.syntax.node import Node

CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_SINGLE = ("container", "script", "stepTemplate")
_OF_WORKFLOWS = {"tekton.dev": ("steps", "sidecars"), "argoproj.io": ("sidecars",)}
"""Lists of containers under other names, by the group of the object's API."""
_IMAGE_FIELD = regex(r"\w*[iI]mage(?:Name|URL|Ref)?")
_IMAGE_WORD = regex(r"image|reloader|sidecar", re.IGNORECASE)
_PICTURE = regex(r"\.(?:png|svg|jpe?g|gif|ico|webp|qcow2|iso|img)$")
ARCH_LABELS = ("kubernetes.io/arch", "beta.kubernetes.io/arch")
_WITHOUT_PODS = frozenset(
    {
        "ConfigMap",
        "CustomResourceDefinition",
        "Secret",
        # What these install, the reader of Flux and Argo CD objects says.
        "Application",
        "ApplicationSet",
        "HelmChart",
        "HelmRelease",
    }
)


@dataclass(frozen=True, slots=True)
class Pin:
    """A demand for nodes of one architecture: the label, its value, the line it stands on."""

    label: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class PodImage:
    """An image reference, its line, and what its pod demands of nodes.

    `written` is how it is written, where a kustomization makes another of it.
    """

    reference: str
    line: int
    pins: tuple[Pin, ...] = ()
    written: str = ""


def is_object(node: Node) -> bool:
    """Whether a YAML or JSON document is a Kubernetes object."""
    return bool(node["apiVersion"].text and node["kind"].text)


def pod_images(node: Node) -> Iterator[PodImage]:
    """Yield every image in `node`, a Kubernetes object or a list of them."""
    if node["kind"].text not in _WITHOUT_PODS:
        group = node["apiVersion"].text.partition("/")[0]
        yield from _images(node, (), (*CONTAINERS, *_OF_WORKFLOWS.get(group, ())))


def _images(node: Node, pins: tuple[Pin, ...], lists: tuple[str, ...]) -> Iterator[PodImage]:
    if node.is_list:
        for element in node:
            # A List holds objects; each decides anew whether it can hold pods.
            yield from pod_images(element) if is_object(element) else _images(element, pins, lists)
        return
    if any(node[key].is_list for key in lists):
        pins = tuple(_pins(node))
    for key, value in node.items():
        if key in lists and value.is_list:
            for container in value:
                yield from _container(container, pins)
        elif key in _SINGLE and value["image"].text:
            yield from _container(value, pins)
        elif key == "image":
            yield from _custom_image(value)
        elif value.text:
            yield from _custom_field(key, value, node)
        elif value.is_list or value.is_object:
            yield from _images(value, pins, lists)


def _container(container: Node, pins: tuple[Pin, ...]) -> Iterator[PodImage]:
    image = container["image"]
    if image.text in _placeholders():
        return
    if image.text:
        yield PodImage(image.text, image.line, pins)
    elif image.is_object:
        yield from _custom_image(image)
    for variable in container["env"]:
        if _IMAGE_WORD.search(variable["name"].text) and _is_whole(variable["value"].text):
            yield PodImage(variable["value"].text, variable["value"].line)
    flag = ""
    for argument in (*container["command"], *container["args"]):
        name, _, value = argument.text.partition("=")
        reference = value if name.startswith("-") else argument.text
        named = name if name.startswith("-") else flag
        if _IMAGE_WORD.search(named) and _is_whole(reference):
            yield PodImage(reference, argument.line)
        flag = name if name.startswith("-") and not value else ""


def _custom_field(key: str, value: Node, around: Node) -> Iterator[PodImage]:
    """Yield the image of a field like `reloaderImage`, or of `baseImage` with a tag beside it."""
    if not _IMAGE_FIELD.fullmatch(key):
        return
    if _is_whole(value.text):
        yield PodImage(value.text, value.line)
    elif key == "baseImage" and (around["tag"].text or around["version"].text):
        tag = around["tag"].text or around["version"].text
        yield PodImage(f"{value.text}:{tag}", value.line)


def _is_whole(text: str) -> bool:
    """Whether a text can be nothing but an image: a path with a tag or digest."""
    name, separator, version = split_reference(text)
    return bool(
        separator
        and version
        and "/" in name
        and not name.startswith(("http", "/", "."))
        and ":/" not in text
        and " " not in text
        and not _PICTURE.search(text)
    )


def _custom_image(image: Node) -> Iterator[PodImage]:
    """Yield the image that a custom resource names, where it can be nothing else."""
    if image.text:
        name, _, version = split_reference(image.text)
        from_registry = "." in name.partition("/")[0] and "/" in name
        if (version or from_registry) and name and not name.startswith(("http", "/", ".")):
            yield PodImage(image.text, image.line)
        return
    repository = image["repository"].text or image["name"].text
    tag = image["tag"].text
    if repository and tag:
        registry = image["registry"].text
        prefix = f"{registry}/" if registry else ""
        place = image["repository"] or image["name"]
        yield PodImage(f"{prefix}{repository}:{tag}", place.line)


def _pins(spec: Node) -> Iterator[Pin]:
    for label in ARCH_LABELS:
        selector = spec.at("nodeSelector", label)
        if selector.text:
            yield Pin(label, selector.text, selector.line)
    required = spec.at("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
    terms = list(required["nodeSelectorTerms"])
    for term in terms:
        for expression in term["matchExpressions"]:
            values = [v.text for v in expression["values"]]
            label = expression["key"].text
            # Terms are alternatives: one of several leaves the others open.
            alone = len(terms) == 1 and len(values) == 1
            if alone and label in ARCH_LABELS and expression["operator"].text == "In":
                yield Pin(label, values[0], expression["key"].line)


@cache
def _placeholders() -> frozenset[str]:
    """Return the names that stand for an image which something else puts in."""
    text = (resources() / "scan" / "image-placeholders.toml").read_text(encoding="utf-8")
    return frozenset(entry["image"] for entry in tomli.loads(text)["placeholder"])
