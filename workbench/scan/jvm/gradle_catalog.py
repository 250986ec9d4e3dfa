"""Version catalogs: gradle/libs.versions.toml."""

from __future__ import annotations

import re

import msgspec

from workbench.scan.document import Document
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A library or plugin of a catalog; `version` as declared, empty where none is."""

    group: str
    name: str
    version: str
    line: int


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    """One catalog. Keys are accessors: `foo-bar` and `foo_bar` are both `foo.bar`."""

    path: str
    versions: dict[str, str]
    libraries: dict[str, Entry]
    plugins: dict[str, Entry]
    bundles: dict[str, tuple[str, ...]]


def accessor(alias: str) -> str:
    """How build files spell a catalog's alias."""
    return re.sub(r"[-_.]", ".", alias)


def read_catalog(document: Document) -> Catalog:
    """Read a catalog. Raises Unreadable."""
    root = read_toml(document)
    versions = {accessor(alias): _rich(node) for alias, node in root["versions"].items()}
    libraries = {}
    for alias, node in root["libraries"].items():
        library = _library(node, versions)
        if library is not None:
            libraries[accessor(alias)] = library
    plugins = {}
    for alias, node in root["plugins"].items():
        plugin = _plugin(node, versions)
        if plugin is not None:
            plugins[accessor(alias)] = plugin
    return Catalog(
        path=document.path,
        versions=versions,
        libraries=libraries,
        plugins=plugins,
        bundles={
            accessor(alias): tuple(accessor(member.text) for member in node)
            for alias, node in root["bundles"].items()
        },
    )


def _library(node: Node, versions: dict[str, str]) -> Entry | None:
    if node.text:
        group, _, rest = node.text.partition(":")
        name, _, version = rest.partition(":")
    else:
        group, _, name = node["module"].text.partition(":")
        group, name = group or node["group"].text, name or node["name"].text
        version = _version(node["version"], versions)
    return Entry(group=group, name=name, version=version, line=node.line) if name else None


def _plugin(node: Node, versions: dict[str, str]) -> Entry | None:
    if node.text:
        id_, _, version = node.text.partition(":")
    else:
        id_, version = node["id"].text, _version(node["version"], versions)
    return Entry(group=id_, name=id_, version=version, line=node.line) if id_ else None


def _version(node: Node, versions: dict[str, str]) -> str:
    return versions.get(accessor(node["ref"].text), "") if node["ref"].text else _rich(node)


def _rich(node: Node) -> str:
    """A plain version, or of a rich one what decides: `prefer` picks from within the others."""
    if node.text:
        return node.text
    ranked = (node[key].text for key in ("prefer", "strictly", "require"))
    return next((text for text in ranked if text), "")
