"""vendor/modules.txt: the modules that a Go project carries copies of."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.golang.go_built import go_sighting, requirements
from workbench.scan.golang.go_vendored import go_vendored
from workbench.scan.golang.go_workspace import WORK, workspaces
from workbench.scan.tree import Tree

ID = "go-vendor"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every vendored module. Raises Unreadable.

    The list marks as explicit what a go.mod names at all; which of those are asked for directly is
    taken from the go.mod files themselves, where there are any.
    """
    named = _named_directly(document.folder, tree)
    for module in tree.parsed(document.path, go_vendored):
        if module.built is None or not (module.packages or module.explicit):
            continue
        direct = module.explicit if named is None else module.wanted.path in named
        occurrence = Occurrence(document.path, module.line, direct=direct, reader=ID)
        yield go_sighting(module.built, occurrence)


def _named_directly(folder: str, tree: Tree) -> set[str] | None:
    """Return the paths that the modules built with this folder ask for; None if none is there."""
    above = folder.rpartition("/")[0]
    prefix = f"{above}/" if above else ""
    workspace = tree.remember(workspaces).get(f"{prefix}{WORK}")
    mods = workspace.members if workspace else (f"{prefix}go.mod",)
    named: set[str] | None = None
    for mod in mods:
        if mod not in tree:
            continue
        try:
            direct = {r.wanted.path for r in requirements(mod, tree) if r.direct}
        except Unreadable:
            continue
        named = (named or set()) | direct
    return named


FORMAT = Format(
    id=ID,
    title="Go vendor list",
    patterns=("vendor/modules.txt", "*/vendor/modules.txt"),
    read=read,
    documentation="https://go.dev/ref/mod#go-mod-vendor",
    most_bytes=WRITTEN_BY_TOOLS,
)
