"""What a conan.lock pins: the graph of Conan 1, the lists of Conan 2."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope
from workbench.scan.document import Document, Unreadable
from workbench.scan.native.conan_reference import ConanReference, conan_reference
from workbench.scan.reach import reached_scopes
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json

_LISTS = {
    "requires": Scope.RUNTIME,
    "build_requires": Scope.BUILD,
    "python_requires": Scope.BUILD,
    "config_requires": Scope.BUILD,
}


class LockedConan(msgspec.Struct, frozen=True, kw_only=True):
    """One package; `direct` is None where the lock does not tell (Conan 2)."""

    reference: ConanReference
    line: int
    scope: Scope
    direct: bool | None = None


def conan_locked(document: Document) -> tuple[LockedConan, ...]:
    """Read a lock file of either generation. Raises Unreadable with the line."""
    root = read_json(document)
    nodes = root.at("graph_lock", "nodes")
    if nodes.is_object:
        return tuple(_graph(nodes))
    if not any(key in root for key in _LISTS):
        raise Unreadable("is no conan.lock: it holds no graph and no `requires`", root.line)
    return tuple(_listed(root))


def _listed(root: Node) -> Iterator[LockedConan]:
    for key, scope in _LISTS.items():
        for node in root[key]:
            text = node.text or next((part.text for part in node), "")
            if reference := conan_reference(text):
                yield LockedConan(reference=reference, line=node.line, scope=scope)


def _graph(nodes: Node) -> Iterator[LockedConan]:
    """Node 0 is the project where it has no reference of its own."""
    every = dict(nodes.items())
    root = every.get("0", Node(None))
    named: dict[str, Scope] = {}
    for key in ("build_requires", "requires"):
        named |= {n.text: _LISTS[key] for n in root[key] if n.text}
    needs = {
        id_: [n.text for key in ("requires", "build_requires") for n in node[key] if n.text]
        for id_, node in every.items()
    }
    scopes = reached_scopes(named.items(), needs)
    for id_, node in every.items():
        reference = conan_reference(node["ref"].text)
        if reference and not (id_ == "0" and node["path"].text):
            yield LockedConan(
                reference=reference,
                line=node["ref"].line,
                scope=scopes.get(id_, Scope.RUNTIME),
                direct=id_ in named or not named,
            )
