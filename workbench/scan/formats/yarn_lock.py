"""yarn.lock: every package that Yarn installs, classic and berry."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.javascript.catalogs import from_catalog
from workbench.scan.javascript.node_lock import locked_scopes, locked_sightings
from workbench.scan.javascript.npm_manifest import dependencies
from workbench.scan.javascript.npm_workspaces import MANIFEST, workspace_members
from workbench.scan.javascript.yarn_locked import YarnLock, yarn_locked
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

ID = "yarn-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less links to the project's own.

    The lock does not tell what is asked for from what that needs in turn, nor why: the manifests
    beside it and of its workspaces do.
    """
    lock = tree.parsed(document.path, yarn_locked)
    asked = _asked(document.folder, lock, tree)
    scopes = locked_scopes(asked.items(), lock.needs, lock.may_miss)
    yield from locked_sightings(lock, document.path, ID, asked, scopes)


def _asked(folder: str, lock: YarnLock, tree: Tree) -> dict[str, Scope]:
    """The keys of what the manifests ask for; without any, of what no other package needs."""
    asked: dict[str, Scope] = {}
    manifests = [path for path in _manifests(folder, lock, tree) if path in tree]
    for path in manifests:
        root = tree.parsed_or(path, read_json, Node(None))
        for name, declared, scope, _ in dependencies(root):
            inside = path.rpartition("/")[0]
            found = lock.installed("", name, from_catalog(name, declared.text, inside, tree))
            if found:
                asked[found[0]] = min(asked.get(found[0], scope), scope, key=list(Scope).index)
    if manifests:
        return asked
    needed = {key for keys in (*lock.needs.values(), *lock.may_miss.values()) for key in keys}
    return {key: Scope.RUNTIME for key in lock.packages if key not in needed}


def _manifests(folder: str, lock: YarnLock, tree: Tree) -> Iterator[str]:
    members = tree.remember(workspace_members).get(folder, ())
    named = {tree.resolve(folder, inside or ".") for inside in lock.folders}
    for member in dict.fromkeys((folder, *members, *sorted(n for n in named if n and n != "."))):
        yield f"{member}/{MANIFEST}" if member else MANIFEST


FORMAT = Format(
    id=ID,
    title="Yarn lock file",
    patterns=("yarn.lock",),
    read=read,
    documentation="https://yarnpkg.com/advanced/lexicon#lockfile",
    most_bytes=WRITTEN_BY_TOOLS,
)
