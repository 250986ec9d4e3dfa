"""What patches do to the images of a build: strategic merges and JSON patches.

Formats: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/, RFC 6902.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.scan.containers.pod_images import CONTAINERS
from workbench.scan.kustomize.kustomization import Patch
from workbench.scan.kustomize.objects import Built, Origin, built_images, is_meant
from workbench.scan.syntax.node import Node


def patched(images: list[Built], patch: Patch, introduced: set[Origin]) -> list[Built]:
    """Return `images` after `patch`; what it brings itself is added to `introduced`.

    Images of a patch in a file of its own that looks like a manifest are not: that file's reader
    sees them.
    """
    for document in patch.documents:
        if document.is_list:
            images = _operated(images, patch, document, introduced)
        else:
            images = _merged(images, patch, document, introduced)
    return images


def _merged(
    images: list[Built], patch: Patch, document: Node, introduced: set[Origin]
) -> list[Built]:
    kind, name = document["kind"].text, document.at("metadata", "name").text

    def is_patched(built: Built) -> bool:
        # With a target a patch is for all it selects, whatever its own name.
        if patch.target:
            return is_meant(built, patch.target)
        return (built.kind, built.name) == (kind, name)

    if document["$patch"].text == "delete":
        return [image for image in images if not is_patched(image)]
    gone = _deleted_containers(document, 0)
    if gone:
        images = [i for i in images if not (i.container in gone and is_patched(i))]
    brought = list(built_images([document], patch.path, patch.first_line))
    if patch.inline:
        introduced |= {image.origin for image in brought}
    result = list(images)
    for new in brought:
        meant = [
            at
            for at, old in enumerate(result)
            if old.container == new.container
            and old.pointer[-3] == new.pointer[-3]
            and is_patched(old)
        ]
        for at in meant:
            result[at] = replace(result[at], origin=new.origin, reference=new.reference)
        if not meant:
            result.append(new)
    return result


def _deleted_containers(node: Node, depth: int) -> set[str]:
    """Return the names of the containers that `$patch: delete` takes away."""
    names: set[str] = set()
    if depth > 20:
        return names
    for key, value in node.items():
        if key in CONTAINERS:
            names |= {c["name"].text for c in value if c["$patch"].text == "delete"}
        elif value.is_object:
            names |= _deleted_containers(value, depth + 1)
    return names


def _operated(
    images: list[Built], patch: Patch, document: Node, introduced: set[Origin]
) -> list[Built]:
    for operation in document:
        pointer = tuple(operation["path"].text.strip("/").split("/"))
        value = operation["value"]
        word = operation["op"].text
        if word == "remove":
            images = [
                image
                for image in images
                if not (image.pointer[: len(pointer)] == pointer and is_meant(image, patch.target))
            ]
        elif word in ("replace", "add") and value.text:
            images = _written(images, patch, pointer, value, introduced)
        elif word == "add" and value["image"].text:
            images = _added(images, patch, pointer, value, introduced)
    return images


def _written(
    images: list[Built],
    patch: Patch,
    pointer: tuple[str, ...],
    value: Node,
    introduced: set[Origin],
) -> list[Built]:
    origin = (patch.path, patch.first_line + value.line, value.text)
    result = list(images)
    for at, image in enumerate(images):
        if image.pointer == pointer and is_meant(image, patch.target):
            introduced.add(origin)
            result[at] = replace(image, origin=origin, reference=value.text)
    return result


def _added(
    images: list[Built],
    patch: Patch,
    pointer: tuple[str, ...],
    value: Node,
    introduced: set[Origin],
) -> list[Built]:
    """Put a container into each list that the patch means, before those behind it."""
    *head, place = pointer
    if not head or head[-1] not in CONTAINERS:
        return images
    image = value["image"]
    origin = (patch.path, patch.first_line + image.line, image.text)
    result: list[Built] = []
    owners: dict[tuple[str, str], Built] = {}
    for each in images:
        meant = is_meant(each, patch.target)
        if meant:
            owners.setdefault((each.kind, each.name), each)
        index = each.pointer[-2]
        if (
            meant
            and place.isdigit()
            and list(each.pointer[:-2]) == head
            and int(index) >= int(place)
        ):
            moved = (*each.pointer[:-2], str(int(index) + 1), "image")
            result.append(replace(each, pointer=moved))
        else:
            result.append(each)
    for owner in owners.values():
        introduced.add(origin)
        result.append(
            replace(
                owner,
                origin=origin,
                reference=image.text,
                pointer=(*pointer, "image"),
                container=value["name"].text,
                changed_by=(),
            )
        )
    return result
