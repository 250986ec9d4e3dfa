"""uv.lock: every package that uv installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.python.python_lock import locked_sightings
from workbench.scan.python.uv_locked import uv_locked
from workbench.scan.tree import Tree

ID = "uv-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less the project's own."""
    lock = tree.parsed(document.path, uv_locked)
    yield from locked_sightings(lock, lock.asked or (), document.path, ID)


FORMAT = Format(
    id=ID,
    title="uv.lock",
    patterns=("uv.lock",),
    read=read,
    documentation="https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile",
    most_bytes=WRITTEN_BY_TOOLS,
)
