"""Pipfile and Pipfile.lock of Pipenv."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.python.pipfile_entry import categories, category_scope, pipfile_requirement
from workbench.scan.python.pipfile_locked import PipfilePin, pipfile_locked
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree

MANIFEST_ID = "pipfile"
LOCK_ID = "pipfile-lock"


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the packages of every category, at the versions that the lock beside it pins."""
    locked = _lock_beside(document, tree)
    for _, category, scope, packages in categories(tree.parsed(document.path, read_toml)):
        pins = locked.get(category, {})
        for name, declared in packages.items():
            try:
                wanted = pipfile_requirement(name, declared)
            except ValueError:
                reason = "is no package that Pipenv would read"
                yield Problem(document.path, reason, declared.line)
                continue
            pin = pins.get(wanted.key) if wanted else None
            if wanted is None or (pin and pin.own):
                continue
            yield wanted.sighting(
                document.path,
                declared.line,
                scope,
                MANIFEST_ID,
                locked=pin.version if pin else "",
            )


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package of every category, less the project's own."""
    asked = _asked_beside(document, tree)
    for category, pins in tree.parsed(document.path, pipfile_locked).items():
        marked = any(pin.index for pin in pins.values())
        for name, pin in pins.items():
            if pin.own:
                continue
            if asked is not None:
                direct = name in asked.get(category, ())
            else:
                direct = pin.index or not marked
            yield _sighting(document.path, category, pin, direct)


def _sighting(path: str, category: str, pin: PipfilePin, direct: bool) -> Sighting:
    place = Occurrence(
        path=path,
        line=pin.line,
        scope=category_scope(category),
        direct=direct,
        traits=pin.traits,
        reader=LOCK_ID,
    )
    return library("pypi", pin.name, pin.version, place)


def _lock_beside(document: Document, tree: Tree) -> dict[str, dict[str, PipfilePin]]:
    return tree.parsed_or(f"{document.path}.lock", pipfile_locked, {})


def _asked_beside(document: Document, tree: Tree) -> dict[str, set[str]] | None:
    """Return the names that the Pipfile asks for by the lock's categories; None without one."""
    root = tree.parsed_or(document.path.removesuffix(".lock"), read_toml, None)
    if root is None:
        return None
    asked: dict[str, set[str]] = {}
    for _, category, _, packages in categories(root):
        for name, declared in packages.items():
            try:
                wanted = pipfile_requirement(name, declared)
            except ValueError:
                continue
            if wanted is not None:
                asked.setdefault(category, set()).add(wanted.key)
    return asked


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="Pipfile",
        patterns=("Pipfile",),
        read=read_manifest,
        documentation="https://pipenv.pypa.io/en/latest/pipfile.html",
    ),
    Format(
        id=LOCK_ID,
        title="Pipfile.lock",
        patterns=("Pipfile.lock",),
        read=read_lock,
        documentation="https://pipenv.pypa.io/en/latest/pipfile.html",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
