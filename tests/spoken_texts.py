"""The texts of errors and warnings as they stand in the code, with their places to fill."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import workbench

CODE = Path(workbench.__file__).parent
RAISED = frozenset({"Unreadable", "WorkbenchError"})
_PLACES = "abcdefgh"


def raised_texts(*folders: str) -> set[str]:
    """Return the text of every error that is raised below `folders` of the package."""
    return {text for tree in _trees(folders) for text in _raised(tree)}


def warning_texts(*folders: str) -> set[str]:
    """Return every sentence in the code below `folders` that is no docstring."""
    return {text for tree in _trees(folders) for text in _sentences(tree)}


def template(node: ast.expr) -> str:
    """Return a literal text with {a}, {b} where values are filled in; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    names = iter(_PLACES)
    parts = [
        part.value if isinstance(part, ast.Constant) else f"{{{next(names)}}}"
        for part in node.values
    ]
    return "".join(str(part) for part in parts)


def _trees(folders: tuple[str, ...]) -> Iterator[ast.Module]:
    for folder in folders:
        path = CODE / folder
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield ast.parse(file.read_text(encoding="utf-8"))


def _raised(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args:
            first = node.args[0]
            texts = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            yield from filter(None, map(template, texts))


def _sentences(tree: ast.Module) -> Iterator[str]:
    silent = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr | ast.JoinedStr)
        for part in ([node.value] if isinstance(node, ast.Expr) else node.values)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in silent:
            text = template(node)
            if text.endswith(".") and text.count(" ") >= 3:
                yield text
