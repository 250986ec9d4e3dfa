"""What a vcpkg.json asks for (https://learn.microsoft.com/vcpkg/reference/vcpkg-json)."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.remote import without_secrets
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json

_VERSIONS = ("version", "version-semver", "version-date", "version-string")


class VcpkgPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency; `version` is set by an override."""

    name: str
    line: int
    scope: Scope
    version: str = ""
    wanted: str = ""
    traits: tuple[Trait, ...] = ()


class VcpkgManifest(msgspec.Struct, frozen=True, kw_only=True):
    """Name, version, dependencies, and the commit of the registry that fixes the other versions."""

    name: tuple[str, int] = ("", 0)
    version: str = ""
    baseline: str = ""
    packages: tuple[VcpkgPackage, ...] = ()


class VcpkgRegistries(msgspec.Struct, frozen=True, kw_only=True):
    """What a vcpkg-configuration.json says: the default's commit, and others by name pattern."""

    baseline: str = ""
    patterns: tuple[tuple[str, str], ...] = ()

    def of(self, package: str) -> str:
        """Address of the registry that serves `package`; empty for the default one."""
        return next((place for glob, place in self.patterns if fnmatchcase(package, glob)), "")


def vcpkg_manifest(document: Document) -> VcpkgManifest:
    """Read a manifest. Raises Unreadable with the line."""
    root = read_json(document, comments=True)
    if not root.is_object:
        raise Unreadable("is no vcpkg.json: it holds no object", root.line)
    pinned = {o["name"].text: _version(o) for o in root["overrides"]}
    name = root["name"].text
    packages = list(_packages(root["dependencies"], Scope.RUNTIME, pinned))
    for _, feature in root["features"].items():
        packages += _packages(feature["dependencies"], Scope.OPTIONAL, pinned)
    return VcpkgManifest(
        name=(name, root["name"].line),
        version=_version(root),
        baseline=root["builtin-baseline"].text
        or root.at("configuration", "default-registry", "baseline").text,
        packages=tuple(p for p in packages if p.name != name),
    )


def vcpkg_registries(document: Document) -> VcpkgRegistries:
    """Read a vcpkg-configuration.json. Raises Unreadable with the line."""
    root = read_json(document, comments=True)
    patterns = [
        (pattern.text, without_secrets(registry["repository"].text) or registry["path"].text)
        for registry in root["registries"]
        for pattern in registry["packages"]
    ]
    return VcpkgRegistries(
        baseline=root.at("default-registry", "baseline").text,
        patterns=tuple((glob, place) for glob, place in patterns if glob and place),
    )


def _packages(listed: Node, scope: Scope, pinned: dict[str, str]) -> Iterator[VcpkgPackage]:
    for node in listed:
        name = node.text or node["name"].text
        if not name:
            continue
        least = node["version>="].text
        host = node["host"].value is True
        platform = node["platform"].text
        version = pinned.get(name, "")
        yield VcpkgPackage(
            name=name,
            line=node["name"].line or node.line,
            scope=Scope.BUILD if host and scope is Scope.RUNTIME else scope,
            version=version,
            wanted=f">={least}" if least and not version else "",
            traits=(Trait("target", platform),) if platform else (),
        )


def _version(node: Node) -> str:
    version = next((node[key].text for key in _VERSIONS if node[key].text), "")
    return version.partition("#")[0]
