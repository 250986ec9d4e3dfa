"""What a MODULE.bazel declares: Starlark, which Python's own parser reads; nothing is run.

Described in https://bazel.build/rules/lib/globals/module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from workbench.scan.document import Document
from workbench.scan.syntax.read_python import read_python

MAX_TEXT = 4000


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the file. `owner` is the extension's variable for `maven.install(...)`.

    `texts` holds arguments that are strings, `lists` those that are lists of strings, with lines.
    """

    owner: str
    verb: str
    line: int
    texts: dict[str, str]
    lists: dict[str, tuple[tuple[str, int], ...]]
    dev: bool = False


class ModuleFile(msgspec.Struct, frozen=True, kw_only=True):
    """The calls in order, and the extensions and rules that variables stand for."""

    calls: tuple[Call, ...]
    extensions: dict[str, tuple[str, bool]]
    """Name of the extension or rule by variable, and whether it is for development only."""


def module_file(document: Document) -> ModuleFile:
    """Read a MODULE.bazel. Raises Unreadable with the line."""
    constants: dict[str, ast.expr] = {}
    extensions: dict[str, tuple[str, bool]] = {}
    calls = []
    for statement in read_python(document, "Starlark").body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, value = statement.targets[0].id, statement.value
            constants[name] = value
            made = _call(value, constants)
            if made and made.verb in ("use_extension", "use_repo_rule"):
                extensions[name] = (made.texts.get("1", ""), made.dev)
        elif isinstance(statement, ast.Expr) and (call := _call(statement.value, constants)):
            calls.append(call)
    return ModuleFile(calls=tuple(calls), extensions=extensions)


def _call(value: ast.expr, constants: dict[str, ast.expr]) -> Call | None:
    if not isinstance(value, ast.Call):
        return None
    function = value.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        owner, verb = function.value.id, function.attr
    elif isinstance(function, ast.Name):
        owner, verb = "", function.id
    else:
        return None
    given = [(str(place), argument) for place, argument in enumerate(value.args)]
    given += [(keyword.arg or "", keyword.value) for keyword in value.keywords]
    texts: dict[str, str] = {}
    lists: dict[str, tuple[tuple[str, int], ...]] = {}
    dev = False
    for key, argument in given:
        if (text := _text(argument, constants)) is not None:
            texts[key] = text
        elif key == "dev_dependency" and isinstance(argument, ast.Constant):
            dev = argument.value is True
        else:
            lists[key] = tuple(_strings(argument, constants))
    return Call(owner=owner, verb=verb, line=value.lineno, texts=texts, lists=lists, dev=dev)


def _text(value: ast.expr, constants: dict[str, ast.expr], depth: int = 0) -> str | None:
    """A string, a variable that is one, or a sum or `%` of strings; None for anything else."""
    if depth > 20:
        return None
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, ast.Name) and value.id in constants:
        return _text(constants[value.id], constants, depth + 1)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        left = _text(value.left, constants, depth + 1)
        right = _text(value.right, constants, depth + 1)
        if left is None or right is None or len(left) + len(right) > MAX_TEXT:
            return None
        return left + right
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mod):
        left = _text(value.left, constants, depth + 1)
        given = value.right.elts if isinstance(value.right, ast.Tuple) else [value.right]
        filled = [_text(part, constants, depth + 1) for part in given]
        if left is None or left.count("%s") != len(filled) or left.count("%") != len(filled):
            return None
        return left % tuple(filled) if None not in filled else None
    return None


def _strings(
    value: ast.expr, constants: dict[str, ast.expr], depth: int = 0
) -> Iterator[tuple[str, int]]:
    """Yield the strings of a list, a sum of lists, or a variable that is one."""
    if depth > 20:
        return
    if isinstance(value, ast.List | ast.Tuple):
        for item in value.elts:
            text = _text(item, constants)
            if text is not None:
                yield text, item.lineno
    elif isinstance(value, ast.Name) and value.id in constants:
        yield from _strings(constants[value.id], constants, depth + 1)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _strings(value.left, constants, depth + 1)
        yield from _strings(value.right, constants, depth + 1)
    elif isinstance(value, ast.ListComp) and isinstance(value.elt, ast.expr):
        for generator in value.generators:
            yield from _formatted(value.elt, generator, constants, depth)


def _formatted(
    element: ast.expr, generator: ast.comprehension, constants: dict[str, ast.expr], depth: int
) -> Iterator[tuple[str, int]]:
    """Yield `["group:%s:1.0" % name for name in NAMES]`, the form that lists of artifacts take."""
    if not isinstance(generator.target, ast.Name):
        return
    for text, line in _strings(generator.iter, constants, depth + 1):
        bound = {**constants, generator.target.id: ast.Constant(value=text)}
        made = _text(element, bound)
        if made is not None:
            yield made, line
