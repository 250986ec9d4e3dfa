"""pip requirements and constraints files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format, named_like
from workbench.scan.group_scope import file_scope
from workbench.scan.python.requirement_lines import RequirementLines, requirement_lines
from workbench.scan.tree import Tree

ID = "python-requirements"
MAX_BAD_LINES = 5
"""Problems reported one by one for one file; the rest are counted."""

_PATTERNS = tuple(
    f"{stem}.{suffix}"
    for suffix in ("txt", "in", "pip")
    for stem in (
        "requirements*",
        "*requirements",
        "*[-_.]requirements[-_.]*",
        "constraints*",
        "requirements/*",
        "*/requirements/*",
    )
)
_LOOSE_PATTERNS = (
    "*req*.txt",
    "*deps*.txt",
    "*depend*.txt",
    "*pip*.txt",
    "*packages*.txt",
    "*.pip",
)
MAX_LOOSE_BYTES = 1024 * 1024
"""A larger file that is only vaguely named after requirements is not looked at."""
_CONSTRAINTS = regex(r"(?:.*[._-])?constraints?(?:[._-].*)?\.(?:txt|in)", re.IGNORECASE)


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the requirements of one file, and of included ones that are not read for themselves."""
    if _is_constraints(document.path):
        return
    scope = file_scope(document.path, Scope.RUNTIME)
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
            elif wanted not in met and not read_for_itself(wanted, tree):
                met.add(wanted)
                waiting.append((wanted, file_scope(wanted, scope)))


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


def read_for_itself(path: str, tree: Tree) -> bool:
    """Whether the scan reads the file at `path` as requirements without being led to it."""
    if not FORMAT.matches(path) or _is_constraints(path):
        return False
    if named_like(path, _PATTERNS):
        return True
    try:
        return _accepts(tree.read(path))
    except Unreadable:
        return False


def _accepts(document: Document) -> bool:
    """Whether a file is meant by its name, or pip would take it whole and it pins something.

    A list of words would be requirements, too: a file that is only vaguely named after them has to
    look like them.
    """
    if named_like(document.path, _PATTERNS):
        return True
    if len(document.data) > MAX_LOOSE_BYTES:
        return False
    try:
        lines = requirement_lines(document)
    except Unreadable:
        return False
    telling = any(e.requirement.version or e.requirement.constraint for e in lines.entries)
    return telling and not lines.bad


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
        if not read_for_itself(candidate, tree):
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
    patterns=(*_PATTERNS, *_LOOSE_PATTERNS),
    read=read,
    accepts=_accepts,
    documentation="https://pip.pypa.io/en/stable/reference/requirements-file-format/",
    most_bytes=WRITTEN_BY_TOOLS,
)
