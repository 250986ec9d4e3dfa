"""conda-lock.yml, and the explicit lists that conda itself installs from."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.conda.conda_file import conda_file
from workbench.scan.conda.conda_locked import CondaLock, CondaPin, conda_locked
from workbench.scan.conda.match_spec import conda_spec
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import file_name, index_traits
from workbench.scan.python.pip_entry import pip_entry
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

LOCK_ID = "conda-lock"
EXPLICIT_ID = "conda-explicit"
_ARM64 = "linux-aarch64"
_MARK = "@EXPLICIT"


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package once, with the platforms that it is locked for."""
    lock = tree.parsed(document.path, conda_locked)
    asked = _asked(document, tree, lock)
    for pin in lock.pins:
        is_pip = pin.manager == "pip"
        name = canonicalize_name(pin.name) if is_pip else pin.name
        scope = group_scope(pin.category, Scope.OPTIONAL)
        if pin.category == "main":
            scope = Scope.OPTIONAL if pin.optional else Scope.RUNTIME
        yield Sighting(
            purl=make_purl("pypi" if is_pip else "conda", name, pin.version),
            name=name,
            version=pin.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=document.path,
                line=pin.line,
                scope=scope,
                direct=name in asked,
                traits=_pip_traits(pin, lock) if is_pip else _platforms(pin),
                reader=LOCK_ID,
            ),
        )


def read_explicit(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the packages whose addresses are listed; which were asked for is not told."""
    for number, line in enumerate(document.lines, 1):
        text = line.strip()
        if not text or text.startswith(("#", "@")):
            continue
        found = conda_file(text)
        if found is None:
            yield Problem(document.path, "is no address of a conda package", number)
            continue
        yield Sighting(
            purl=make_purl("conda", found.name, found.version),
            name=found.name,
            version=found.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=document.path,
                line=number,
                traits=(Trait("conda-platform", found.platform),),
                reader=EXPLICIT_ID,
            ),
        )


def _platforms(pin: CondaPin) -> tuple[Trait, ...]:
    found = {conda_file(address): platform for platform, address in pin.addresses.items()}
    names = {file.platform if file else platform for file, platform in found.items()}
    return tuple(Trait("conda-platform", name) for name in sorted(names) if name)


def _pip_traits(pin: CondaPin, lock: CondaLock) -> tuple[Trait, ...]:
    """Only the file for each platform is locked: without aarch64 nothing is known of it."""
    files = (file_name(address) for address in pin.addresses.values())
    return index_traits(files, "", partial=_ARM64 not in lock.platforms)


def _asked(document: Document, tree: Tree, lock: CondaLock) -> set[str]:
    """Return the names in the files that the lock was made from; else what no other needs."""
    asked: set[str] = set()
    for source in lock.sources:
        path = tree.resolve(document.folder, source)
        if path and path in tree and path.endswith((".yml", ".yaml")):
            try:
                asked |= set(_named(next(iter(tree.parsed(path, read_yaml)), Node(None))))
            except Unreadable:
                continue
    if asked:
        return asked
    needed = {need for pin in lock.pins for need in pin.needs}
    return {pin.name for pin in lock.pins} - needed


def _named(root: Node) -> Iterator[str]:
    for node in root["dependencies"]:
        if spec := conda_spec(node.text) if node.text else None:
            yield spec.name
        for entry in node["pip"]:
            try:
                wanted = pip_entry(entry.text)
            except ValueError:
                continue
            if wanted is not None:
                yield wanted.key


def _is_explicit(document: Document) -> bool:
    try:
        return _MARK in document.text[:8192].split("\n")
    except Unreadable:
        return False


FORMATS = (
    Format(
        id=LOCK_ID,
        title="conda-lock.yml",
        patterns=("conda-lock.yml", "conda-lock.yaml", "*.conda-lock.yml", "*.conda-lock.yaml"),
        read=read_lock,
        documentation="https://conda.github.io/conda-lock/output/",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
    Format(
        id=EXPLICIT_ID,
        title="explicit conda list",
        patterns=("conda*.lock", "conda*.txt", "*explicit*.txt", "spec-file*.txt", "*-64.lock"),
        read=read_explicit,
        accepts=_is_explicit,
        documentation="https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html#building-identical-conda-environments",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
