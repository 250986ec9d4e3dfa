"""The images in a Kubernetes object, wherever pod specs stand in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from workbench.model.resources import resources
from workbench.scan.containers.image_sighting import split_reference
from workbench.scan.syntax.node import Node

CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_SINGLE = ("container", "script")
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
        yield from _images(node, ())


def _images(node: Node, pins: tuple[Pin, ...]) -> Iterator[PodImage]:
    if node.is_list:
        for element in node:
            # A List holds objects; each decides anew whether it can hold pods.
            yield from pod_images(element) if is_object(element) else _images(element, pins)
        return
    if any(node[key].is_list for key in CONTAINERS):
        pins = tuple(_pins(node))
    for key, value in node.items():
        if key in CONTAINERS and value.is_list:
            for container in value:
                yield from _container(container, pins)
        elif key in _SINGLE and value["image"].text:
            yield from _container(value, pins)
        elif key == "image":
            yield from _custom_image(value)
        elif value.is_list or value.is_object:
            yield from _images(value, pins)


def _container(container: Node, pins: tuple[Pin, ...]) -> Iterator[PodImage]:
    image = container["image"]
    if image.text in _placeholders():
        return
    if image.text:
        yield PodImage(image.text, image.line, pins)
    elif image.is_object:
        yield from _custom_image(image)
    for source in container["volumeMounts"]:
        yield from _custom_image(source["image"])


def _custom_image(image: Node) -> Iterator[PodImage]:
    """Yield the image that a custom resource names, where it can be nothing else."""
    if image.text:
        name, _, version = split_reference(image.text)
        from_registry = "." in name.partition("/")[0] and "/" in name
        if (version or from_registry) and name and not name.startswith(("http", "/", ".")):
            yield PodImage(image.text, image.line)
        return
    repository = image["repository"].text
    tag = image["tag"].text
    if repository and tag:
        registry = image["registry"].text
        prefix = f"{registry}/" if registry else ""
        yield PodImage(f"{prefix}{repository}:{tag}", image["repository"].line)


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
    return frozenset(entry["image"] for entry in tomllib.loads(text)["placeholder"])
