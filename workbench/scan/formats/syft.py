"""The JSON that Syft writes by default."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import MAX_LIST_BYTES, Document
from workbench.scan.format import Discovery, Format
from workbench.scan.sbom.sighted import sight_bom
from workbench.scan.sbom.syft import read_syft
from workbench.scan.tree import Tree

_SYFT = regex(rb'"descriptor"\s*:\s*\{\s*"name"\s*:\s*"syft"')


def _accepts(document: Document) -> bool:
    return b'"artifacts"' in document.data and bool(_SYFT.search(document.data))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from sight_bom(read_syft(document), document, tree, "syft")


FORMAT = Format(
    id="syft",
    title="Syft JSON",
    patterns=("*.json",),
    read=_read,
    accepts=_accepts,
    documentation="https://github.com/anchore/syft/tree/main/schema/json",
    most_bytes=MAX_LIST_BYTES,
    importable=True,
)
