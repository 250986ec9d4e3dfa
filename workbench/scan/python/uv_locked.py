"""What a uv.lock pins. It also states what the project's own packages ask for."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from packaging.utils import canonicalize_name

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import (
    file_name,
    index_traits,
    is_archive,
    pinned_file_traits,
    vcs_traits,
)
from workbench.scan.python.platform_marker import excluded_by
from workbench.scan.python.python_lock import Asked, LockedPackage, Need, PythonLock
from workbench.scan.syntax.plain import Table, table_of, tables_of, text_of, texts_of
from workbench.scan.syntax.read_lock_toml import read_lock_toml

_OWN = ("virtual", "editable", "directory")


def uv_locked(document: Document) -> PythonLock:
    """Read a lock file. Raises Unreadable with the line."""
    root, entries = read_lock_toml(document, "package")
    python = text_of(root.get("requires-python"))
    supported = texts_of(root.get("supported-markers"))
    partial = bool(supported) and all(excluded_by(m) for m in supported)
    own: dict[str, str] = {}
    packages: list[LockedPackage] = []
    asked = list(_manifest(table_of(root.get("manifest"))))
    for line, entry in entries:
        name = canonicalize_name(text_of(entry.get("name")))
        source = table_of(entry.get("source"))
        folder = next((text_of(source.get(key)) for key in _OWN if key in source), None)
        if folder is None and (path := text_of(source.get("path"))) and not is_archive(path):
            folder = path
        if not name:
            continue
        if folder is not None:
            own[name] = normpath(folder) if folder else "."
            asked += _asked(entry)
            continue
        packages.append(
            LockedPackage(
                name=name,
                version=text_of(entry.get("version")),
                line=line,
                needs=tuple(_needs(entry)),
                traits=_traits(entry, source, python, partial),
            )
        )
    return PythonLock(packages=tuple(packages), own=own, asked=tuple(asked))


def _manifest(manifest: Table) -> Iterator[Asked]:
    """What the root of a workspace asks for that is no package itself."""
    yield from _listed(manifest.get("requirements"), Scope.RUNTIME)
    for name, group in table_of(manifest.get("dependency-groups")).items():
        yield from _listed(group, group_scope(name, Scope.OPTIONAL))


def _asked(entry: Table) -> Iterator[Asked]:
    yield from _listed(entry.get("dependencies"), Scope.RUNTIME)
    for section in ("optional-dependencies", "dev-dependencies"):
        for name, group in table_of(entry.get(section)).items():
            yield from _listed(group, group_scope(name, Scope.OPTIONAL))


def _listed(entries: object, scope: Scope) -> Iterator[Asked]:
    for need in _read_needs(entries):
        yield Asked(need, scope)


def _needs(entry: Table) -> Iterator[Need]:
    """What a package needs; of its extras the lock holds only those that are asked for."""
    yield from _read_needs(entry.get("dependencies"))
    for group in table_of(entry.get("optional-dependencies")).values():
        yield from _read_needs(group)


def _read_needs(entries: object) -> Iterator[Need]:
    for entry in tables_of(entries):
        if name := text_of(entry.get("name")):
            version, marker = text_of(entry.get("version")), text_of(entry.get("marker"))
            yield Need(canonicalize_name(name), version, marker)


def _traits(entry: Table, source: Table, python: str, partial: bool) -> tuple[Trait, ...]:
    if repository := text_of(source.get("git")):
        address, _, commit = repository.partition("#")
        return vcs_traits(f"git+{address}", commit)
    if address := text_of(source.get("url")) or text_of(source.get("path")):
        return pinned_file_traits(address)
    files = [*tables_of(entry.get("wheels")), table_of(entry.get("sdist"))]
    names = (file_name(text_of(f.get("url")) or text_of(f.get("path"))) for f in files)
    return index_traits(names, python, partial=partial)
