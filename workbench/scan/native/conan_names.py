"""Which Conan packages a project asks for: what CMake finds by name is what Conan brought."""

from __future__ import annotations

import msgspec

from workbench.model.component import Sighting
from workbench.scan.document import Unreadable
from workbench.scan.native.conan_reference import ConanReference
from workbench.scan.native.conanfile import conanfile
from workbench.scan.tree import Tree

_MANIFESTS = ("conanfile.py", "conanfile.txt")


def conan_names(tree: Tree) -> dict[str, ConanReference]:
    """The references of the project's conanfiles by name; none of a name with two versions."""
    found: dict[str, ConanReference] = {}
    doubtful: set[str] = set()
    for path in tree.called(*_MANIFESTS):
        try:
            requirements = tree.parsed(path, conanfile).requirements
        except Unreadable:
            continue
        for requirement in requirements:
            reference = requirement.reference
            if found.setdefault(reference.name, reference).version != reference.version:
                doubtful.add(reference.name)
    return {name: reference for name, reference in found.items() if name not in doubtful}


def as_conan(seen: Sighting, names: dict[str, ConanReference]) -> Sighting:
    """Return `seen` as the Conan package of its name, where the project asks Conan for it.

    One library under two names would be two rows, of which only one has the version.
    """
    called = seen.purl.removeprefix("pkg:generic/")
    reference = names.get(called) or names.get(seen.name.lower())
    if reference is None or not reference.version or seen.version:
        return seen
    return msgspec.structs.replace(
        reference.sighting(seen.occurrence), kind=seen.kind, origin=seen.origin
    )
