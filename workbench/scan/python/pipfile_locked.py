"""What a Pipfile.lock pins, category by category."""

from __future__ import annotations

import msgspec
from packaging.utils import canonicalize_name

from workbench.model.component import Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.python.locked_source import is_archive, pinned_file_traits, vcs_traits
from workbench.scan.python.platform_marker import marker_traits
from workbench.scan.syntax.plain import Table, table_of, text_of
from workbench.scan.syntax.read_lock_json import read_lock_json


class PipfilePin(msgspec.Struct, frozen=True, kw_only=True):
    """One package in one category. `own` ones are folders of the project.

    `index` is set on packages that the Pipfile names, by the versions of Pipenv that do so.
    """

    name: str
    line: int
    version: str = ""
    own: bool = False
    index: bool = False
    traits: tuple[Trait, ...] = ()


def pipfile_locked(document: Document) -> dict[str, dict[str, PipfilePin]]:
    """Return the pins by category and normalised name. Raises Unreadable with the line."""
    root, lines = read_lock_json(document)
    if not isinstance(root, dict) or not isinstance(root.get("_meta"), dict):
        raise Unreadable("is no Pipfile.lock: it holds no `_meta`", 1)
    found: dict[str, dict[str, PipfilePin]] = {}
    for category, packages in root.items():
        if not isinstance(packages, dict):
            continue
        lines.next(category)
        if category == "_meta":
            continue
        pins = found.setdefault(category, {})
        for name, entry in packages.items():
            line = lines.next(name)
            if isinstance(entry, dict) and (key := canonicalize_name(name)):
                pins[key] = _pin(key, line, entry)
    return found


def _pin(name: str, line: int, entry: Table) -> PipfilePin:
    version = text_of(entry.get("version")).removeprefix("==").removeprefix("=")
    address = text_of(entry.get("file")) or text_of(entry.get("path"))
    return PipfilePin(
        name=name,
        line=line,
        version=version if version[:1].isdigit() else "",
        own=bool(address) and not is_archive(address),
        index="index" in entry,
        traits=(*_source(entry, address), *marker_traits(text_of(entry.get("markers")))),
    )


def _source(entry: Table, address: str) -> tuple[Trait, ...]:
    for tool in ("git", "hg", "svn", "bzr"):
        if repository := text_of(entry.get(tool)):
            return vcs_traits(f"{tool}+{repository}", text_of(entry.get("ref")))
    if table_of(entry).get("editable") is True or not is_archive(address):
        return ()
    return pinned_file_traits(address)
