"""The expressions inside the braces of a Go template."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from workbench.model.regex import regex
from workbench.scan.charts.template_syntax import (
    Dot,
    Field,
    Function,
    Literal,
    Operand,
    Pipeline,
    Variable,
)

MAX_DEPTH = 40
"""Brackets within brackets; people write three."""

_TOKEN = regex(
    r"""
    (?P<space>\s+)
    | (?P<string>"(?:\\.|[^"\\])*")
    | (?P<raw>`[^`]*`)
    | (?P<char>'(?:\\.|[^'\\])+')
    | (?P<number>[-+]?\d[\w.]*)
    | (?P<variable>\$\w*)
    | (?P<field>\.[A-Za-z_]\w*)
    | (?P<dot>\.)
    | (?P<sign>:=|=|\||\(|\)|,)
    | (?P<word>[A-Za-z_]\w*)
    """,
    re.VERBOSE,
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}


class NotATemplate(Exception):
    """The text is no template that could be understood; the reason is the text."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    glued: bool
    """Whether no space stands before it."""


@lru_cache(maxsize=50_000)
def parse_pipeline(text: str) -> Pipeline:
    """Parse what stands in an action. Raises NotATemplate.

    Charts say the same again and again: of a hundred thousand actions a tenth differ.
    """
    reader = _Reader(_tokens(text))
    pipeline = reader.pipeline(0)
    if reader.at < len(reader.tokens):
        raise NotATemplate(f"unexpected {reader.tokens[reader.at].text!r}")
    return pipeline


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, glued = 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotATemplate(f"unexpected {text[at : at + 1]!r}")
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "space":
            glued = False
            continue
        tokens.append(_Token(kind, match.group(), glued))
        glued = True
    return tokens


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def _is(self, sign: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == sign

    def pipeline(self, depth: int) -> Pipeline:
        if depth > MAX_DEPTH:
            raise NotATemplate("nested too deeply")
        names, declares = self._names()
        commands = [self._command(depth)]
        while self._is("|"):
            self.at += 1
            commands.append(self._command(depth))
        return Pipeline(tuple(commands), names, declares)

    def _names(self) -> tuple[tuple[str, ...], bool]:
        """Read `$a :=`, `$a, $b :=` or `$a =`, if that is what stands here."""
        names: list[str] = []
        at = self.at
        while at < len(self.tokens) and self.tokens[at].kind == "variable":
            names.append(self.tokens[at].text)
            at += 1
            if at < len(self.tokens) and self.tokens[at].text == ",":
                at += 1
                continue
            if at < len(self.tokens) and self.tokens[at].text in (":=", "="):
                self.at = at + 1
                return tuple(names), self.tokens[at].text == ":="
            break
        return (), False

    def _command(self, depth: int) -> tuple[Operand, ...]:
        operands: list[Operand] = []
        while self.at < len(self.tokens) and self.tokens[self.at].text not in ("|", ")"):
            operands.append(self._operand(depth))
        if not operands:
            raise NotATemplate("an expression is missing")
        return tuple(operands)

    def _operand(self, depth: int) -> Operand:
        token = self.tokens[self.at]
        self.at += 1
        base = self._base(token, depth)
        names: list[str] = [token.text[1:]] if token.kind == "field" else []
        while self.at < len(self.tokens):
            following = self.tokens[self.at]
            if following.kind != "field" or not following.glued:
                break
            names.append(following.text[1:])
            self.at += 1
        return Field(base, tuple(names)) if names else base

    def _base(self, token: _Token, depth: int) -> Operand:
        if token.kind == "string":
            try:
                return Literal(json.loads(token.text, strict=False))
            except ValueError:
                return Literal(token.text[1:-1])
        if token.kind in ("raw", "char"):
            return Literal(token.text[1:-1])
        if token.kind == "number":
            return Literal(_number(token.text))
        if token.kind == "variable":
            return Variable(token.text)
        if token.kind in ("field", "dot"):
            return Dot()
        if token.kind == "word":
            return Literal(_WORDS[token.text]) if token.text in _WORDS else Function(token.text)
        if token.text == "(":
            inner = self.pipeline(depth + 1)
            if not self._is(")"):
                raise NotATemplate("a bracket is not closed")
            self.at += 1
            return inner
        raise NotATemplate(f"unexpected {token.text!r}")


def _number(text: str) -> int | float | str:
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
