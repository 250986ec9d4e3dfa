"""pdm.lock: every package that PDM installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.python.manifest_lock import asked_beside
from workbench.scan.python.pdm_locked import pdm_locked
from workbench.scan.python.python_lock import locked_sightings
from workbench.scan.tree import Tree

ID = "pdm-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less the project's own."""
    lock = tree.parsed(document.path, pdm_locked)
    yield from locked_sightings(lock, asked_beside(document.folder, tree), document.path, ID)


FORMAT = Format(
    id=ID,
    title="pdm.lock",
    patterns=("pdm.lock",),
    read=read,
    documentation="https://pdm-project.org/latest/usage/lockfile/",
    most_bytes=WRITTEN_BY_TOOLS,
)
