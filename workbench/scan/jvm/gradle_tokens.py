"""Gradle scripts, Groovy or Kotlin, as tokens with their lines; comments dropped."""

from __future__ import annotations

import re
from enum import Enum

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

MAX_CHARACTERS = 2_000_000


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    LITERAL = "literal"
    """A string in which `$` means nothing."""
    MARK = "mark"
    NEWLINE = "newline"


class Token(msgspec.Struct, frozen=True):
    """One token; the text of a string is what stands between its quotes."""

    sort: Sort
    text: str
    line: int

    def is_mark(self, *marks: str) -> bool:
        """Whether this is one of the given operators or brackets."""
        return self.sort is Sort.MARK and self.text in marks

    @property
    def is_string(self) -> bool:
        """Whether this is a string of either kind."""
        return self.sort in (Sort.STRING, Sort.LITERAL)


_PLAIN = regex(
    r"""(?P<space>[ \t\f\r]+|\\\n)
    |(?P<newline>\n)
    |(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<quote>\"{3}|'{3}|"|')
    |(?P<word>[^\W\d][\w$]*|`[^`\n]+`)
    |(?P<number>\d[\w.]*)
    |(?P<mark>==~|===|!==|==|!=|=~|\+=|-=|->|<=|>=|\?:|\?\.|!!|::|&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SLASHY = regex(r"/(?![/*\s])(?:\\.|[^/\n\\])*/")
_BEFORE_SLASHY = frozenset("=(,[{:!&|~") | {"==~", "=~", "==", "&&", "||", "->"}
_IN_STRING = regex(r"""[^"'\\$\n]+|\\.|\$\{|["'$\n\\]""", re.DOTALL)
_IN_PLACE = regex(r"""[^"'{}\n]+|"[^"\n]*"|'[^'\n]*'|.|\n""", re.DOTALL)


def tokenize(document: Document) -> list[Token]:
    """Split a script into tokens. Raises Unreadable for one that no person wrote.

    What no rule fits becomes a mark of its own: a script is never refused for its grammar.
    """
    if len(document.text) > MAX_CHARACTERS:
        raise Unreadable(f"is longer than {MAX_CHARACTERS} characters; not read as a Gradle script")
    return tokenize_text(document.text, kotlin=document.name.endswith((".kts", ".kt")))


def tokenize_text(text: str, *, kotlin: bool, line: int = 1) -> list[Token]:
    """Split `text`, which starts at `line`."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == "/" and not kotlin and _may_be_slashy(tokens):
            slashy = _SLASHY.match(text, at)
            if slashy:
                tokens.append(Token(Sort.LITERAL, slashy.group()[1:-1], line))
                at = slashy.end()
                continue
        match = _PLAIN.match(text, at)
        if match is None:
            break
        what, found = match.lastgroup, match.group()
        at = match.end()
        if what == "quote":
            content, at = _string(text, at, found)
            literal = not kotlin and found.startswith("'")
            tokens.append(Token(Sort.LITERAL if literal else Sort.STRING, content, line))
            line += text.count("\n", match.end(), at)
            continue
        if what in _SORTS:
            tokens.append(Token(_SORTS[what], found.strip("`"), line))
        line += found.count("\n")
    return tokens


_SORTS: dict[str | None, Sort] = {
    "newline": Sort.NEWLINE,
    "word": Sort.WORD,
    "number": Sort.NUMBER,
    "mark": Sort.MARK,
}


def _may_be_slashy(tokens: list[Token]) -> bool:
    if not tokens:
        return True
    last = tokens[-1]
    return last.sort is Sort.NEWLINE or (last.sort is Sort.MARK and last.text in _BEFORE_SLASHY)


def _string(text: str, at: int, quote: str) -> tuple[str, int]:
    """Return a string's content and where it ends. One without an end stops with its line."""
    start = at
    long = len(quote) == 3
    while at < len(text):
        if text.startswith(quote, at):
            return text[start:at], at + len(quote)
        match = _IN_STRING.match(text, at)
        if match is None:
            break
        found = match.group()
        if found == "\n" and not long:
            return text[start:at], at
        at = match.end()
        if found == "${" and quote[0] == '"':
            at = _end_of_place(text, at, long)
    return text[start:at], at


def _end_of_place(text: str, at: int, long: bool) -> int:
    """Return where the `${...}` that was entered just before `at` ends."""
    depth = 1
    while at < len(text):
        match = _IN_PLACE.match(text, at)
        if match is None:
            break
        found = match.group()
        if found == "\n" and not long:
            return at
        depth += (found == "{") - (found == "}")
        at = match.end()
        if not depth:
            break
    return at


_PAIRS = {")": "(", "]": "[", "}": "{"}


def closings(tokens: list[Token]) -> dict[int, int]:
    """Map the place of every opening bracket to that of its closing one, or to the end."""
    found: dict[int, int] = {}
    open_: list[int] = []
    counts = dict.fromkeys("([{", 0)
    for place, token in enumerate(tokens):
        if token.sort is not Sort.MARK:
            continue
        if token.text in counts:
            open_.append(place)
            counts[token.text] += 1
        elif token.text in _PAIRS and counts[_PAIRS[token.text]]:
            while open_:
                last = open_.pop()
                found[last] = place
                counts[tokens[last].text] -= 1
                if tokens[last].text == _PAIRS[token.text]:
                    break
    for place in open_:
        found[place] = len(tokens)
    return found
