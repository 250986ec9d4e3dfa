"""What a pnpm-lock.yaml pins: versions 5 to 9 of the format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.node_lock import ListedLock, Locked, locked_scopes
from workbench.scan.javascript.npm_spec import is_npm_name, npm_spec, shown_source, split_request
from workbench.scan.javascript.platform_fields import platform_traits, with_lone_binaries
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_lock_yaml import read_lock_yaml

SECTIONS = {
    "dependencies": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
    "devDependencies": Scope.BUILD,
    "configDependencies": Scope.BUILD,
    "packageManagerDependencies": Scope.BUILD,
}
_OWN = ("link:", "workspace:")
_SLASHED = regex(r"/?(?P<name>(?:@[^/]+/)?[^/]+)/(?P<version>\d[^/@_]*)(?:_.*)?")
"""Versions before 6: `/@scope/name/1.0.0_peer@2.0.0`."""
_VERSION = regex(r"\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?", re.ASCII)


def pnpm_locked(document: Document) -> ListedLock:
    """Read a lock file. Raises Unreadable with the line."""
    roots = read_lock_yaml(document)
    if not any("lockfileVersion" in root for root in roots):
        raise Unreadable("is no lock file of pnpm: it holds no lockfileVersion", 1)
    packages: dict[str, Locked] = {}
    folders: dict[str, dict[str, str]] = {}
    asked: list[tuple[str, Scope]] = []
    needs: dict[str, list[str]] = {}
    may_miss: dict[str, list[str]] = {}
    for root in roots:
        packages |= _packages(root["packages"])
        for folder, importer in _importers(root):
            names = folders.setdefault(folder, {})
            for name, key, scope in _imported(importer, packages):
                names[name] = key
                asked.append((key, scope))
        for spelled, entry in (*root["packages"].items(), *root["snapshots"].items()):
            key = _without_peers(spelled)
            needs.setdefault(key, []).extend(_keys(entry["dependencies"], packages))
            optional = [*_keys(entry["optionalDependencies"], packages)]
            if optional:
                may_miss.setdefault(key, []).extend(optional)
    scopes = locked_scopes(asked, needs, may_miss)
    packages = {
        key: structs.replace(package, scope=scopes.get(key, Scope.RUNTIME))
        for key, package in packages.items()
    }
    return ListedLock(packages=with_lone_binaries(packages, may_miss), folders=folders)


def _packages(entries: Node) -> dict[str, Locked]:
    """Every package by its key, less what says which peers it was installed beside."""
    packages: dict[str, Locked] = {}
    for spelled, entry in entries.items():
        name, version = _name_and_version(spelled, entry)
        if is_npm_name(name):
            packages[_without_peers(spelled)] = Locked(
                name=name,
                version=version,
                line=entry.line,
                own=entry["resolution"]["type"].text == "directory",
                traits=_traits(spelled, name, entry),
            )
    return packages


def _name_and_version(spelled: str, entry: Node) -> tuple[str, str]:
    key = _without_peers(spelled)
    slashed = _SLASHED.fullmatch(key)
    if slashed:
        name, version = slashed["name"], slashed["version"]
    else:
        name, version = split_request(key.removeprefix("/"))
    name, version = entry["name"].text or name, entry["version"].text or version
    return name, version if _VERSION.fullmatch(version) else ""


def _traits(spelled: str, name: str, entry: Node) -> tuple[Trait, ...]:
    fields = {field: entry[field].plain() for field in ("cpu", "os", "libc")}
    traits = [*platform_traits(fields)]
    # pnpm also writes it on optional binaries that it never fetched and knows nothing of.
    if entry["requiresBuild"].value is True and not traits:
        traits.append(Trait("install-script"))
    resolution = entry["resolution"]
    repository, commit = resolution["repo"].text, resolution["commit"].text
    if repository:
        traits.append(Trait("vcs", shown_source(f"{repository}#{commit}")))
    elif tarball := resolution["tarball"].text:
        named = split_request(_without_peers(spelled).removeprefix("/"))[1]
        if not _VERSION.fullmatch(named):  # a registry's own tarballs are addresses as well
            spec = npm_spec(name, tarball)
            traits.extend(spec.traits if spec else ())
    return tuple(traits)


def _importers(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield folder and entry of each package of the project; a single one stands on top."""
    if "importers" not in root:
        yield "", root
    for folder, entry in root["importers"].items():
        yield "" if folder == "." else folder, entry


def _imported(importer: Node, packages: dict[str, Locked]) -> Iterator[tuple[str, str, Scope]]:
    """Yield name, key and scope of what a folder asks for; links into the project are added."""
    for section, scope in SECTIONS.items():
        for name, said in importer[section].items():
            version = said.text or said["version"].text
            if version.startswith(_OWN):
                packages.setdefault(version, Locked(name=name, own=True))
                yield name, version, scope
            elif key := _key(name, version, packages):
                yield name, key, scope


def _keys(dependencies: Node, packages: dict[str, Locked]) -> Iterator[str]:
    for name, said in dependencies.items():
        if key := _key(name, said.text, packages):
            yield key


def _key(name: str, version: str, packages: dict[str, Locked]) -> str:
    """The key that `version` means for `name`: an alias names the key itself."""
    plain = _without_peers(version)
    for key in (f"{name}@{plain}", f"/{name}@{plain}", f"/{name}/{plain}", plain, f"/{plain}"):
        if key in packages:
            return key
    return ""


def _without_peers(key: str) -> str:
    """Cut `(peer@1.0.0)` off. Before version 6 the peers are a part of the key itself."""
    return key.partition("(")[0] if key.endswith(")") else key
