"""CMake files as calls: commands with their arguments, simple variables filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document

_TOKEN = regex(
    r"""(?P<skip>[ \t\n]+|\#\[(?P<eq>=*)\[.*?(?:\](?P=eq)\]|\Z)|\#[^\n]*)
    |(?P<string>"(?:[^"\\]++|\\.)*+(?:"|\\?\Z))
    |(?P<long>\[(?P<long_eq>=*)\[.*?(?:\](?P=long_eq)\]|\Z))
    |(?P<sign>[()])
    |(?P<word>(?:[^ \t\n()\#"\\]|\\.)+)
    |(?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMMAND = regex(r"[A-Za-z_]\w*")
_VARIABLE = regex(r"\$\{(\w+)\}")
_MAX_LENGTH = 2000


class CMakeCall(msgspec.Struct, frozen=True):
    """One command in lower case; what is not literal in its arguments still holds `${`."""

    command: str
    arguments: tuple[str, ...]
    line: int


def cmake_calls(document: Document) -> tuple[CMakeCall, ...]:
    """Read the commands in order, with the variables that `set` gave one literal value before.

    Conditions are not followed: every branch is read. Raises Unreadable.
    """
    variables: dict[str, str] = {}
    found = []
    for call in _calls(document):
        arguments = tuple(_filled(argument, variables) for argument in call.arguments)
        if call.command == "set" and len(arguments) >= 2:
            name, value = arguments[0], arguments[1]
            variables[name] = value if len(value) < _MAX_LENGTH else ""
        elif call.command == "project" and arguments:
            variables.setdefault("PROJECT_NAME", arguments[0])
        found.append(CMakeCall(call.command, arguments, call.line))
    return tuple(found)


def _filled(argument: str, variables: dict[str, str]) -> str:
    if "${" not in argument:
        return argument

    def value(match: re.Match[str]) -> str:
        return variables.get(match[1], match[0])

    return _VARIABLE.sub(value, argument)[:_MAX_LENGTH]


def _calls(document: Document) -> Iterator[CMakeCall]:
    command, begin = "", 0
    depth = 0
    arguments: list[str] = []
    for match in _TOKEN.finditer(document.text):
        kind, text = match.lastgroup, match[0]
        if match["sign"]:
            depth += 1 if text == "(" else -1
            if depth == 0 and command:
                yield CMakeCall(command, tuple(arguments), document.line_at(begin))
            if depth <= 0:
                command, arguments, depth = "", [], 0
        elif match["string"] is not None:
            arguments.append(text[1:-1].replace("\\\n", "").replace('\\"', '"'))
        elif match["word"] is not None and depth == 0:
            if _COMMAND.fullmatch(text):
                command, begin, arguments = text.lower(), match.start(), []
        elif match["word"] is not None:
            arguments += [part for part in text.split(";") if part]
        elif kind == "long":
            arguments.append("")
