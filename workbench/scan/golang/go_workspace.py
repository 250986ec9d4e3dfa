"""Go workspaces: which modules a go.work builds together, and what it replaces for all of them."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Document, Unreadable
from workbench.scan.golang.go_mod_lines import WORK_VERBS, BadLine, Directive, directives
from workbench.scan.golang.go_replaced import Replacement, replacements
from workbench.scan.tree import Tree, within

WORK = "go.work"
MOD = "go.mod"


class GoWork(msgspec.Struct, frozen=True, kw_only=True):
    """A go.work as it stands: `uses` holds the folders as written, with their lines."""

    go: tuple[tuple[str, int], ...]
    """Version and line of `go` and `toolchain`."""
    uses: tuple[tuple[str, int], ...]
    replacements: dict[tuple[str, str], Replacement]
    bad: tuple[BadLine, ...]


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """The workspace that a module is built in: path of the go.work, and its members' go.mod."""

    path: str
    work: GoWork
    members: tuple[str, ...]
    names: frozenset[str]
    """The module paths of the members: code of the project."""


def go_work(document: Document) -> GoWork:
    """Read a go.work. Raises Unreadable."""
    every = list(directives(document, WORK_VERBS))
    known = [d for d in every if isinstance(d, Directive)]
    return GoWork(
        go=tuple(
            (d.arguments[0].removeprefix("go"), d.line)
            for d in known
            if d.verb in ("go", "toolchain") and d.arguments
        ),
        uses=tuple((d.arguments[0], d.line) for d in known if d.verb == "use" and d.arguments),
        replacements=replacements(known),
        bad=tuple(d for d in every if isinstance(d, BadLine)),
    )


def module_name(document: Document) -> tuple[str, int]:
    """Return the path that a go.mod gives its module, and the line; empty where it gives none."""
    for directive in directives(document):
        if isinstance(directive, Directive) and directive.verb == "module" and directive.arguments:
            return directive.arguments[0], directive.line
    return "", 0


def is_copy(path: str) -> bool:
    """Whether the file lies in a folder of copied modules, some of which bring a go.work."""
    return "vendor" in path.split("/")[:-1]


def workspaces(tree: Tree) -> dict[str, Workspace]:
    """Return every readable workspace by the path of its go.work."""
    found = {}
    for path in tree.called(WORK):
        if not is_copy(path):
            try:
                found[path] = _workspace(path, tree)
            except Unreadable:
                continue  # reported where the file itself is read
    return found


def workspace_of(mod: str, tree: Tree) -> Workspace | None:
    """Return the workspace that builds the module at `mod`: the nearest go.work above, if it does.

    Go looks no further than the nearest one.
    """
    known = tree.remember(workspaces)
    folder = mod.rpartition("/")[0]
    while True:
        found = known.get(within(folder, WORK))
        if found:
            return found if mod in found.members else None
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _workspace(path: str, tree: Tree) -> Workspace:
    work = tree.parsed(path, go_work)
    members = []
    names = set()
    for used, _ in work.uses:
        folder = tree.resolve(path.rpartition("/")[0], used)
        mod = f"{folder}/{MOD}" if folder not in (None, "", ".") else MOD
        if folder is None or mod not in tree:
            continue
        members.append(mod)
        try:
            names.add(tree.parsed(mod, module_name)[0])
        except Unreadable:
            continue
    return Workspace(path=path, work=work, members=tuple(members), names=frozenset(names))
