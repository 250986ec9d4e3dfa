"""bun.lock: every package that Bun installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.javascript.bun_locked import bun_locked
from workbench.scan.javascript.node_lock import locked_sightings
from workbench.scan.tree import Tree

ID = "bun-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less links to the project's own."""
    if document.name == "bun.lockb":
        raise Unreadable(
            "is Bun's old binary lock file: write the text form beside it with"
            " `bun install --save-text-lockfile --lockfile-only`"
        )
    lock = tree.parsed(document.path, bun_locked)
    yield from locked_sightings(lock, document.path, ID, lock.direct)


FORMAT = Format(
    id=ID,
    title="Bun lock file",
    patterns=("bun.lock", "bun.lockb"),
    read=read,
    documentation="https://bun.sh/docs/install/lockfile",
    most_bytes=WRITTEN_BY_TOOLS,
)
