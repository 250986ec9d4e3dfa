"""From a resource to what it asks for: sightings, settings and problems, by role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.attribute_table import attributes_of
from workbench.scan.infrastructure.compute_facts import compute, missing
from workbench.scan.infrastructure.given_elsewhere import is_told
from workbench.scan.infrastructure.host_scripts import agent, script
from workbench.scan.infrastructure.machine_images import (
    build_image,
    image_architecture,
    image_family,
    image_name,
    image_parameter,
    machine_image,
    node_image,
)
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.infrastructure.task_containers import task_containers
from workbench.scan.syntax.computed import Sought, expansion_of
from workbench.scan.syntax.node import Node

Reader = Callable[[Resource, Node], Iterator[Discovery]]
"""Yields what one value of an attribute says."""


def facts(resource: Resource) -> Iterator[Discovery]:
    """Yield what `resource` asks for, as far as the table of attributes knows its type."""
    for attribute in attributes_of(resource.tool, resource.type):
        read = _READERS.get(attribute.role)
        for node, around in resource.values(attribute):
            if attribute.form and node.text and not re.fullmatch(attribute.form, node.text):
                continue
            if isinstance(node, Sought):
                if attribute.role == "machine-image":
                    yield from facts(resource.looking_for(node))
            elif read is not None:
                yield from read(resource, node)
            else:
                yield from compute(resource, attribute, node, around)
        if attribute.default and resource.lacks(attribute):
            yield from missing(resource, attribute)


def image(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield a container image."""
    reference = expansion_of(node)
    if reference is not None and is_told(reference):
        yield sight_image(reference, resource.occurrence(node), published_images(resource.tree))


_READERS: dict[str, Reader] = {
    "machine-image": machine_image,
    "machine-image-name": image_name,
    "machine-image-parameter": image_parameter,
    "machine-image-family": image_family,
    "machine-image-architecture": image_architecture,
    "node-image": node_image,
    "build-image": build_image,
    "image": image,
    "containers": task_containers,
    "script": script,
    "agent": agent,
}
