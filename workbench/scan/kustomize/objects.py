"""The containers of Kubernetes objects, each with what a patch or a kustomization knows it by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.scan.containers.pod_images import CONTAINERS, is_object
from workbench.scan.syntax.node import Node

MAX_DEPTH = 40

Origin = tuple[str, int, str]
"""Path, line and text of an image as it is written."""


@dataclass(frozen=True, slots=True)
class Built:
    """An image of one container on its way through a build.

    `pointer` is where it stands in its object; `container` its container's name; `reference` what
    it is by now, and `changed_by` the entries (path and line) that made it so.
    """

    origin: Origin
    kind: str
    name: str
    labels: tuple[tuple[str, str], ...]
    pointer: tuple[str, ...]
    container: str
    reference: str
    changed_by: tuple[tuple[str, int], ...] = ()


def built_images(roots: list[Node], path: str, first_line: int = 0) -> Iterator[Built]:
    """Yield the containers' images in the documents of a file."""
    for root in roots:
        if root["kind"].text.endswith("List") and root["items"].is_list:
            yield from built_images(list(root["items"]), path, first_line)
        elif is_object(root):
            yield from _of_object(root, path, first_line)


def _of_object(root: Node, path: str, first_line: int) -> Iterator[Built]:
    labels = tuple((key, value.text) for key, value in root.at("metadata", "labels").items())
    for pointer, container in _containers(root, ()):
        image = container["image"]
        if image.text:
            yield Built(
                (path, first_line + image.line, image.text),
                root["kind"].text,
                root.at("metadata", "name").text,
                labels,
                (*pointer, "image"),
                container["name"].text,
                image.text,
            )


def _containers(node: Node, pointer: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    if len(pointer) > MAX_DEPTH:
        return
    for key, value in node.items():
        if key in CONTAINERS and value.is_list:
            for at, container in enumerate(value):
                yield (*pointer, key, str(at)), container
        elif value.is_object:
            yield from _containers(value, (*pointer, key))
        elif value.is_list:
            for at, element in enumerate(value):
                yield from _containers(element, (*pointer, key, str(at)))


def is_meant(built: Built, target: Node) -> bool:
    """Whether a patch's `target` selects the object; labels are compared where they are equal."""
    if target["kind"].text and target["kind"].text != built.kind:
        return False
    name = target["name"].text
    if name:
        try:
            if len(name) > 200 or not re.fullmatch(name, built.name):
                return False
        except re.error:
            return False
    selector = target["labelSelector"].text
    wanted = [pair.partition("=") for pair in selector.replace("==", "=").split(",") if pair]
    return all((key.strip(), value.strip()) in built.labels for key, _, value in wanted)
