"""Instance types and architectures as components, and the settings that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.setting import Setting, Syntax
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.attribute_table import Attribute, attributes_of
from workbench.scan.infrastructure.given_elsewhere import given_elsewhere
from workbench.scan.infrastructure.machine_images import told_by
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.syntax.computed import Sought, Unresolved, expansion_of
from workbench.scan.syntax.node import Node, Place

_WINDOWS = regex(
    r"\s*<(?:powershell|script)>|WINDOWS_|.*/aws/service/ami-windows-|Windows(?:Server)?\d",
    re.IGNORECASE,
)
_SYSTEM_ROLES = ("machine-image", "machine-image-family", "node-image", "script")
_NAME = regex(r"[A-Za-z][\w.-]{1,60}")
_TYPE = regex(r"(?:\w+\.)?[a-z][a-z0-9-]*\.(?:[a-z0-9][a-z0-9.-]*)")


def missing(resource: Resource, attribute: Attribute) -> Iterator[Discovery]:
    """Yield the architecture that holds because none is written, and where it would go."""
    at = Node(None, resource.line)
    text = attribute.default
    purl = _purl(attribute.service, text)
    traits = (Trait("arch-default", text), Trait("used-by", resource.name))
    yield Sighting(
        purl=purl,
        name=_spelled(text),
        kind=Kind.COMPUTE,
        occurrence=resource.occurrence(at, *traits),
    )
    place = first_member(resource.home or resource.body)
    if attribute.absent and place is not None and place.path == resource.document.path:
        yield Setting(
            role=attribute.absent,
            path=place.path,
            line=place.key_line,
            column=place.key_column,
            purl=purl,
            syntax=Syntax.FLOW if place.flow else resource.syntax,
            lead=lead(resource.document.lines[place.key_line - 1], place),
            use=resource.name,
            traits=resource.traits(attribute, None),
            scope=resource.scope,
        )


def first_member(body: Node) -> Place | None:
    """Return the place of the first member of a block; None where it has none of its own."""
    places = [m.place for _, m in body.items() if m.place is not None and m.place.key_line]
    return min(places, key=lambda p: (p.key_line, p.key_column), default=None)


def lead(line: str, place: Place) -> str:
    """Return what goes between a member that is added and the one at `place`."""
    before = line[: place.key_column]
    if place.flow or before.strip(" \t-"):
        return " "
    return "\n" + re.sub(r"[^\s]", " ", before)


def compute(
    resource: Resource, attribute: Attribute, node: Node, around: Node
) -> Iterator[Discovery]:
    """Yield an instance type or an architecture, or the problem that it is not literal."""
    if isinstance(node, Unresolved):
        yield from _unresolved(resource, attribute, node)
        return
    text = node.text
    if not _NAME.fullmatch(text):
        return
    if attribute.role == "instance-type" and not _TYPE.fullmatch(text):
        return
    beside = (*resource.traits(attribute, around), *_windows(resource, attribute))
    purl = _purl(attribute.service, text)
    yield Sighting(
        purl=purl,
        name=_spelled(text),
        kind=Kind.COMPUTE,
        occurrence=resource.occurrence(node, Trait("used-by", resource.name), *beside),
    )
    if node.place is not None and node.place.plain:
        yield Setting(
            role=attribute.role,
            path=node.place.path,
            line=node.place.line,
            column=node.place.column,
            text=text,
            purl=purl,
            syntax=resource.syntax,
            use=resource.name,
            traits=(*beside, *resource.key_of(node)),
            scope=resource.scope_of(node),
        )


def _unresolved(resource: Resource, attribute: Attribute, node: Unresolved) -> Iterator[Problem]:
    """Say what is not known of a resource; of a module's argument only where it is a variable's."""
    expression = node.expansion.text
    if attribute.form or given_elsewhere(expression):
        return
    what = attribute.at[0].rpartition(".")[2]
    yield Problem(
        resource.document.path,
        f"{what} of {resource.name} is not literal: {expression} has no value",
        resource.line,
    )


def _spelled(text: str) -> str:
    return text.lower() if text.lower() in ("x86_64", "arm64") else text


def _purl(service: str, text: str) -> str:
    return make_purl("generic", _spelled(text), namespace=service)


def _windows(resource: Resource, attribute: Attribute) -> tuple[Trait, ...]:
    """Return that the host runs Windows, where its machine image or its start script says so."""
    if attribute.role != "instance-type":
        return ()
    for other in attributes_of(resource.tool, resource.type):
        if other.role not in _SYSTEM_ROLES:
            continue
        for node, _ in resource.values(other):
            text = expansion_of(node)
            if text is not None and _WINDOWS.match(text.text):
                return (Trait("system", "windows"),)
            if isinstance(node, Sought) and _seeks_windows(resource.looking_for(node)):
                return (Trait("system", "windows"),)
    return ()


def _seeks_windows(looking: Resource) -> bool:
    """Whether a look-up names an image of Windows, by its name or its parameter."""
    for attribute in attributes_of(looking.tool, looking.type):
        if attribute.role in ("machine-image-name", "machine-image-parameter"):
            for node, _ in looking.values(attribute):
                text = expansion_of(node)
                system = told_by(text.text)[0] if text is not None else None
                if system is not None and system.name == "windows":
                    return True
    return False
