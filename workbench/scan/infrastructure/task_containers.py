"""The containers of an ECS task: their images, also where the definition is JSON in a string."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.given_elsewhere import is_told
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.shell.expansion import Expansion, Part, Unknown
from workbench.scan.syntax.computed import Unresolved, expansion_of, options
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json

MAX_LENGTH = 500_000

_QUOTE = regex(r"\\.")


def task_containers(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the images of container definitions: objects, or one JSON text of them."""
    if node.is_object:
        for image in options(node["image"]):
            yield from _sighted(resource, image, expansion_of(image))
        return
    if isinstance(node, Unresolved) and len(node.expansion.parts) == 1:
        return  # a file, or what another tool renders
    written = expansion_of(node)
    if written is None or len(written.text) > MAX_LENGTH:
        return
    holes = written.unknown
    text = ""
    for part in written.parts:
        if isinstance(part, str):
            text += part
        elif _QUOTE.sub("", text).count('"') % 2:
            text += f"\ue000{holes.index(part)}\ue001"
        else:
            text += "null"
    first = node.place.line if node.place else node.line or resource.line
    try:
        root = read_json(Document(resource.document.path, text.encode()))
    except Unreadable as error:
        if not holes:
            yield Problem(
                resource.document.path,
                f"container definitions of {resource.name}: {error.reason}",
                first + max(error.line - 1, 0),
            )
        return
    for container in root if root.is_list else [root]:
        image = container["image"]
        if image.text:
            at = Node(image.text, first + image.line - 1)
            yield from _sighted(resource, at, _filled(image.text, holes))


def _sighted(resource: Resource, node: Node, reference: Expansion | None) -> Iterator[Discovery]:
    if reference is not None and is_told(reference):
        yield sight_image(reference, resource.occurrence(node), published_images(resource.tree))


def _filled(text: str, holes: tuple[Unknown, ...]) -> Expansion:
    """Put the pieces without a value back in their places."""
    parts: list[Part] = []
    for number, piece in enumerate(text.replace("\ue001", "\ue000").split("\ue000")):
        parts.append(holes[int(piece)] if number % 2 and piece.isdecimal() else piece)
    return Expansion.of(parts)
