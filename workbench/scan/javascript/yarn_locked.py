"""What a yarn.lock pins: Yarn 1 (classic) and Yarn 2 and later (berry)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

import msgspec

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.node_lock import Locked
from workbench.scan.javascript.npm_spec import is_npm_name, npm_spec, split_request
from workbench.scan.javascript.platform_fields import (
    platform_traits,
    traits_by_name,
    with_lone_binaries,
)
from workbench.scan.javascript.yarn_classic import Entry, classic_entries
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_lock_yaml import read_lock_yaml

_METADATA = "__metadata"
_CONDITION = regex(r"(!?)(os|cpu|libc)=([\w-]+)")
_BOUND = regex(r"::.*$", re.DOTALL)


class YarnLock(msgspec.Struct, frozen=True, kw_only=True):
    """Packages by their first request (`name@range`), which is what the lock calls them.

    `requests` maps every request to that key. `needs` and `may_miss` are the keys of each package's
    dependencies and optional ones. `folders` are the workspaces that the lock names; Yarn 1 names
    none.
    """

    packages: dict[str, Locked]
    requests: dict[str, str]
    needs: dict[str, tuple[str, ...]] = {}
    may_miss: dict[str, tuple[str, ...]] = {}
    folders: frozenset[str] = frozenset()
    alone: dict[str, str] = {}
    """Key by name, where the lock holds only one version of it."""

    def installed(self, folder: str, name: str, wanted: str) -> tuple[str, Locked] | None:  # noqa: ARG002  # the request tells
        """Return what was locked for the request, whichever folder makes it.

        A `resolutions` entry replaces requests: a package of one version is taken by its name.
        """
        for request in (f"{name}@{wanted}", f"{name}@npm:{wanted}"):
            if request in self.requests:
                key = self.requests[request]
                return (key, self.packages[key]) if key in self.packages else None
        key = self.alone.get(name, "")
        return (key, self.packages[key]) if key else None

    def covers(self, folder: str) -> bool:
        """Whether the lock names `folder`."""
        return folder in self.folders


def yarn_locked(document: Document) -> YarnLock:
    """Read a lock file. Raises Unreadable with the line."""
    if f"{_METADATA}:" in document.text:
        return _berry(document)
    packages: dict[str, Locked] = {}
    requests: dict[str, str] = {}
    entries = classic_entries(document)
    only_optional = {name for e in entries for name in e.optional}
    for entry in entries:
        key = entry.requests[0]
        requests.update(dict.fromkeys(entry.requests, key))
        package = _classic(entry, only_optional)
        if package is not None:
            packages[key] = package
    asked = {e.requests[0]: (e.dependencies, e.optional) for e in entries}
    return _connected(packages, requests, asked)


def _connected(
    packages: dict[str, Locked],
    requests: dict[str, str],
    asked: dict[str, tuple[dict[str, str], dict[str, str]]],
    folders: Iterable[str] = (),
) -> YarnLock:
    versions: dict[str, set[str]] = {}
    alone: dict[str, str] = {}
    for key, package in packages.items():
        name = split_request(key)[0]
        versions.setdefault(name, set()).add(package.version)
        alone.setdefault(name, key)
    alone = {name: key for name, key in alone.items() if len(versions[name]) == 1}
    lock = YarnLock(packages=packages, requests=requests, alone=alone)

    def keys(wanted: dict[str, str]) -> tuple[str, ...]:
        found = (lock.installed("", name, text) for name, text in wanted.items())
        return tuple(met[0] for met in found if met)

    may_miss = {key: keys(optional) for key, (_, optional) in asked.items() if optional}
    needs = {key: keys(needed) for key, (needed, _) in asked.items() if needed}
    for key in packages:
        source = lock.installed("", *split_request(_patched(key)))
        if source:  # who gets the package gets it with the patch
            needs[source[0]] = (*needs.get(source[0], ()), key)
    return YarnLock(
        packages=with_lone_binaries(packages, may_miss),
        requests=requests,
        needs=needs,
        may_miss=may_miss,
        folders=frozenset(folders),
        alone=alone,
    )


def _patched(key: str) -> str:
    """The request behind `name@patch:name@npm%3Arange#...`; empty where the key is no patch."""
    _, reference = split_request(key)
    if not reference.startswith("patch:"):
        return ""
    return unquote(reference.removeprefix("patch:").partition("#")[0])


# --- Yarn 1


def _classic(entry: Entry, optional: set[str]) -> Locked | None:
    """Read one entry; the fields that say where a package runs are left out by Yarn 1."""
    name, wanted = split_request(entry.requests[0])
    version = entry.fields.get("version", "")
    spec = npm_spec(name, wanted)
    if not version or not is_npm_name(name):
        return None
    if spec is None:
        return Locked(name=name, version=version, line=entry.line, own=True)
    by_name = traits_by_name(spec.name) if name in optional else ()
    return Locked(name=spec.name, version=version, line=entry.line, traits=(*spec.traits, *by_name))


# --- Yarn 2 and later


def _berry(document: Document) -> YarnLock:
    packages: dict[str, Locked] = {}
    requests: dict[str, str] = {}
    asked: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    folders: list[str] = []
    roots = read_lock_yaml(document)
    if not any(root[_METADATA].is_object for root in roots):
        raise Unreadable("is no lock file of Yarn: it holds no __metadata", 1)
    for spelled, entry in (item for root in roots for item in root.items()):
        if spelled == _METADATA or not entry.is_object:
            continue
        key, *others = (_BOUND.sub("", request) for request in spelled.split(", "))
        requests.update(dict.fromkeys((key, *others), key))
        name, reference = split_request(entry["resolution"].text)
        if not is_npm_name(name):
            continue
        if reference.startswith("workspace:"):
            path = reference.removeprefix("workspace:")
            folders.append("" if path == "." else path)
        packages[key] = _locked(name, reference, entry)
        asked[key] = _asked(entry)
    return _connected(packages, requests, asked, folders)


def _locked(name: str, reference: str, entry: Node) -> Locked:
    reference = _BOUND.sub("", reference)
    spec = npm_spec(name, reference.removeprefix("npm:"))
    own = entry["linkType"].text == "soft" or spec is None
    conditions: dict[str, list[str]] = {}
    for no, field, value in _CONDITION.findall(entry["conditions"].text):
        conditions.setdefault(field, []).append(no + value)
    traits: tuple[Trait, ...] = platform_traits(conditions)
    if spec is not None and not reference.startswith("patch:"):
        traits = (*spec.traits, *traits)
    version = entry["version"].text
    return Locked(name=name, version=version, line=entry.line, own=own, traits=traits)


def _asked(entry: Node) -> tuple[dict[str, str], dict[str, str]]:
    """What a package needs, and what of it may be missing."""
    meta = entry["dependenciesMeta"]
    needed: dict[str, str] = {}
    optional: dict[str, str] = {}
    for name, wanted in entry["dependencies"].items():
        may_miss = meta[name]["optional"].value is True
        (optional if may_miss else needed)[name] = wanted.text
    return needed, optional
