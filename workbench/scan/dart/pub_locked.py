"""What a pubspec.lock pins."""

from __future__ import annotations

import msgspec

from workbench.model.component import Scope
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_lock_yaml import read_lock_yaml

PUBLIC = frozenset({"https://pub.dev", "https://pub.dartlang.org"})
_SCOPES = {"direct main": Scope.RUNTIME, "direct dev": Scope.TEST}


class LockedPub(msgspec.Struct, frozen=True, kw_only=True):
    """One package. `source` is hosted, git, path or sdk; `address` is where it comes from."""

    name: str
    version: str
    line: int
    source: str
    address: str
    direct: bool
    scope: Scope


def pub_locked(document: Document) -> dict[str, LockedPub]:
    """Read a lock file: packages by name. Raises Unreadable with the line."""
    root = next(iter(read_lock_yaml(document)), Node(None))
    if root and "packages" not in root:
        raise Unreadable("is no pubspec.lock: it holds no `packages`", root.line)
    found = {}
    for name, node in root["packages"].items():
        version = node["version"].text
        description = node["description"]
        if not version:
            continue
        relation = node["dependency"].text
        found[name] = LockedPub(
            name=description["name"].text or name,
            version=version,
            line=node.line,
            source=node["source"].text,
            address=description["url"].text,
            direct=relation.startswith("direct"),
            scope=_SCOPES.get(relation, Scope.RUNTIME),
        )
    return found
