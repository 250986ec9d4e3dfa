"""What a pylock.toml pins (PEP 751)."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import (
    file_name,
    index_traits,
    pinned_file_traits,
    vcs_traits,
)
from workbench.scan.python.platform_marker import excluded_by
from workbench.scan.python.python_lock import LockedPackage, Need, PythonLock
from workbench.scan.syntax.plain import Table, table_of, tables_of, text_of, texts_of
from workbench.scan.syntax.read_lock_toml import read_lock_toml

_CHOSEN = regex(r"""["']([^"']+)["'] (not )?in (extras|dependency_groups)""")


def pylock_locked(document: Document) -> PythonLock:
    """Read a lock file. Raises Unreadable with the line."""
    root, entries = read_lock_toml(document, "packages")
    python = text_of(root.get("requires-python"))
    environments = texts_of(root.get("environments"))
    partial = bool(environments) and all(excluded_by(m) for m in environments)
    own: dict[str, str] = {}
    packages: list[LockedPackage] = []
    for line, entry in entries:
        name = canonicalize_name(text_of(entry.get("name")))
        if not name:
            continue
        if "directory" in entry:
            own[name] = text_of(table_of(entry.get("directory")).get("path")) or "."
            continue
        marker = text_of(entry.get("marker"))
        packages.append(
            LockedPackage(
                name=name,
                version=text_of(entry.get("version")),
                line=line,
                scopes=tuple(_scopes(marker)),
                marker=marker,
                needs=tuple(_needs(entry)),
                traits=_traits(entry, python, partial),
            )
        )
    return PythonLock(packages=tuple(packages), own=own)


def _scopes(marker: str) -> Iterator[Scope]:
    """Scopes by the extras and groups that a marker makes the package depend on."""
    for name, negated, set_ in _CHOSEN.findall(marker):
        if negated:
            continue
        always = set_ == "dependency_groups" and name == "default"
        yield Scope.RUNTIME if always else group_scope(name, Scope.OPTIONAL)


def _needs(entry: Table) -> Iterator[Need]:
    for one in tables_of(entry.get("dependencies")):
        if name := text_of(one.get("name")):
            yield Need(canonicalize_name(name), text_of(one.get("version")))


def _traits(entry: Table, python: str, partial: bool) -> tuple[Trait, ...]:
    if vcs := table_of(entry.get("vcs")):
        address = text_of(vcs.get("url")) or text_of(vcs.get("path"))
        reference = text_of(vcs.get("requested-revision")) or text_of(vcs.get("commit-id"))
        return vcs_traits(f"{text_of(vcs.get('type')) or 'git'}+{address}", reference)
    if archive := table_of(entry.get("archive")):
        return pinned_file_traits(text_of(archive.get("url")) or text_of(archive.get("path")))
    files = [*tables_of(entry.get("wheels")), table_of(entry.get("sdist"))]
    return index_traits((_file(f) for f in files), python, partial=partial)


def _file(entry: Table) -> str:
    named = text_of(entry.get("name"))
    return named or file_name(text_of(entry.get("url")) or text_of(entry.get("path")))
