"""What a Cargo.toml declares, with what it inherits from its workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.scan.document import Unreadable
from workbench.scan.remote import without_secrets
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree

MANIFEST = "Cargo.toml"

_NAME = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_EXACT = re.compile(r"=\s*(\d+\.\d+\.\d+[\w.+-]*)", re.ASCII)
_TABLES = {
    "dependencies": Scope.RUNTIME,
    "build-dependencies": Scope.BUILD,
    "build_dependencies": Scope.BUILD,
    "dev-dependencies": Scope.TEST,
    "dev_dependencies": Scope.TEST,
}


class Crate(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency; `own` ones lie in the project. `wanted` is the requirement as written."""

    name: str
    line: int
    scope: Scope
    wanted: str = ""
    own: bool = False
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly: a bare `1.2.3` does not."""
        exact = _EXACT.fullmatch(self.wanted.strip())
        return exact[1] if exact else ""


def crates(path: str, tree: Tree) -> Iterator[Crate]:
    """Yield the dependencies of the manifest at `path`. Raises Unreadable with the line.

    `workspace.dependencies` are yielded where a member inherits them, for there they are used.
    """
    root = tree.parsed(path, read_toml)
    workspace = workspace_root(path, tree)
    shared = workspace[1].at("workspace", "dependencies") if workspace else Node(None)
    for table, scope in _TABLES.items():
        yield from _table(root[table], shared, scope, ())
    for target, node in root["target"].items():
        for table, scope in _TABLES.items():
            yield from _table(node[table], shared, scope, (Trait("target", target),))


def workspace_root(path: str, tree: Tree) -> tuple[str, Node] | None:
    """The path and content of the workspace manifest that holds for `path`; it may be itself."""
    root = tree.parsed(path, read_toml)
    named = root.at("package", "workspace").text
    folder = path.rpartition("/")[0]
    if named:
        above = tree.resolve(folder, named)
        candidates = [] if above is None else [_in(above if above != "." else "")]
    else:
        candidates = [_in(folder)]
        while folder:
            folder = folder.rpartition("/")[0]
            candidates.append(_in(folder))
    for candidate in candidates:
        if candidate not in tree:
            continue
        try:
            found = tree.parsed(candidate, read_toml)
        except Unreadable:
            continue
        if found["workspace"].is_object:
            return candidate, found
    return None


def _in(folder: str) -> str:
    return f"{folder}/{MANIFEST}" if folder else MANIFEST


def _table(table: Node, shared: Node, scope: Scope, traits: tuple[Trait, ...]) -> Iterator[Crate]:
    for key, declared in table.items():
        source = shared[key] if declared["workspace"].value is True else declared
        name = source["package"].text or declared["package"].text or key
        if not _NAME.fullmatch(name) or not (source.text or source.is_object):
            continue
        git = source["git"].text
        optional = declared["optional"].value is True
        yield Crate(
            name=name,
            line=declared.line,
            scope=Scope.OPTIONAL if optional and scope is Scope.RUNTIME else scope,
            wanted=source.text or source["version"].text,
            own=bool(source["path"].text) and not git,
            traits=(*traits, Trait("vcs", _repository(source))) if git else traits,
        )


def _repository(source: Node) -> str:
    address = without_secrets(source["git"].text) or "git"
    references = [source[key].text for key in ("tag", "rev", "branch") if source[key].text]
    return f"{address}#{references[0]}" if references else address
