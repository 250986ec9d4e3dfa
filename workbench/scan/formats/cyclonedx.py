"""CycloneDX bills of materials, JSON and XML, of any tool and of the workbench itself."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import MAX_LIST_BYTES, Document
from workbench.scan.format import Discovery, Format
from workbench.scan.sbom.cyclonedx import read_json_bom, read_xml_bom
from workbench.scan.sbom.sighted import sight_bom
from workbench.scan.tree import Tree

_JSON = regex(rb'"bomFormat"\s*:\s*"CycloneDX"')
_XML = regex(rb"<(?:\w+:)?bom\b[^>]*\bhttp://cyclonedx\.org/schema/bom/")


def _is_json(document: Document) -> bool:
    return b"CycloneDX" in document.data and bool(_JSON.search(document.data))


def _is_xml(document: Document) -> bool:
    return bool(_XML.search(document.data[:4096]))


def _read_json(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from sight_bom(read_json_bom(document), document, tree, "cyclonedx")


def _read_xml(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from sight_bom(read_xml_bom(document), document, tree, "cyclonedx-xml")


FORMATS = (
    Format(
        id="cyclonedx",
        title="CycloneDX JSON",
        patterns=("*.json",),
        read=_read_json,
        accepts=_is_json,
        documentation="https://cyclonedx.org/docs/1.6/json/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
    ),
    Format(
        id="cyclonedx-xml",
        title="CycloneDX XML",
        patterns=("bom.xml", "*.bom.xml", "*bom*.xml", "*.cdx.xml", "*cyclonedx*.xml"),
        read=_read_xml,
        accepts=_is_xml,
        documentation="https://cyclonedx.org/docs/1.6/xml/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
    ),
)
