"""The Go packages with files that are built on x86 only: read whole, to see what stands in."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.scan.document import Unreadable
from workbench.scan.source.go_package import Answer, GoFile, answers, go_file
from workbench.scan.source.hit import Looked
from workbench.scan.tree import Tree

_ONLY_X86 = ("go-constraint", "go-asm")
_MAX_FILES = 400
_MAX_BYTES = 2 * 1024 * 1024
"""Of one file; larger ones are generated, and their package is left untold."""


def go_answers(tree: Tree, looked: Iterable[Looked]) -> dict[str, Answer]:
    """Return what stands in for each file that Go builds on x86 only."""
    folders = {
        seen.path.rpartition("/")[0]
        for seen in looked
        if any(hit.construct in _ONLY_X86 for hit in seen.hits)
    }
    found: dict[str, Answer] = {}
    for folder in sorted(folders):
        found |= _package(tree, folder)
    return found


def _package(tree: Tree, folder: str) -> dict[str, Answer]:
    paths = [p for p in tree.files_in(folder) if p.endswith((".go", ".s"))]
    if len(paths) > _MAX_FILES or any(tree.sizes[p] > _MAX_BYTES for p in paths):
        return {}
    files: list[GoFile] = []
    for path in paths:
        try:
            files.append(go_file(path, tree.read(path).data))
        except Unreadable:
            return {}
    return dict(answers(files))
