"""XML without entities, without network, with line numbers on every element."""

from __future__ import annotations

import codecs
import re
from typing import IO, cast

from lxml import etree

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_DECLARATION = regex(r"\s*(<\?xml\b[^>]*\?>)")
_AT_ONCE = 64 * 1024
_DECLARED_ENCODING = regex(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["'][^>]*\?>""")


def read_xml(document: Document) -> etree._Element:
    """Parse an XML document and return its root. Raises Unreadable with the line.

    Entities are not expanded and no DTD is loaded, so a hostile file can neither read other files
    nor explode; libxml2's own limits on depth and size stay on. Blank lines before the declaration
    and a declared encoding that is not the file's own are borne, as build tools bear them.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        encoding="utf-8",
    )
    try:
        data = _undeclared(document).encode("utf-8", "replace")
        root = etree.parse(cast("IO[bytes]", _Pieces(data)), parser).getroot()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        reason = " ".join((error.msg or "it is empty").split())
        raise Unreadable(f"is not valid XML: {reason}", line) from None
    except ValueError as error:
        raise Unreadable(f"is not valid XML: {error}") from None
    return root


class _Pieces:
    """A file that is read piece by piece: between two of them whoever waits can be told to stop."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, _size: int) -> bytes:
        piece = self._data[self._at : self._at + _AT_ONCE]
        self._at += len(piece)
        return piece


def _undeclared(document: Document) -> str:
    """The document's text with spaces in place of its XML declaration, so that lines stay put."""
    text = _text(document)
    declaration = _DECLARATION.match(text)
    if not declaration:
        return text
    start, end = declaration.span(1)
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _text(document: Document) -> str:
    """Decode as the declaration says, where the bytes agree; else as any other text file."""
    declared = _DECLARED_ENCODING.match(document.data[:400])
    if declared:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii"))
            text = encoding.decode(document.data, "strict")[0]
        except (LookupError, UnicodeError, TypeError):
            return document.text
        if isinstance(text, str) and text.lstrip().startswith("<?xml"):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return document.text


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child called `name`, in any namespace."""
    if element is None:
        return None
    return next((c for c in element if local_name(c) == name), None)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """All children called `name`, in any namespace."""
    return [] if element is None else [c for c in element if local_name(c) == name]


def text_of(element: etree._Element | None) -> str:
    """The stripped text of an element without its children; empty where there is none.

    Text behind a comment counts: `<version><!-- why -->1.0</version>` is `1.0`.
    """
    if element is None:
        return ""
    behind = [c.tail or "" for c in element if not isinstance(c.tag, str)]
    return "".join([element.text or "", *behind]).strip()


def line_of(element: etree._Element) -> int:
    """The line on which the element's start tag ends."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
