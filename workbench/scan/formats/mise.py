"""mise: the tools that a project asks for, and the platforms that mise.lock holds them for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from workbench.model.component import Occurrence, Scope, Sighting, Trait
from workbench.scan.declared_tool import declared_tool
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree
from workbench.scan.version_files import VERSION_FILES, read_tool, runtime_of_tool

ID = "mise"
LOCK_ID = "mise-lock"
_PLATFORMS = "platforms."


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield each tool, at the locked version where mise.lock holds just one for it.

    The runtimes of `mise.toml` are `runtime-version`'s to read, those of its other names are not.
    """
    locked = _locked_beside(document, tree)
    for name, said in tree.parsed(document.path, read_toml)["tools"].items():
        if runtime_of_tool(name) and document.name in VERSION_FILES:
            continue
        for version in said if said.is_list else (said,):
            spelled = version.text or version["version"].text or "latest"
            at = Occurrence(document.path, said.line, Scope.BUILD, reader=ID)
            sighting = _tool(name, spelled, at)
            if sighting is not None:
                yield _at_locked(sighting, spelled, locked.get(name, []), name)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield each locked tool with the platforms that it was locked for."""
    for name, entries in tree.parsed(document.path, read_toml)["tools"].items():
        for entry in entries if entries.is_list else (entries,):
            version = entry["version"]
            if not version.text:
                continue
            at = Occurrence(
                path=document.path,
                line=version.line,
                scope=Scope.BUILD,
                traits=tuple(Trait("locked-for", platform) for platform in _platforms(entry)),
                reader=LOCK_ID,
            )
            sighting = _tool(name, version.text, at)
            if sighting is not None:
                yield sighting


def _tool(name: str, spelled: str, at: Occurrence) -> Sighting | None:
    if runtime_of_tool(name):
        return next(read_tool(name, spelled, structs.replace(at, scope=Scope.RUNTIME)), None)
    return declared_tool(name, spelled, at)


def _platforms(entry: Node) -> list[str]:
    dotted = [
        key.removeprefix(_PLATFORMS) for key, _ in entry.items() if key.startswith(_PLATFORMS)
    ]
    return sorted({*dotted, *(key for key, _ in entry["platforms"].items())})


def _locked_beside(document: Document, tree: Tree) -> dict[str, list[str]]:
    """The locked versions of each tool."""
    path = f"{document.folder}/mise.lock" if document.folder else "mise.lock"
    if path not in tree:
        return {}
    try:
        tools = tree.parsed(path, read_toml)["tools"]
    except Unreadable:
        return {}  # it has its own problem reported
    return {
        name: [e["version"].text for e in (entries if entries.is_list else (entries,))]
        for name, entries in tools.items()
    }


def _at_locked(sighting: Sighting, spelled: str, versions: list[str], name: str) -> Sighting:
    if len(versions) != 1 or not versions[0] or spelled == versions[0]:
        return sighting
    at = sighting.occurrence
    pinned = _tool(name, versions[0], at)
    if pinned is None:
        return sighting
    return structs.replace(pinned, occurrence=structs.replace(at, constraint=spelled))


MISE = Format(
    id=ID,
    title="mise settings",
    patterns=(
        "mise.toml",
        ".mise.toml",
        "mise.local.toml",
        ".mise.local.toml",
        "mise/config.toml",
        "*/mise/config.toml",
        ".mise/config.toml",
        "*/.mise/config.toml",
        "*/mise/conf.d/*.toml",
    ),
    read=read,
    documentation="https://mise.jdx.dev/configuration.html",
)
LOCK = Format(
    id=LOCK_ID,
    title="mise lock file",
    patterns=("mise.lock", "mise.local.lock"),
    read=read_lock,
    documentation="https://mise.jdx.dev/dev-tools/mise-lock.html",
)
FORMATS = (MISE, LOCK)
