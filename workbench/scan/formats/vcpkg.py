"""vcpkg: vcpkg.json, with the registries of vcpkg-configuration.json."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.native.vcpkg_manifest import (
    VcpkgManifest,
    VcpkgRegistries,
    vcpkg_manifest,
    vcpkg_registries,
)
from workbench.scan.tree import Tree, within

ID = "vcpkg"
MANIFEST = "vcpkg.json"
_CONFIGURATION = "vcpkg-configuration.json"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one vcpkg.json; only overrides pin a version.

    The registry's commit, the baseline, fixes the others: which version that is stands in the
    registry, not in the project.
    """
    manifest = tree.parsed(document.path, vcpkg_manifest)
    registries = _registries(document.folder, tree)
    for package in manifest.packages:
        traits = [*package.traits, *_source(package.name, manifest, registries)]
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            constraint=package.wanted,
            traits=tuple(traits),
            reader=ID,
        )
        yield Sighting(
            purl=make_purl("generic", package.name, package.version),
            name=package.name,
            version=package.version,
            kind=Kind.LIBRARY,
            occurrence=occurrence,
        )


def _source(name: str, manifest: VcpkgManifest, registries: VcpkgRegistries) -> Iterator[Trait]:
    if place := registries.of(name):
        yield Trait("registry", place)
    elif baseline := registries.baseline or manifest.baseline:
        yield Trait("baseline", baseline)


def _registries(folder: str, tree: Tree) -> VcpkgRegistries:
    return tree.parsed_or(within(folder, _CONFIGURATION), vcpkg_registries, VcpkgRegistries())


FORMAT = Format(
    id=ID,
    title="vcpkg.json",
    patterns=(MANIFEST,),
    read=read,
    documentation="https://learn.microsoft.com/vcpkg/reference/vcpkg-json",
)
