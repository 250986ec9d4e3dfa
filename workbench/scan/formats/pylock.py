"""pylock.toml and its named siblings: what any installer of Python packages installs (PEP 751)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.python.manifest_lock import asked_beside
from workbench.scan.python.pylock_locked import pylock_locked
from workbench.scan.python.python_lock import locked_sightings
from workbench.scan.tree import Tree

ID = "pylock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less the project's own."""
    lock = tree.parsed(document.path, pylock_locked)
    yield from locked_sightings(lock, asked_beside(document.folder, tree), document.path, ID)


FORMAT = Format(
    id=ID,
    title="pylock.toml",
    patterns=("pylock.toml", "pylock.*.toml"),
    read=read,
    documentation="https://packaging.python.org/en/latest/specifications/pylock-toml/",
    most_bytes=WRITTEN_BY_TOOLS,
)
