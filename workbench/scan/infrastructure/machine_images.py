"""Machine images: by id, by the filter that finds them, by the parameter that leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import msgspec
import tomli

from workbench.knowledge.systems import System, system_named
from workbench.model.component import Kind, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.model.setting import Setting
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.host_architecture import started_with
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.syntax.computed import expansion_of
from workbench.scan.syntax.node import Node
from workbench.scan.systems import system_sighting

_ID = regex(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_IDS = regex(rf"{_ID.pattern}(?:\s*,\s*{_ID.pattern})+")
"""As AWSNodeTemplate has them."""
_PARAMETER = regex(r"(?:\{\{)?(?:resolve:)?(?:ssm:)?(/aws/service/[\w./-]+)(?::\d+)?(?:\}\})?")
_X86 = "x86_64"


class _Named(msgspec.Struct, frozen=True):
    find: str
    system: str


class _Arch(msgspec.Struct, frozen=True, rename={"means": "is"}):
    find: str
    means: str


class _Table(msgspec.Struct, frozen=True):
    unsaid: tuple[str, ...]
    architecture: tuple[_Arch, ...]
    system: tuple[_Named, ...]
    family: tuple[_Named, ...]


def machine_image(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield a machine image that is named by id or by parameter."""
    text = node.text
    if _ID.fullmatch(text):
        yield from _by_id(resource, node)
    elif _IDS.fullmatch(text):
        for found in re.finditer(r"[^\s,]+", text):
            at = node.place and replace(node.place, column=node.place.column + found.start())
            yield from _by_id(resource, Node(found[0], node.line, at))
    elif _PARAMETER.fullmatch(text):
        yield from image_parameter(resource, node)


def _by_id(resource: Resource, node: Node) -> Iterator[Discovery]:
    purl = make_purl("generic", node.text, namespace="aws-ami")
    boots = started_with(resource)
    yield Sighting(
        purl=purl,
        name=node.text,
        kind=Kind.OPERATING_SYSTEM,
        occurrence=resource.occurrence(node, Trait("used-by", resource.name), *boots),
    )
    yield from _setting(resource, node, "machine-image-id", purl, boots)


def image_family(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the system of a family of images, each of which is there for both architectures."""
    system = _system(_table().family, node.text)
    if system is not None:
        yield _sighting(resource, node, system, "")


def image_parameter(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the machine image to which a public parameter of Systems Manager leads."""
    found = _PARAMETER.fullmatch(node.text)
    if found is not None:
        yield from _named(resource, node, found[1], "machine-image-parameter")


def image_name(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the machine image that a filter on names finds."""
    reference = expansion_of(node)
    if reference is not None and reference.masked.strip("\0*"):
        yield from _named(resource, node, reference.text, "machine-image-name")


def image_architecture(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the setting of a filter on architectures."""
    if node.text in (_X86, "arm64", "i386"):
        purl = make_purl("generic", resource.name, namespace="aws-ami")
        yield from _setting(resource, node, "machine-image-architecture", purl, ())


def node_image(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the machine image of an EKS node group (`AL2_x86_64`)."""
    text = node.text
    system = system_named(
        "bottlerocket"
        if text.startswith("BOTTLEROCKET")
        else "windows"
        if text.startswith("WINDOWS")
        else f"amazon linux {text[2:].partition('_')[0]}"
        if text.startswith("AL")
        else ""
    )
    if system is None:
        return
    arch = "arm64" if "ARM" in text else _X86
    yield _sighting(resource, node, system, arch)
    yield from _setting(resource, node, "node-image", system.purl, ())


def build_image(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield the image of a build's environment."""
    reference = expansion_of(node)
    if reference is None or not reference.masked.strip("\0"):
        return
    seen = sight_image(reference, resource.occurrence(node), published_images(resource.tree))
    yield seen
    if isinstance(seen, Sighting):
        yield from _setting(resource, node, "build-image", seen.purl, ())


def _named(resource: Resource, node: Node, text: str, role: str) -> Iterator[Discovery]:
    system, arch = told_by(text)
    if system is not None:
        seen = _sighting(resource, node, system, arch)
    else:
        seen = Sighting(
            purl=make_purl("generic", text, namespace="aws-ami"),
            name=text,
            kind=Kind.OPERATING_SYSTEM,
            occurrence=resource.occurrence(node, *_traits(resource, arch)),
        )
    yield seen
    of_system = (Trait("system", system.name),) if system is not None else ()
    yield from _setting(resource, node, role, seen.purl, of_system)


def told_by(text: str) -> tuple[System | None, str]:
    """Return the system and the architecture that an image's name or parameter tells."""
    arch = next((a.means for a in _table().architecture if _search(a.find, text)), "")
    if not arch and any(_search(pattern, text) for pattern in _table().unsaid):
        arch = _X86
    return _system(_table().system, text), arch


def _system(table: tuple[_Named, ...], text: str) -> System | None:
    for named in table:
        found = _search(named.find, text)
        if found:
            group = next((g for g in found.groups() if g), "")
            return system_named(named.system.replace("\\1", group))
    return None


def _sighting(resource: Resource, node: Node, system: System, arch: str) -> Sighting:
    return system_sighting(system, resource.occurrence(node, *_traits(resource, arch)))


def _traits(resource: Resource, arch: str) -> tuple[Trait, ...]:
    used = (Trait("used-by", resource.name),)
    return (Trait("ami-arch", arch), *used) if arch else used


def _setting(
    resource: Resource, node: Node, role: str, purl: str, traits: tuple[Trait, ...]
) -> Iterator[Setting]:
    if node.place is not None and node.place.plain and node.text:
        yield Setting(
            role=role,
            path=node.place.path,
            line=node.place.line,
            column=node.place.column,
            text=node.text,
            purl=purl,
            syntax=resource.syntax,
            use=resource.name,
            traits=traits,
            scope=resource.scope_of(node),
        )


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE)


@cache
def _table() -> _Table:
    text = (resources() / "infrastructure" / "machine-images.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Table)
