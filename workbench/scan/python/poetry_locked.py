"""What a poetry.lock pins, of all versions of the format (1.0 to 2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import index_traits, pinned_file_traits, vcs_traits
from workbench.scan.python.python_lock import LockedPackage, Need, PythonLock
from workbench.scan.syntax.plain import Table, table_of, tables_of, text_of, texts_of
from workbench.scan.syntax.read_lock_toml import read_lock_toml

_CARET = regex(r"\^((\d{1,3})(?:\.\d{1,3}){0,2})")


def poetry_locked(document: Document) -> PythonLock:
    """Read a lock file. Raises Unreadable with the line."""
    root, entries = read_lock_toml(document, "package")
    metadata = table_of(root.get("metadata"))
    python = _python(text_of(metadata.get("python-versions")))
    files = table_of(metadata.get("files"))
    own: dict[str, str] = {}
    packages: list[LockedPackage] = []
    for line, entry in entries:
        spelled = text_of(entry.get("name"))
        name = canonicalize_name(spelled)
        source = table_of(entry.get("source"))
        if not name:
            continue
        if text_of(source.get("type")) == "directory":
            own[name] = text_of(source.get("url")) or "."
            continue
        listed = entry["files"] if "files" in entry else files.get(spelled)
        packages.append(
            LockedPackage(
                name=name,
                version=text_of(entry.get("version")),
                line=line,
                scopes=tuple(_scopes(entry)),
                marker=_marker(entry.get("markers")),
                needs=tuple(_needs(entry)),
                traits=_traits(listed, source, python),
            )
        )
    return PythonLock(packages=tuple(packages), own=own)


def _python(constraint: str) -> str:
    """Return a range of Poetry's in the notation of PEP 440; nothing where it has none there."""
    if caret := _CARET.fullmatch(constraint.strip()):
        return f">={caret[1]},<{int(caret[2]) + 1}"
    return "" if any(sign in constraint for sign in "^~*|") else constraint


def _scopes(entry: Table) -> Iterator[Scope]:
    """Scopes by the lock's own groups (2.x) or category (before 1.5); 1.5 to 1.8 tell none."""
    category = text_of(entry.get("category"))
    for group in texts_of(entry.get("groups")) or ((category,) if category else ()):
        if group != "main":
            yield group_scope(group, Scope.RUNTIME)
        else:
            yield Scope.OPTIONAL if entry.get("optional") is True else Scope.RUNTIME


def _marker(markers: object) -> str:
    """Return the marker of all groups; where they differ, each may bring the package in."""
    if isinstance(markers, dict):
        each = [text_of(m) for m in markers.values()]
        return " or ".join(f"({m})" for m in dict.fromkeys(each)) if all(each) else ""
    return text_of(markers)


def _needs(entry: Table) -> Iterator[Need]:
    for name, declared in table_of(entry.get("dependencies")).items():
        several = tables_of(declared) or (table_of(declared),)
        for one in several:
            yield Need(canonicalize_name(name), marker=text_of(one.get("markers")))


def _traits(files: object, source: Table, python: str) -> tuple[Trait, ...]:
    kind, address = text_of(source.get("type")), text_of(source.get("url"))
    if kind == "git":
        reference = text_of(source.get("reference")) or text_of(source.get("resolved_reference"))
        return vcs_traits(f"git+{address}", reference)
    if kind in ("url", "file"):
        return pinned_file_traits(address)
    names = (text_of(f.get("file")) for f in tables_of(files))
    return index_traits(names, python, partial=False)
