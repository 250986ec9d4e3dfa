"""What a package.json asks for: dependencies by scope, tools, overrides."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.syntax.node import Node

PEERS = "peerDependencies"
SECTIONS = {
    "optionalDependencies": Scope.OPTIONAL,
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.BUILD,
    PEERS: Scope.RUNTIME,
}
"""In the order in which npm lets one section hide another; peers only count on their own."""
_MANAGERS = ("npm", "yarn", "pnpm", "bun")
_HASH = regex(r"\+sha\d+\..*$")
MAX_OVERRIDES = 20
"""Levels of overrides within overrides."""


def dependencies(root: Node) -> Iterator[tuple[str, Node, Scope, bool]]:
    """Yield name, entry and scope of each dependency, each name once, and whether it is a peer."""
    met = set[str]()
    for section, scope in SECTIONS.items():
        for name, declared in root[section].items():
            if name in met or not isinstance(declared.value, str):
                continue
            met.add(name)
            may_miss = root.at("peerDependenciesMeta", name, "optional").value is True
            peer = section == PEERS
            yield name, declared, Scope.OPTIONAL if peer and may_miss else scope, peer


def tools(root: Node) -> Iterator[tuple[str, str, int]]:
    """Yield name, version or range, and line of the package managers that the file asks for.

    `packageManager` and Volta pin one, `devEngines` and `engines` bound it.
    """
    pinned = root["packageManager"]
    name, _, version = pinned.text.partition("@")
    if name in _MANAGERS and version and "://" not in version:
        yield name, _HASH.sub("", version), pinned.line
    for name in _MANAGERS:
        for section in ("volta", "engines"):
            if root[section][name].text:
                yield name, root[section][name].text, root[section][name].line
    for name, said in _dev_engines(root, "packageManager"):
        if name in _MANAGERS:
            yield name, said.text, said.line


def runtimes(root: Node) -> Iterator[tuple[str, str, int]]:
    """Yield name, version or range, and line of each runtime that the file asks for."""
    for section in ("volta", "engines"):
        node = root[section]["node"]
        if node.text:
            yield "node", node.text, node.line
    for name, said in _dev_engines(root, "runtime"):
        if name in ("node", "bun", "deno"):
            yield name, said.text, said.line


def overrides(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield name and entry of each package whose version the file forces upon others.

    npm's `overrides`, Yarn's `resolutions` and pnpm's `pnpm.overrides`; of a path such as
    `a/**/b` or `a>b` the last package is the one that is forced.
    """
    yield from _nested(root["overrides"], 0)
    yield from _nested(root.at("pnpm", "overrides"), 0)
    for path, said in root["resolutions"].items():
        yield _last(path), said


def _nested(entries: Node, depth: int) -> Iterator[tuple[str, Node]]:
    if depth > MAX_OVERRIDES:
        return
    for path, said in entries.items():
        if said.is_object:
            own = said["."]
            if own.text:
                yield _last(path), own
            inner = Node({k: v for k, v in said.items() if k != "."}, said.line)
            yield from _nested(inner, depth + 1)
        else:
            yield _last(path), said


def _last(path: str) -> str:
    """The package that a selector ends in, less its own range."""
    last = path.rpartition(">")[2] if ">" in path and ">=" not in path else path
    parts = [part for part in last.split("/") if part and part != "**"]
    name = parts[-1] if parts else ""
    if len(parts) > 1 and parts[-2].startswith("@"):
        name = f"{parts[-2]}/{name}"
    at = name.find("@", 1)
    return name[:at] if at > 0 else name


def _dev_engines(root: Node, key: str) -> Iterator[tuple[str, Node]]:
    said = root.at("devEngines", key)
    for entry in said if said.is_list else (said,):
        if entry["version"].text:
            yield entry["name"].text, entry["version"]
