"""The software of one host as sightings: where the list is the occurrence and the host a trait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

import msgspec

from workbench.knowledge.systems import System, system_named
from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl, slug
from workbench.scan.document import Document
from workbench.scan.hosts.shown_system import OS_RELEASE, system_in, system_of_packages
from workbench.scan.systems import system_sighting
from workbench.scan.tree import Tree, within

_ANY = frozenset({"all", "noarch", "any"})


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One installed package as a list names it."""

    name: str
    version: str = ""
    line: int = 0
    arch: str = ""
    vendor: str = ""


class Host(msgspec.Struct, frozen=True, kw_only=True):
    """The host of a list: its name, where one is told, and its operating system."""

    name: str = ""
    system: System | None = None

    def traits(self) -> tuple[Trait, ...]:
        """What every occurrence on this host bears."""
        found = [Trait("host", self.name)] if self.name else []
        return (*found, Trait("distribution", self.system.label)) if self.system else tuple(found)


def host_of(
    document: Document,
    tree: Tree,
    *,
    name: str = "",
    system: System | None = None,
    ecosystem: str = "",
    packages: Iterable[Listed] = (),
) -> Host:
    """Return the host of the list in `document`.

    A list that names its hosts itself (`name`, `system`) is believed. Of others, what a person said
    of the import goes before what the list says of its system, that before an os-release file
    beside it, and that before what the `packages` of `ecosystem` show.
    """
    said = tree.imported.get(document.path)
    if said and said.system and not (name and system):
        system = system_named(said.system) or system
    if system is None and not name:
        system = _system_beside(document, tree, ecosystem)
    if system is None and ecosystem:
        system = system_of_packages(ecosystem, [(p.name, p.version) for p in packages])
    return Host(name=name or (said.host if said else ""), system=system)


def _system_beside(document: Document, tree: Tree, ecosystem: str) -> System | None:
    """Return the system of an os-release file in the same folder, unless it is another host's."""
    beside = within(document.folder, OS_RELEASE)
    system = system_in(tree.read(beside)) if beside in tree else None
    return None if system and ecosystem and system.packages != ecosystem else system


def sight_system(host: Host, document: Document, reader: str) -> Iterator[Sighting]:
    """Yield the host's operating system, where it is known."""
    if host.system is not None:
        place = Occurrence(document.path, traits=host.traits(), reader=reader)
        yield system_sighting(host.system, place)


def sight_packages(
    packages: Iterable[Listed], ecosystem: str, host: Host, document: Document, reader: str
) -> Iterator[Sighting]:
    """Yield each OS package of `ecosystem`: deb, rpm or apk."""
    system = host.system
    namespace = system.namespace if system and system.packages == ecosystem else ""
    for package in packages:
        traits = [*host.traits()]
        if package.arch and package.arch not in _ANY:
            traits.append(Trait("installed-arch", package.arch))
        if package.vendor:
            traits.append(Trait("vendor", package.vendor))
        if system and system.tag and not fnmatchcase(package.version, system.tag):
            traits.append(Trait("foreign", package.vendor or package.version))
        yield Sighting(
            purl=make_purl(ecosystem, package.name, package.version, namespace=namespace),
            name=package.name,
            version=package.version,
            kind=Kind.OS_PACKAGE,
            occurrence=Occurrence(document.path, package.line, traits=tuple(traits), reader=reader),
        )


def sight_others(
    packages: Iterable[Listed],
    ecosystem: str,
    kind: Kind,
    host: Host,
    document: Document,
    reader: str,
) -> Iterator[Sighting]:
    """Yield each package of a language, or program without packages (`generic`)."""
    for package in packages:
        namespace, _, name = package.name.rpartition("/")
        if ecosystem == "generic":
            namespace, name = slug(package.vendor), slug(package.name) or package.name
        traits = (*host.traits(), *([Trait("vendor", package.vendor)] if package.vendor else ()))
        yield Sighting(
            purl=make_purl(ecosystem, name, package.version, namespace=namespace),
            name=package.name,
            version=package.version,
            kind=kind,
            occurrence=Occurrence(document.path, package.line, traits=traits, reader=reader),
        )
