"""XML without entities, without network, with line numbers on every element."""

from __future__ import annotations

from lxml import etree

from workbench.scan.document import Document, Unreadable

MAX_DEPTH = 200


def read_xml(document: Document) -> etree._Element:
    """Parse an XML document and return its root. Raises Unreadable with the line.

    Entities are not expanded and no DTD is loaded, so a hostile file can neither read other files
    nor explode; libxml2's own limits on depth and size stay on.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(document.data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise Unreadable(f"is not valid XML: {error.msg or 'it is empty'}", line) from None
    except ValueError as error:
        raise Unreadable(f"is not valid XML: {error}") from None
    return root


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
    """The stripped text of an element without its children; empty where there is none."""
    return (element.text or "").strip() if element is not None else ""


def line_of(element: etree._Element) -> int:
    """The line on which the element's start tag ends."""
    return element.sourceline if isinstance(element.sourceline, int) else 0
