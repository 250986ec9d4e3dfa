"""What a Package.resolved pins: format versions 1 to 3."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_json import read_json


class SwiftPin(msgspec.Struct, frozen=True, kw_only=True):
    """One package; where only a commit is pinned, `version` is that commit."""

    location: str
    version: str
    line: int
    branch: str = ""


def package_resolved(document: Document) -> tuple[SwiftPin, ...]:
    """Read the pins. Raises Unreadable with the line."""
    root = read_json(document)
    pins = root["pins"] or root.at("object", "pins")
    if not pins.is_list:
        raise Unreadable("is no Package.resolved: it holds no `pins`", root.line)
    found = []
    for pin in pins:
        state = pin["state"]
        location = pin["location"].text or pin["repositoryURL"].text
        if pin["kind"].text in ("localSourceControl", "fileSystem"):
            continue
        location = location or pin["identity"].text
        version = state["version"].text or state["revision"].text
        if location and version:
            line = (pin["location"] or pin["repositoryURL"] or pin["identity"]).line
            found.append(
                SwiftPin(location=location, version=version, line=line, branch=state["branch"].text)
            )
    return tuple(found)
