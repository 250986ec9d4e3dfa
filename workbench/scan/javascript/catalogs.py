"""Ranges that a workspace names once: `"react": "catalog:"` in pnpm, Yarn and Bun."""

from __future__ import annotations

from workbench.scan.document import Unreadable
from workbench.scan.javascript.npm_workspaces import MANIFEST
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

PREFIX = "catalog:"
DEFAULT = "default"

_Catalogs = dict[tuple[str, str], str]


def from_catalog(name: str, text: str, folder: str, tree: Tree) -> str:
    """Return the range that `text` stands for in the package.json of `folder`.

    What refers to no catalog, or to an entry that is not there, is returned as it is.
    """
    if not text.startswith(PREFIX):
        return text
    key = (text.removeprefix(PREFIX).strip() or DEFAULT, name)
    known = tree.remember(_catalogs)
    while True:
        if key in known.get(folder, {}):
            return known[folder][key]
        if not folder:
            return text
        folder = folder.rpartition("/")[0]


def _catalogs(tree: Tree) -> dict[str, _Catalogs]:
    """The entries of each folder that has catalogs, by name of the catalog and the package."""
    found: dict[str, _Catalogs] = {}
    for path in tree.called("pnpm-workspace.yaml", ".yarnrc.yml", MANIFEST):
        folder, _, name = path.rpartition("/")
        try:
            if name == MANIFEST:
                root = tree.parsed(path, read_json)
                roots = [root["workspaces"], root]
            else:
                roots = tree.parsed(path, read_yaml)
        except Unreadable:
            continue  # the file's own format reports it
        for root in roots:
            found.setdefault(folder, {}).update(_entries(root))
    return found


def _entries(root: Node) -> _Catalogs:
    named = [(DEFAULT, root["catalog"]), *root["catalogs"].items()]
    return {
        (catalog, name): said.text
        for catalog, entries in named
        for name, said in entries.items()
        if said.text
    }
