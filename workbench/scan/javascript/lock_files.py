"""Which lock file holds for a package.json."""

from __future__ import annotations

from collections.abc import Callable

from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.bun_locked import bun_locked
from workbench.scan.javascript.node_lock import NodeLock
from workbench.scan.javascript.npm_locked import npm_locked
from workbench.scan.javascript.npm_workspaces import MANIFEST, workspace_members
from workbench.scan.javascript.pnpm_locked import pnpm_locked
from workbench.scan.javascript.yarn_locked import yarn_locked
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

LOCKS: dict[str, tuple[str, Callable[[Document], NodeLock]]] = {
    "npm-shrinkwrap.json": ("npm", npm_locked),
    "package-lock.json": ("npm", npm_locked),
    "pnpm-lock.yaml": ("pnpm", pnpm_locked),
    "yarn.lock": ("yarn", yarn_locked),
    "bun.lock": ("bun", bun_locked),
}
"""Tool and reader of each lock file; where several lie together, the first one holds."""


def lock_for(folder: str, tree: Tree) -> tuple[NodeLock, str] | None:
    """Return the lock that holds for the package in `folder`, and that folder's path from it.

    It lies beside the package.json, or above where the folder is one of its workspaces.
    """
    at, inside = folder, ""
    while True:
        for path, read in _locks_in(at, tree):
            try:
                lock = tree.parsed(path, read)
            except Unreadable:
                continue
            members = tree.remember(workspace_members).get(at, ())
            if not inside or lock.covers(inside) or folder in members:
                return lock, inside
        if not at:
            return None
        at, _, last = at.rpartition("/")
        inside = f"{last}/{inside}" if inside else last


def _locks_in(folder: str, tree: Tree) -> list[tuple[str, Callable[[Document], NodeLock]]]:
    """The locks in `folder`, that of the tool named in `packageManager` first."""
    prefix = f"{folder}/" if folder else ""
    found = [(name, *LOCKS[name]) for name in LOCKS if f"{prefix}{name}" in tree]
    if len(found) > 1 and f"{prefix}{MANIFEST}" in tree:
        manager = _manager(f"{prefix}{MANIFEST}", tree)
        found.sort(key=lambda lock: lock[1] != manager)
    return [(f"{prefix}{name}", read) for name, _, read in found]


def _manager(path: str, tree: Tree) -> str:
    root = tree.parsed_or(path, read_json, Node(None))
    return root["packageManager"].text.partition("@")[0]
