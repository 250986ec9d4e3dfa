"""SPDX 2 bills of materials, JSON and tag-value. SPDX 3 is another format, and refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import MAX_LIST_BYTES, Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.sbom.sighted import sight_bom
from workbench.scan.sbom.spdx import read_json_spdx, read_tag_value
from workbench.scan.tree import Tree

_JSON = regex(rb'"spdxVersion"\s*:\s*"SPDX-2|"@context"\s*:\s*"https://spdx\.org/rdf/3')
_TAGS = regex(rb"^SPDXVersion:\s*SPDX-2", re.MULTILINE)


def _is_json(document: Document) -> bool:
    data = document.data
    return (b"spdxVersion" in data or b"spdx.org/rdf/3" in data) and bool(_JSON.search(data))


def _is_tag_value(document: Document) -> bool:
    return bool(_TAGS.search(document.data[:65536]))


def _read_json(document: Document, tree: Tree) -> Iterator[Discovery]:
    if b'"spdxVersion"' not in document.data:
        raise Unreadable("is SPDX 3, which is not read yet: export SPDX 2.3 or CycloneDX instead")
    yield from sight_bom(read_json_spdx(document), document, tree, "spdx")


def _read_tags(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from sight_bom(read_tag_value(document), document, tree, "spdx-tag-value")


FORMATS = (
    Format(
        id="spdx",
        title="SPDX JSON",
        patterns=("*.json",),
        read=_read_json,
        accepts=_is_json,
        documentation="https://spdx.github.io/spdx-spec/v2.3/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
    ),
    Format(
        id="spdx-tag-value",
        title="SPDX tag-value",
        patterns=("*.spdx", "*.spdx.txt", "*.spdx.tag", "*.tag"),
        read=_read_tags,
        accepts=_is_tag_value,
        documentation="https://spdx.github.io/spdx-spec/v2.3/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
    ),
)
