"""What a pdm.lock pins."""

from __future__ import annotations

from collections.abc import Iterator

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
from workbench.scan.python.python_lock import LockedPackage, Need, PythonLock
from workbench.scan.python.python_requirement import parse_requirement
from workbench.scan.syntax.plain import Table, table_of, tables_of, text_of, texts_of
from workbench.scan.syntax.read_lock_toml import read_lock_toml


def pdm_locked(document: Document) -> PythonLock:
    """Read a lock file. Raises Unreadable with the line.

    A package with extras has an entry of its own for each set of them; they are one package.
    """
    root, entries = read_lock_toml(document, "package")
    metadata = table_of(root.get("metadata"))
    targets = tables_of(metadata.get("targets"))
    python = text_of(targets[0].get("requires_python")) if len(targets) == 1 else ""
    partial = _is_partial(metadata, targets)
    own: dict[str, str] = {}
    packages: dict[tuple[str, str], LockedPackage] = {}
    for line, entry in entries:
        name = canonicalize_name(text_of(entry.get("name")))
        path = text_of(entry.get("path"))
        if not name:
            continue
        if path and not is_archive(path):
            own[name] = path
            continue
        made = LockedPackage(
            name=name,
            version=text_of(entry.get("version")),
            line=line,
            scopes=tuple(_scopes(entry)),
            marker=text_of(entry.get("marker")),
            needs=tuple(_needs(entry, name)),
            traits=_traits(entry, python, partial),
        )
        known = packages.get(made.key)
        packages[made.key] = _joined(known, made) if known else made
    return PythonLock(packages=tuple(packages.values()), own=own)


def _is_partial(metadata: Table, targets: tuple[Table, ...]) -> bool:
    """Whether no target of the lock is Linux on aarch64."""
    platforms = [text_of(target.get("platform")) for target in targets]
    if platforms:
        return all(platforms) and not any(_is_arm64_linux(p) for p in platforms)
    strategy = metadata.get("strategy")
    return isinstance(strategy, list) and "cross_platform" not in strategy


def _is_arm64_linux(platform: str) -> bool:
    return platform == "linux" or ("linux" in platform and "aarch64" in platform)


def _joined(one: LockedPackage, other: LockedPackage) -> LockedPackage:
    return LockedPackage(
        name=one.name,
        version=one.version,
        line=one.line,
        scopes=(*one.scopes, *other.scopes),
        marker=one.marker if one.marker == other.marker else "",
        needs=(*one.needs, *other.needs),
        traits=one.traits,
    )


def _scopes(entry: Table) -> Iterator[Scope]:
    for group in texts_of(entry.get("groups")):
        yield Scope.RUNTIME if group == "default" else group_scope(group, Scope.OPTIONAL)


def _needs(entry: Table, name: str) -> Iterator[Need]:
    for text in texts_of(entry.get("dependencies")):
        try:
            wanted = parse_requirement(text)
        except ValueError:
            continue
        if wanted is not None and wanted.key != name:
            marker = next((t.value for t in wanted.traits if t.name == "marker"), "")
            yield Need(wanted.key, wanted.version, marker)


def _traits(entry: Table, python: str, partial: bool) -> tuple[Trait, ...]:
    if address := text_of(entry.get("git")) or text_of(entry.get("hg")):
        reference = text_of(entry.get("ref")) or text_of(entry.get("revision"))
        return vcs_traits(f"git+{address}", reference)
    if address := text_of(entry.get("url")) or text_of(entry.get("path")):
        return pinned_file_traits(address)
    files = tables_of(entry.get("files"))
    names = (text_of(f.get("file")) or file_name(text_of(f.get("url"))) for f in files)
    return index_traits(names, python, partial=partial)
