"""Calls in a Python program, by the syntax tree: nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbench.scan.document import Unreadable
from workbench.scan.syntax.read_python import parse_python

Call = tuple[str, str, int, int, tuple[str, ...]]
"""Full name, label, line from 1, column from 0 in characters, names of the arguments."""


def python_calls(text: str) -> Iterator[Call]:
    """Yield the calls of imported names that give their arguments by name, and all of them so."""
    try:
        tree = parse_python(text)
    except Unreadable:
        return  # what is wrong with it, Python says
    lines = text.split("\n")
    nodes = list(ast.walk(tree))
    imported = _imported(nodes)
    for node in nodes:
        if not isinstance(node, ast.Call) or not node.keywords:
            continue
        name = _full_name(node.func, imported)
        given = [k.arg for k in node.keywords if k.arg is not None]
        if not name or len(given) < len(node.keywords):  # `**more` may hold anything
            continue
        label = next(filter(None, map(_text, node.args)), "")
        column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode("utf-8", "replace"))
        yield name, label, node.lineno, column, tuple(given)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _imported(nodes: list[ast.AST]) -> dict[str, str]:
    """Return what each imported name means."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                plain = alias.name.partition(".")[0]
                found[alias.asname or plain] = alias.name if alias.asname else plain
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def _full_name(node: ast.expr, imported: dict[str, str]) -> str:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in imported:
        return ""
    return ".".join((imported[node.id], *reversed(names)))
