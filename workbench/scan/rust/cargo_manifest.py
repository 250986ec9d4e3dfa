"""What a Cargo.toml declares, with what it inherits from its workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.remote import without_secrets
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree, within

MANIFEST = "Cargo.toml"

_NAME = regex(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_EXACT = regex(r"=\s*(\d+\.\d+\.\d+[\w.+-]*)", re.ASCII)
_TABLES = {
    "dependencies": Scope.RUNTIME,
    "build-dependencies": Scope.BUILD,
    "build_dependencies": Scope.BUILD,
    "dev-dependencies": Scope.TEST,
    "dev_dependencies": Scope.TEST,
}


class Crate(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency; `own` ones lie in the project. `wanted` is the requirement as written.

    `patched_by_own`: the workspace puts a folder of its own in place of some version of it.
    """

    name: str
    line: int
    scope: Scope
    wanted: str = ""
    own: bool = False
    patched_by_own: bool = False
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly: a bare `1.2.3` does not."""
        exact = _EXACT.fullmatch(self.wanted.strip())
        return exact[1] if exact else ""


class Inherited(msgspec.Struct, frozen=True):
    """What the workspace says of its members' dependencies."""

    shared: Node
    """`workspace.dependencies`, by key."""
    patches: dict[str, Node]
    """What `patch` and `replace` put in place of a crate, by the crate's name."""


def crates(path: str, tree: Tree) -> Iterator[Crate]:
    """Yield the dependencies of the manifest at `path`. Raises Unreadable with the line.

    `workspace.dependencies` are yielded where a member inherits them, for there they are used.
    """
    root = tree.parsed(path, read_toml)
    workspace = workspace_root(path, tree)
    top = workspace[1] if workspace else root
    inherited = Inherited(shared=top.at("workspace", "dependencies"), patches=_patches(top))
    for table, scope in _TABLES.items():
        yield from _table(root[table], inherited, scope, ())
    for target, node in root["target"].items():
        for table, scope in _TABLES.items():
            yield from _table(node[table], inherited, scope, (Trait("target", target),))


def workspace_root(path: str, tree: Tree) -> tuple[str, Node] | None:
    """The path and content of the workspace manifest that holds for `path`; it may be itself."""
    root = tree.parsed(path, read_toml)
    named = root.at("package", "workspace").text
    folder = path.rpartition("/")[0]
    if named:
        above = tree.resolve(folder, named)
        candidates = [] if above is None else [within(above if above != "." else "", MANIFEST)]
    else:
        candidates = [within(folder, MANIFEST)]
        while folder:
            folder = folder.rpartition("/")[0]
            candidates.append(within(folder, MANIFEST))
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


def _patches(root: Node) -> dict[str, Node]:
    """The sources of `patch` and of its predecessor `replace`, by crate (Cargo reads both)."""
    found = {key.partition(":")[0]: node for key, node in root["replace"].items()}
    for _, registry in root["patch"].items():
        for key, node in registry.items():
            found[node["package"].text or key] = node
    return found


def _table(
    table: Node, inherited: Inherited, scope: Scope, traits: tuple[Trait, ...]
) -> Iterator[Crate]:
    for key, declared in table.items():
        source = inherited.shared[key] if declared["workspace"].value is True else declared
        name = source["package"].text or declared["package"].text or key
        if not _NAME.fullmatch(name) or not (source.text or source.is_object):
            continue
        patch = inherited.patches.get(name, Node(None))
        git = source["git"].text
        optional = declared["optional"].value is True
        yield Crate(
            name=name,
            line=declared.line,
            scope=Scope.OPTIONAL if optional and scope is Scope.RUNTIME else scope,
            wanted=source.text or source["version"].text,
            own=bool(source["path"].text) and not git,
            patched_by_own=bool(patch["path"].text),
            traits=(*traits, *_source_traits(source, patch)),
        )


def _source_traits(source: Node, patch: Node) -> Iterator[Trait]:
    """Where the crate comes from, if that is not the public registry."""
    for place in (source, patch):
        if place["git"].text:
            yield Trait("vcs", _repository(place))
            return
    registry = source["registry"].text or source["registry-index"].text
    if registry:
        yield Trait("registry", without_secrets(registry) or registry)


def _repository(source: Node) -> str:
    address = without_secrets(source["git"].text) or "git"
    references = [source[key].text for key in ("tag", "rev", "branch") if source[key].text]
    return f"{address}#{references[0]}" if references else address
