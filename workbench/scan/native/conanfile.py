"""What a conanfile asks for: the text form, and the literals of the form that is a program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.native.conan_reference import ConanReference, conan_reference
from workbench.scan.syntax.read_python import read_python

_SECTION = regex(r"\[(\w+)\]\s*(?:#.*)?")
_SCOPES = {
    "requires": Scope.RUNTIME,
    "tool_requires": Scope.BUILD,
    "build_requires": Scope.BUILD,
    "python_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
}


class ConanRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One reference that is asked for, with its line."""

    reference: ConanReference
    line: int
    scope: Scope


class Conanfile(msgspec.Struct, frozen=True, kw_only=True):
    """The requirements; name and version of the recipe where it gives them."""

    requirements: tuple[ConanRequirement, ...] = ()
    name: tuple[str, int] = ("", 0)
    version: str = ""


def conanfile(document: Document) -> Conanfile:
    """Read conanfile.txt or conanfile.py. Raises Unreadable with the line."""
    if document.name.endswith(".py"):
        return _recipe(document)
    return Conanfile(requirements=tuple(_listed(document)))


def _listed(document: Document) -> Iterator[ConanRequirement]:
    scope: Scope | None = None
    for number, raw in enumerate(document.lines, 1):
        line = raw.strip()
        if section := _SECTION.fullmatch(line):
            scope = _SCOPES.get(section[1])
        elif scope and line and not line.startswith("#"):
            reference = conan_reference(line.partition(" #")[0])
            if reference:
                yield ConanRequirement(reference=reference, line=number, scope=scope)


def _recipe(document: Document) -> Conanfile:
    """Read the class attributes, and the calls `self.requires("...")`, that are literal."""
    found: list[ConanRequirement] = []
    name, version = ("", 0), ""
    for node in ast.walk(read_python(document)):
        if isinstance(node, ast.ClassDef):
            for key, value in _attributes(node):
                if key in _SCOPES:
                    found += _references(value, _SCOPES[key])
                elif isinstance(value, ast.Constant) and isinstance(value.value, str):
                    name = (value.value, value.lineno) if key == "name" else name
                    version = value.value if key == "version" else version
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_self = isinstance(node.func.value, ast.Name) and node.func.value.id == "self"
            if is_self and node.func.attr in _SCOPES and node.args:
                found += _references(node.args[0], _SCOPES[node.func.attr])
    found.sort(key=_line)
    return Conanfile(requirements=tuple(found), name=name, version=version)


def _line(requirement: ConanRequirement) -> int:
    return requirement.line


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value


def _references(value: ast.expr, scope: Scope) -> Iterator[ConanRequirement]:
    """Read one string or a collection of them; a pair is a reference and its options."""
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        for item in value.elts:
            yield from _references(item, scope)
    elif text := _spelled(value):
        reference = conan_reference(text)
        if reference:
            yield ConanRequirement(reference=reference, line=value.lineno, scope=scope)


def _spelled(value: ast.expr) -> str:
    """A literal string, or one whose version is put together at run time, marked by a brace."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in value.values]
        return "".join(str(part) for part in parts)
    return ""
