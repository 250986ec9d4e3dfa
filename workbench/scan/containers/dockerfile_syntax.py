"""A Dockerfile as instructions, each word of them on its own line.

Grammar: https://docs.docker.com/reference/dockerfile/ (parser directives, line continuation,
comments between continued lines, here-documents, exec form).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.shell.script import Script

_DIRECTIVE = regex(r"#\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$")
_KEYWORD = regex(r"[ \t]*([A-Za-z]+)(?=[\s\\]|$)")
_SPACE = regex(r"(?:[ \t\r]|\\\n|\n)*")
_WORD = regex(r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|\\.|[^\s\"'\\]|[\"'])+", re.DOTALL)
_FLAG = regex(r"--([a-z][\w.-]*)(?:=|$)")
_HERE_DOCUMENT = regex(r"(?<!<)<<(-?)([\"']?)([A-Za-z_][\w.-]*)\2(?=\s|$|[;&|>)])")
_TAKES_HERE_DOCUMENTS = frozenset({"RUN", "COPY", "ADD"})
_LINE_END = regex(r"(?<!\\)\n")
_STRING = regex(r'\s*"((?:[^"\\]|\\.)*)"\s*(,|\]\s*$)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flag:
    """`--name=value` between an instruction's keyword and its arguments."""

    name: str
    value: Script


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction. `keyword` is in capitals; `body` is what follows it and its flags.

    Continued lines keep a backslash and a line feed between them, whatever the escape character;
    here-documents follow the body in `body` as a shell has them. `script` is the only
    here-document of a RUN that has nothing else.
    """

    keyword: str
    line: int
    flags: tuple[Flag, ...]
    body: Script
    script: Script | None = None

    def words(self) -> list[Script]:
        """The arguments, split at blanks; quotes are kept."""
        return [self.body.slice(m.start(), m.end()) for m in _words(self.body.text)]

    def sources(self) -> list[Script]:
        """The words of COPY and ADD but the last: what they take, without here-documents."""
        words = self.exec_form()
        if words is None:
            end = _LINE_END.search(self.body.text)
            words = (
                self.words()
                if end is None
                else [word for word in self.words() if word.line <= self.body.line_at(end.start())]
            )
        return words[:-1]

    def exec_form(self) -> list[Script] | None:
        """The strings of a JSON array, or None where the body is none."""
        text = self.body.text.replace("\\\n", "  ")  # the same length: offsets stay right
        at = len(text) - len(text.lstrip())
        if not text.startswith("[", at):
            return None
        at += 1
        found = []
        while match := _STRING.match(text, at):
            found.append(self.body.slice(match.start(1), match.end(1)))
            at = match.end()
            if match.group(2) != ",":
                return found
        return None


def instructions(document: Document) -> Iterator[Instruction]:
    """Yield the instructions of a Dockerfile in order; a line that begins none is left out."""
    lines = document.lines
    escape, at = _directives(lines)
    while at < len(lines):
        if not lines[at].strip() or lines[at].lstrip().startswith("#"):
            at += 1
            continue
        joined, at = _logical(lines, at, escape)
        keyword = _KEYWORD.match(joined.text)
        if not keyword:
            continue
        instruction, at = _instruction(joined, keyword, lines, at)
        yield instruction


def _directives(lines: list[str]) -> tuple[str, int]:
    """Return the escape character and the first line behind the parser directives."""
    escape = "\\"
    for at, line in enumerate(lines):
        directive = _DIRECTIVE.match(line.strip())
        if not directive:
            return escape, at
        if directive.group(1).lower() == "escape" and directive.group(2) in ("`", "\\"):
            escape = directive.group(2)
    return escape, len(lines)


def _logical(lines: list[str], at: int, escape: str) -> tuple[Script, int]:
    """Join the line at index `at` with those that continue it; return the index behind them."""
    parts: list[str] = []
    numbers: list[int] = []
    while at < len(lines):
        line = lines[at]
        at += 1
        if parts and (not line.strip() or line.lstrip().startswith("#")):
            continue
        numbers.append(at)
        bare = line.rstrip()
        if not bare.endswith(escape) or bare.endswith(escape * 2):
            parts.append(line)
            break
        parts.append(bare[:-1] + "\\")
    text = "\n".join(parts)
    return Script(text[:-1] + " " if text.endswith("\\") else text, tuple(numbers)), at


def _instruction(
    joined: Script, keyword: re.Match[str], lines: list[str], at: int
) -> tuple[Instruction, int]:
    name = keyword.group(1).upper()
    start = _SPACE.match(joined.text, keyword.end()).end()  # type: ignore[union-attr]
    if name == "ONBUILD":
        inner = _KEYWORD.match(joined.text, start)
        if inner:
            return _instruction(joined, inner, lines, at)
    flags: list[Flag] = []
    while (word := _WORD.match(joined.text, start)) and (flag := _FLAG.match(word.group())):
        flags.append(Flag(flag.group(1), joined.slice(word.start() + flag.end(), word.end())))
        start = _SPACE.match(joined.text, word.end()).end()  # type: ignore[union-attr]
    body = joined.slice(start, len(joined.text))
    script = None
    if name in _TAKES_HERE_DOCUMENTS:
        marks = list(_HERE_DOCUMENT.finditer(body.text))
        first = at
        for mark in marks:
            at = _behind(lines, at, mark.group(3), tabs=bool(mark.group(1)))
        if at > first:
            taken = lines[first:at]
            numbers = tuple(range(first + 1, at + 1))
            body = Script("\n".join([body.text, *taken]), body.lines + numbers)
            if marks[0].group() == joined.text[start:].strip():
                script = Script("\n".join(taken[:-1]), numbers[:-1] or numbers)
    return Instruction(name, joined.line_at(keyword.start(1)), tuple(flags), body, script), at


def _behind(lines: list[str], at: int, end_word: str, *, tabs: bool) -> int:
    """Return the index behind the line that ends a here-document; `at` where none does."""
    for index in range(at, len(lines)):
        if (lines[index].lstrip("\t") if tabs else lines[index]) == end_word:
            return index + 1
    return at


def _words(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while (space := _SPACE.match(text, at)) and (word := _WORD.match(text, space.end())):
        yield word
        at = word.end()
