"""The tasks of a playbook or a role's file, with their variables filled in where these are literal.

https://docs.ansible.com/ansible/latest/reference_appendices/playbooks_keywords.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.syntax.computed import Unresolved, either, options
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree, within

MAX_DEPTH = 10
MAX_FILES = 200
"""With variables of inventories, of one folder of playbooks."""

_LISTS = ("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always")
_ONE = regex(r"\{\{\s*([A-Za-z_]\w*)((?:\.\w+)*)\s*\}\}")
_LOOPS = ("loop", "with_items", "with_list", "with_flattened")


@dataclass(frozen=True)
class Task:
    """One call of a module: its short name, its arguments, and the task around it."""

    module: str
    arguments: Node
    task: Node
    variables: Node

    def value(self, node: Node) -> Node:
        """Return what `{{ name }}` stands for; any other node as it is."""
        found = _ONE.fullmatch(node.text.strip())
        if not found:
            return Unresolved.of(node.text, node.line) if "{{" in node.text else node
        name, path = found.groups()
        values = self._items() if name == "item" else list(options(self.variables[name]))
        for key in filter(None, path.split(".")):
            values = [value[key] for value in values]
        known = [value for value in values if value]
        return either(known, node.line) if known else Unresolved.of(node.text, node.line)

    def _items(self) -> list[Node]:
        for key in _LOOPS:
            listed = self.task[key]
            if not listed.is_list and listed:
                listed = next(options(self.value(listed)), listed)
            if listed.is_list:
                return list(listed)
        return []


def tasks_of(document: Document, tree: Tree) -> Iterator[Task]:
    """Yield the modules that a file of tasks or plays calls. Raises Unreadable."""
    for root in read_yaml(document, places=True)[:1]:
        variables = _variables(document, tree)
        for element in root:
            given = {**variables, **dict(element["vars"].items())}
            yield from _tasks(element, Node(given), 0)


def _tasks(element: Node, variables: Node, depth: int) -> Iterator[Task]:
    if depth > MAX_DEPTH or not element.is_object:
        return
    nested = [inner for key in _LISTS for inner in element[key]]
    for inner in nested:
        yield from _tasks(inner, variables, depth + 1)
    if not nested and "hosts" not in element:
        for key, arguments in element.items():
            yield Task(key.rpartition(".")[2], arguments, element, variables)


def _variables(document: Document, tree: Tree) -> dict[str, Node]:
    """Return the variables of the role that the file is of, and of groups and hosts.

    What several inventories set may be any of their values; a role's default holds besides.
    """
    folder, _, last = document.folder.rpartition("/")
    is_role = last in ("tasks", "handlers")
    home = _above_roles(folder) if is_role else document.folder
    files = [p for p in tree.remember(_of_inventories) if p.startswith(f"{home}/" if home else "")]
    found: dict[str, list[Node]] = {}
    for path in files[:MAX_FILES]:
        for name, value in _members(path, tree):
            found.setdefault(name, []).append(value)
    if is_role:
        for kind in ("defaults", "vars"):
            for end in _ENDS:
                for name, value in _members(within(folder, f"{kind}/main.{end}"), tree):
                    found.setdefault(name, []).append(value)
    return {name: either(values) for name, values in found.items()}


def _members(path: str, tree: Tree) -> Iterator[tuple[str, Node]]:
    for root in tree.parsed_or(path, _placed, []):
        yield from root.items()


def _above_roles(role: str) -> str:
    """Return the folder of the playbooks that a role is for: the one that holds `roles`."""
    parts = role.split("/")
    return "/".join(parts[: parts.index("roles")]) if "roles" in parts else role


def _of_inventories(tree: Tree) -> list[str]:
    """Return the files with variables of groups and hosts, wherever inventories lie."""
    return sorted(p for p in tree.sizes if p.endswith(_ENDS) and _INVENTORY.search(p))


_INVENTORY = regex(r"(?:^|/)(?:group_vars|host_vars)/")
_ENDS = ("yml", "yaml")


def _placed(document: Document) -> list[Node]:
    return read_yaml(document, places=True)
