"""go.work: what a Go workspace puts in place of its members' requirements."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence
from workbench.model.problem import Problem
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.go_mod import bad_lines
from workbench.scan.golang.go_built import go_sighting, requirements
from workbench.scan.golang.go_replaced import replaced
from workbench.scan.golang.go_workspace import WORK, go_work, is_copy, workspaces
from workbench.scan.tree import Tree

ID = "go-work"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the modules that stand in for what a member requires, and members that are not there.

    The requirements themselves are read where they stand, in the go.mod of each member.
    """
    work = tree.parsed(document.path, go_work)
    workspace = tree.remember(workspaces)[document.path]
    direct: dict[int, bool] = {}
    for member in workspace.members:
        try:
            for requirement in requirements(member, tree):
                by = replaced(requirement.wanted, work.replacements)
                if by:
                    direct[by.line] = direct.get(by.line, False) or requirement.direct
        except Unreadable:
            continue  # reported where the member itself is read
    for replacement in work.replacements.values():
        if replacement.module and replacement.line in direct:
            occurrence = Occurrence(
                document.path, replacement.line, direct=direct[replacement.line], reader=ID
            )
            yield go_sighting(replacement.module, occurrence)
    for used, line in work.uses:
        folder = tree.resolve(document.folder, used)
        if folder is not None and not _holds_module(folder, tree):
            yield Problem(document.path, f"uses {used}, which holds no go.mod", line)
    yield from bad_lines(document.path, work.bad)


def _holds_module(folder: str, tree: Tree) -> bool:
    return ("go.mod" if folder in ("", ".") else f"{folder}/go.mod") in tree


def _is_own(document: Document) -> bool:
    return not is_copy(document.path)


FORMAT = Format(
    id=ID,
    title="go.work",
    patterns=(WORK,),
    read=read,
    accepts=_is_own,
    documentation="https://go.dev/ref/mod#go-work-file",
)
