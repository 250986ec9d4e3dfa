"""Autoconf: the libraries that configure.ac checks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.native.native_names import native_sighting
from workbench.scan.syntax.bracketed import bracketed
from workbench.scan.tree import Tree

ID = "autoconf"

_COMMENT = regex(r"^[ \t]*#.*$|\bdnl\b.*$", re.MULTILINE)
_CALL = regex(r"\b(PKG_CHECK_MODULES(?:_STATIC)?|PKG_CHECK_EXISTS|AC_CHECK_LIB)[ \t]*\(")
_MODULE = regex(r"([A-Za-z0-9][\w.+-]*)(?:\s*(>=|<=|=|>|<)\s*([\w.$]+))?")
_ENDS = ("AC_MSG_ERROR", "AC_MSG_FAILURE", "as_fn_error", "exit 1")
_LIBRARY = regex(r"[A-Za-z0-9][\w.+-]*")


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    """Yield what pkg-config and the linker are asked for. Raises Unreadable.

    A check with an action for what is not found goes on without it, as far as can be told.
    """
    code = _COMMENT.sub(_blank, document.text)
    for match, inside in bracketed(code, _CALL, quote="\0"):
        arguments = _arguments(inside)
        line = document.line_at(match.start())
        if match[1] == "AC_CHECK_LIB":
            wanted = [(arguments[0], "")] if _LIBRARY.fullmatch(arguments[0]) else []
        else:
            at = 0 if match[1] == "PKG_CHECK_EXISTS" else 1
            wanted = list(_modules(arguments[at])) if len(arguments) > at else []
        optional = _goes_on(arguments, 2 if match[1] == "PKG_CHECK_EXISTS" else 3)
        for name, constraint in wanted:
            seen = native_sighting(
                name,
                "link" if match[1] == "AC_CHECK_LIB" else "pkgconfig",
                path=document.path,
                line=line,
                reader=ID,
                scope=Scope.OPTIONAL if optional else Scope.RUNTIME,
                constraint=constraint,
            )
            if seen:
                yield seen


def _goes_on(arguments: list[str], place: int) -> bool:
    """Whether the action for what is not found, at `place`, is there and does not end the build."""
    action = arguments[place] if len(arguments) > place else ""
    return bool(action) and not any(end in action for end in _ENDS)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _arguments(inside: str) -> list[str]:
    """Split a macro's arguments at its commas; brackets quote, and are taken off."""
    found = [""]
    brackets = parentheses = 0
    for character in inside:
        brackets += (character == "[") - (character == "]")
        parentheses += (character == "(") - (character == ")")
        if character == "," and brackets <= 0 and parentheses <= 0:
            found.append("")
        else:
            found[-1] += character
    return [argument.strip().strip("[]").strip() for argument in found]


def _modules(text: str) -> Iterator[tuple[str, str]]:
    """Yield the modules of `foo >= 1.2 bar`, less those that a variable names."""
    for match in _MODULE.finditer(re.sub(r"\$\{?\w+\}?", " ", text)):
        yield match[1], f"{match[2]}{match[3]}" if match[2] else ""


FORMAT = Format(
    id=ID,
    title="configure.ac",
    patterns=("configure.ac", "configure.in"),
    read=read,
    documentation="https://www.gnu.org/software/autoconf/manual/autoconf.html#Libraries",
)
