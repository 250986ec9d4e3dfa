"""pip requirements and constraints files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.group_scope import group_scope
from workbench.scan.python.requirement_lines import RequirementLines, requirement_lines
from workbench.scan.tree import Tree

ID = "python-requirements"
MAX_BAD_LINES = 5
"""Problems reported one by one for one file; the rest are counted."""

_PATTERNS = tuple(
    f"{stem}.{suffix}"
    for suffix in ("txt", "in")
    for stem in (
        "requirements*",
        "*requirements",
        "constraints*",
        "requirements/*",
        "*/requirements/*",
    )
)
_CONSTRAINTS = re.compile(r"(?:.*[._-])?constraints?(?:[._-].*)?\.(?:txt|in)", re.IGNORECASE)
_SCOPED_FOLDERS = ("doc", "docs", "test", "tests")


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the requirements of one file, and of included ones that are not read for themselves."""
    if _is_constraints(document.path):
        return
    scope = _file_scope(document.path, Scope.RUNTIME)
    yield from read_requirements(document.path, tree, scope)


def read_requirements(path: str, tree: Tree, scope: Scope) -> Iterator[Discovery]:
    """Yield what the file at `path` and its includes declare, whatever the file is called."""
    waiting, met = [(path, scope)], {path}
    while waiting:
        current, scope = waiting.pop()
        try:
            lines = tree.parsed(current, requirement_lines)
        except Unreadable as error:
            yield Problem(current, error.reason, error.line)
            continue
        if lines.is_prose:
            yield Problem(current, "does not read as a requirements file", lines.bad[0])
            continue
        pins = _pins(current, tree)
        for entry in lines.entries:
            locked = pins.get(entry.requirement.key, "")
            yield entry.requirement.sighting(
                current, entry.line, scope, ID, direct=entry.direct, locked=locked
            )
        yield from _bad_lines(current, lines.bad)
        for line, wanted in _resolved(current, lines, tree):
            if wanted not in tree:
                yield Problem(current, "includes a file that is not in the project", line)
            elif wanted not in met and not _read_for_itself(wanted):
                met.add(wanted)
                waiting.append((wanted, _file_scope(wanted, scope)))


def declared_module(document: Document, tree: Tree) -> Declared | None:  # noqa: ARG001
    """None: a requirements file lists what is installed, and names no module."""
    return None


def _bad_lines(path: str, bad: tuple[int, ...]) -> Iterator[Problem]:
    for line in bad[:MAX_BAD_LINES]:
        yield Problem(path, "is no requirement that pip would read", line)
    if len(bad) > MAX_BAD_LINES:
        more = len(bad) - MAX_BAD_LINES
        yield Problem(path, f"{more} more lines are no requirements", bad[MAX_BAD_LINES])


def _resolved(path: str, lines: RequirementLines, tree: Tree) -> Iterator[tuple[int, str]]:
    """Yield line and path of every included file; one that leads outside gives an empty path."""
    folder = path.rpartition("/")[0]
    for include in lines.includes:
        yield include.line, tree.resolve(folder, include.path) or ""


# --- names


def _is_constraints(path: str) -> bool:
    return _CONSTRAINTS.fullmatch(path.rpartition("/")[2]) is not None


def _read_for_itself(path: str) -> bool:
    return FORMAT.matches(path) and not _is_constraints(path)


def _file_scope(path: str, otherwise: Scope) -> Scope:
    """The scope that a file's name tells, or else the innermost folder of tests or documents."""
    *folders, name = path.split("/")
    for folder in folders:
        if folder in _SCOPED_FOLDERS:
            otherwise = group_scope(folder, otherwise)
    return group_scope(name.rpartition(".")[0], otherwise)


# --- pins that stand elsewhere


def _pins(path: str, tree: Tree) -> dict[str, str]:
    """Map normalised names to the one version that constraints or a compiled twin pin.

    A name with two different pins is left out: which one is meant is not known.
    """
    versions: dict[str, set[str]] = {}
    sources = list[str]()
    for user in (path, *_includers(path, tree)):
        folder = user.rpartition("/")[0]
        for constraint in tree.parsed(user, requirement_lines).constraints:
            sources.append(tree.resolve(folder, constraint.path) or "")
    twin = f"{path.removesuffix('.in')}.txt"
    if path.endswith(".in") and twin in tree:
        sources.append(twin)
    met = set[str]()
    while sources:
        source = sources.pop()
        if source in met or source not in tree:
            continue
        met.add(source)
        try:
            lines = tree.parsed(source, requirement_lines)
        except Unreadable:
            continue
        if source == twin and not lines.compiled:
            continue
        for entry in lines.entries:
            if entry.requirement.version:
                versions.setdefault(entry.requirement.key, set()).add(entry.requirement.version)
        folder = source.rpartition("/")[0]
        for reference in (*lines.constraints, *lines.includes):
            sources.append(tree.resolve(folder, reference.path) or "")
    return {name: next(iter(found)) for name, found in versions.items() if len(found) == 1}


def _includers(path: str, tree: Tree) -> list[str]:
    """The files beside `path` or one folder above that include it, directly or not.

    Constraints of a file hold for what it includes, too.
    """
    folder = path.rpartition("/")[0]
    near = [*tree.files_in(folder)]
    if folder:
        near += tree.files_in(folder.rpartition("/")[0])
    includes: dict[str, set[str]] = {}
    for candidate in near:
        if not any(fnmatchcase(candidate.rpartition("/")[2], p) for p in ("*.txt", "*.in")):
            continue
        if not _read_for_itself(candidate):
            continue
        try:
            lines = tree.parsed(candidate, requirement_lines)
        except Unreadable:
            continue
        for _, included in _resolved(candidate, lines, tree):
            includes.setdefault(included, set()).add(candidate)
    found: list[str] = []
    waiting = [path]
    while waiting:
        for user in includes.get(waiting.pop(), ()):
            if user != path and user not in found:
                found.append(user)
                waiting.append(user)
    return found


FORMAT = Format(
    id=ID,
    title="pip requirements",
    patterns=_PATTERNS,
    read=read,
    documentation="https://pip.pypa.io/en/stable/reference/requirements-file-format/",
)
