"""pnpm-lock.yaml: every package that pnpm installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.javascript.node_lock import locked_sightings
from workbench.scan.javascript.pnpm_locked import pnpm_locked
from workbench.scan.tree import Tree

ID = "pnpm-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less links to the project's own."""
    lock = tree.parsed(document.path, pnpm_locked)
    yield from locked_sightings(lock, document.path, ID, lock.direct)


FORMAT = Format(
    id=ID,
    title="pnpm lock file",
    patterns=("pnpm-lock.yaml",),
    read=read,
    documentation="https://github.com/pnpm/spec/tree/master/lockfile",
    most_bytes=WRITTEN_BY_TOOLS,
)
