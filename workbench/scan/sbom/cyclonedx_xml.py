"""The XML form of CycloneDX as the members of its JSON form (https://cyclonedx.org/docs/1.6/xml/)."""

from __future__ import annotations

from lxml import etree

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import (
    child,
    children,
    line_of,
    local_name,
    read_xml,
    text_of,
)

MAX_DEPTH = 50

_TEXTS = ("publisher", "group", "name", "version", "scope", "purl", "cpe")


def bom_members(document: Document) -> dict[str, object]:
    """Return the bill as the JSON form has it; components have their line as `#line`.

    Raises Unreadable with the line.
    """
    root = read_xml(document)
    about = child(child(root, "metadata"), "component")
    return {
        "metadata": {"component": _component(about, 0)} if about is not None else {},
        "components": _components(child(root, "components"), 0),
        "dependencies": [
            {"ref": d.get("ref", ""), "dependsOn": [n.get("ref", "") for n in _dependencies(d)]}
            for d in _dependencies(child(root, "dependencies"))
        ],
    }


def _components(parent: etree._Element | None, depth: int) -> list[object]:
    if depth > MAX_DEPTH:
        raise Unreadable(f"is no readable bill of materials: nested deeper than {MAX_DEPTH} levels")
    return [_component(element, depth) for element in children(parent, "component")]


def _component(element: etree._Element, depth: int) -> dict[str, object]:
    parts = {local_name(part): part for part in element}
    found: dict[str, object] = {"#line": line_of(element)}
    found |= {name: text_of(parts[name]) for name in _TEXTS if name in parts}
    found |= {name: value for name in ("type", "bom-ref") if (value := element.get(name))}
    if "supplier" in parts:
        found["supplier"] = {"name": text_of(child(parts["supplier"], "name"))}
    if "components" in parts:
        found["components"] = _components(parts["components"], depth + 1)
    if "properties" in parts:
        found["properties"] = [
            {"name": p.get("name", ""), "value": text_of(p)}
            for p in children(parts["properties"], "property")
        ]
    if "evidence" in parts:
        found["evidence"] = {
            "occurrences": [
                {"location": text_of(child(o, "location")), "line": text_of(child(o, "line"))}
                for o in children(child(parts["evidence"], "occurrences"), "occurrence")
            ]
        }
    return found


def _dependencies(element: etree._Element | None) -> list[etree._Element]:
    return children(element, "dependency")
