"""The requirements that a setup.py spells as literals. It is parsed, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope
from workbench.scan.syntax.read_python import read_python

MAX_STEPS = 20_000
"""Expressions looked at for one file: names may refer to each other without end."""

_SCOPES = {
    "install_requires": Scope.RUNTIME,
    "requires": Scope.RUNTIME,
    "setup_requires": Scope.BUILD,
    "tests_require": Scope.TEST,
}
_GROWING = ("append", "extend", "insert")


class Literal(msgspec.Struct, frozen=True):
    """One requirement as written; `marker` belongs to its extra, `condition` its `if`."""

    text: str
    line: int
    scope: Scope
    marker: str = ""
    condition: str = ""


class Computed(msgspec.Struct, frozen=True):
    """A part that only running the file would tell, with the file names that it mentions."""

    argument: str
    line: int
    files: tuple[str, ...]


def setup_py_requirements(document: Document) -> Iterator[Literal | Computed]:
    """Yield what `setup(...)` is called with. Raises Unreadable with the line."""
    yield from _Reader(read_python(document)).found()


class _Reader:
    def __init__(self, module: ast.Module) -> None:
        self._steps = 0
        self._values: dict[str, list[tuple[ast.expr, str]]] = {}
        self._functions: dict[str, ast.FunctionDef] = {}
        self._calls: list[ast.Call] = []
        pending: list[tuple[ast.AST, str]] = [(module, "")]
        while pending:
            node, condition = pending.pop()
            self._note(node, condition)
            inner = condition
            for field, value in ast.iter_fields(node):
                if isinstance(node, ast.If) and field in ("body", "orelse"):
                    test = ast.unparse(node.test)
                    inner = test if field == "body" else f"not ({test})"
                    inner = f"{condition} and {inner}" if condition else inner
                children = value if isinstance(value, list) else [value]
                pending += [(c, inner) for c in reversed(children) if isinstance(c, ast.AST)]
                inner = condition

    def _note(self, node: ast.AST, condition: str) -> None:
        """Remember calls of `setup`, and what is put under each plain name."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._put(target, node.value, condition)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign) and node.value is not None:
            self._put(node.target, node.value, condition)
        elif isinstance(node, ast.FunctionDef):
            self._functions[node.name] = node
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else _name(node.func)
            if name == "setup":
                self._calls.append(node)
            elif name in _GROWING and isinstance(node.func, ast.Attribute) and node.args:
                grown = node.args[-1]
                one = name != "extend"
                value = ast.copy_location(ast.List([grown], ast.Load()), grown) if one else grown
                self._put(node.func.value, value, condition)

    def _put(self, target: ast.expr, value: ast.expr, condition: str) -> None:
        if isinstance(target, ast.Name):
            self._values.setdefault(target.id, []).append((value, condition))
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            entry = ast.copy_location(ast.Dict([target.slice], [value]), value)
            self._values.setdefault(target.value.id, []).append((entry, condition))

    def found(self) -> Iterator[Literal | Computed]:
        for call in self._calls:
            for keyword in call.keywords:
                if keyword.arg is None:
                    for name, value, condition in self._entries(keyword.value, ""):
                        yield from self._argument(name, value, condition)
                else:
                    yield from self._argument(keyword.arg, keyword.value, "")

    def _argument(self, name: str, value: ast.expr, condition: str) -> Iterator[Literal | Computed]:
        if name in _SCOPES:
            for text, line, inner in self._texts(value, condition, name):
                yield (
                    text
                    if isinstance(text, Computed)
                    else Literal(text, line, _SCOPES[name], condition=inner)
                )
        elif name == "extras_require":
            entries = list(self._entries(value, condition))
            if not entries and not (isinstance(value, ast.Dict) and not value.keys):
                yield Computed(name, value.lineno, tuple(self._files(value)))
            for extra, entry, inner in entries:
                group, _, marker = extra.partition(":")
                scope = group_scope(group, Scope.OPTIONAL) if group else Scope.RUNTIME
                for text, line, deeper in self._texts(entry, inner, name):
                    yield (
                        text
                        if isinstance(text, Computed)
                        else Literal(text, line, scope, marker, deeper)
                    )

    def _entries(self, value: ast.expr, condition: str) -> Iterator[tuple[str, ast.expr, str]]:
        """Yield key, value and condition of the entries of a dictionary that has literal keys."""
        if not self._step():
            return
        if isinstance(value, ast.Dict):
            for key, entry in zip(value.keys, value.values, strict=True):
                if key is None:
                    yield from self._entries(entry, condition)
                elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, entry, condition
        elif isinstance(value, ast.Call) and _name(value.func) == "dict":
            for keyword in value.keywords:
                if keyword.arg:
                    yield keyword.arg, keyword.value, condition
        elif isinstance(value, ast.Name):
            for known, inner in self._values.get(value.id, ()):
                yield from self._entries(known, inner or condition)

    def _texts(
        self, value: ast.expr, condition: str, argument: str
    ) -> Iterator[tuple[str | Computed, int, str]]:
        """Yield the strings of a list, of lists put together, and of names that stand for them."""
        if not self._step():
            return
        if isinstance(value, ast.List | ast.Tuple | ast.Set):
            for element in value.elts:
                yield from self._texts(element, condition, argument)
        elif isinstance(value, ast.Constant):
            if isinstance(value.value, str):
                for offset, line in enumerate(value.value.split("\n")):
                    yield line.strip(), value.lineno + offset, condition
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            yield from self._texts(value.left, condition, argument)
            yield from self._texts(value.right, condition, argument)
        elif isinstance(value, ast.Starred):
            yield from self._texts(value.value, condition, argument)
        elif isinstance(value, ast.Call) and _name(value.func) in (
            "list",
            "tuple",
            "sorted",
            "set",
        ):
            for part in value.args[:1]:
                yield from self._texts(part, condition, argument)
        elif isinstance(value, ast.Name) and value.id in self._values:
            for known, inner in self._values[value.id]:
                yield from self._texts(known, inner or condition, argument)
        else:
            yield Computed(argument, value.lineno, tuple(self._files(value))), 0, condition

    def _files(self, value: ast.expr) -> Iterator[str]:
        """Yield the strings in an expression that may name files, through names and functions."""
        for node in ast.walk(value):
            if not self._step():
                return
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.Name):
                if function := self._functions.get(node.id):
                    parts = (part for part in ast.walk(function) if isinstance(part, ast.Constant))
                    yield from (part.value for part in parts if isinstance(part.value, str))
                for known, _ in self._values.get(node.id, ()):
                    if known is not value and not isinstance(known, ast.Name):
                        yield from self._files(known)

    def _step(self) -> bool:
        self._steps += 1
        return self._steps <= MAX_STEPS


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
