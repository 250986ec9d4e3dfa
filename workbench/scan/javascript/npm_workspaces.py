"""Which package.json files belong together: npm, yarn, pnpm and Lerna workspaces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.scan.document import Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

MANIFEST = "package.json"
NO_NAMES: frozenset[str] = frozenset()


def workspace_names(tree: Tree) -> dict[str, frozenset[str]]:
    """Map the folder of every workspace root and member to the names of all its packages.

    For `Tree.remember`. A folder in no workspace is left out, and so are unreadable files.
    """
    together: dict[str, frozenset[str]] = {}
    for folders in tree.remember(workspace_members).values():
        names = (_name(f"{f}/{MANIFEST}" if f else MANIFEST, tree) for f in folders)
        shared = frozenset(name for name in names if name)
        for folder in folders:
            together[folder] = together.get(folder, NO_NAMES) | shared
    return together


def workspace_members(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Map the folder of every workspace root to those of its packages, itself the first.

    For `Tree.remember`.
    """
    roots: dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]] = {}
    for path in tree.called(MANIFEST, "lerna.json", "pnpm-workspace.yaml"):
        globs = _globs(path, tree)
        if globs:
            roots[path.rpartition("/")[0]] = _patterns(globs)
    members: dict[str, list[str]] = {root: [root] for root in roots}
    for folder in (path.rpartition("/")[0] for path in tree.called(MANIFEST)):
        above = folder
        while above:
            above = above.rpartition("/")[0]
            if above in roots and _belongs(folder[len(above) :].strip("/"), *roots[above]):
                members[above].append(folder)
                break
    return {root: tuple(folders) for root, folders in members.items()}


def _name(path: str, tree: Tree) -> str:
    return tree.parsed_or(path, read_json, Node(None))["name"].text


def _globs(path: str, tree: Tree) -> list[str]:
    """The member globs of `path`, which is a file that may hold some."""
    name = path.rpartition("/")[2]
    try:
        if name == "pnpm-workspace.yaml":
            return _texts(node for d in tree.parsed(path, read_yaml) for node in d["packages"])
        root: Node = tree.parsed(path, read_json)
    except Unreadable:
        return []
    if name == "lerna.json":
        return _texts(root["packages"]) or ["packages/*"]
    return _texts([*root["workspaces"], *root.at("workspaces", "packages")])


def _texts(nodes: Iterable[Node]) -> list[str]:
    return [node.text for node in nodes if node.text]


def _patterns(globs: list[str]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """One pattern of what belongs and one of what does not (globs that begin with `!`)."""
    wanted = [_regex(g) for g in globs if not g.startswith("!")]
    unwanted = [_regex(g[1:]) for g in globs if g.startswith("!")]
    return (
        re.compile("|".join(wanted)) if wanted else None,
        re.compile("|".join(unwanted)) if unwanted else None,
    )


def _regex(glob: str) -> str:
    """`*` stays within one folder, `**` does not; braces and the rest are taken as written."""
    parts = []
    for part in re.split(r"(\*\*/?|\*)", glob.removeprefix("./").rstrip("/")):
        parts.append({"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*"}.get(part) or re.escape(part))
    return f"(?:{''.join(parts)})"


def _belongs(folder: str, wanted: re.Pattern[str] | None, unwanted: re.Pattern[str] | None) -> bool:
    if wanted is None or not wanted.fullmatch(folder):
        return False
    return unwanted is None or not unwanted.fullmatch(folder)
