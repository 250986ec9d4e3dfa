"""Elixir source as tokens: enough of the language to find literals, none of it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

MAX_TOKENS = 2_000_000
_TOKEN = regex(
    r"""(?P<skip>[ \t\n]+|\#[^\n]*)
    |(?P<heredoc>~?[a-zA-Z]*(?:\"{3}|'{3}))
    |(?P<string>"(?:[^"\\]++|\\.)*+")
    |(?P<charlist>'(?:[^'\\]++|\\.)*+')
    |(?P<sigil>~[a-zA-Z]+(?:\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|/[^/\n]*/|\|[^|\n]*\||<[^>]*>)[a-z]*)
    |(?P<key>[A-Za-z_][\w@]*[?!]?:(?=[ \t\n]))
    |(?P<atom>:(?:[A-Za-z_][\w@]*[?!]?|"(?:[^"\\]++|\\.)*+"))
    |(?P<unended>:?".*|'.*|~[a-zA-Z]+(?:\([^)]*+\Z|\[[^\]]*+\Z|\{[^}]*+\Z|<[^>]*+\Z))
    |(?P<attribute>@[a-z_]\w*)
    |(?P<word>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*[?!]?)
    |(?P<number>\d[\d_]*(?:\.\d+)?)
    |(?P<sign>%\{|=>|\+\+|<<|>>|->|\|>|.)""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED_KEY = regex(r'"(?:[^"\\]++|\\.)*+":(?=[ \t\n])', re.DOTALL)
_SPANNING = frozenset(["skip", "string", "charlist", "sigil", "key", "atom", "sign"])
"""Kinds that can hold a line's end."""
_ESCAPE = regex(r"\\(.)", re.DOTALL)


class Token(msgspec.Struct, frozen=True):
    """`kind` is string, atom, key, word, attribute, number or sign; `text` is its value.

    A string that is put together at run time has the kind `made`, one that never closes `unended`.
    """

    kind: str
    text: str
    line: int


def tokens(document: Document) -> list[Token]:
    """Split the document. Raises Unreadable where it is larger than any project file is."""
    return list(_tokens(document))


def _tokens(document: Document) -> Iterator[Token]:
    text, at, count, line = document.text, 0, 0, 1
    while at < len(text):
        match = (_QUOTED_KEY.match(text, at) if text[at] == '"' else None) or _TOKEN.match(text, at)
        if match is None:  # the last alternative takes any character
            return
        kind = match.lastgroup or "key"
        begin, at = at, match.end()
        here, spelled = line, match[0]
        if kind == "heredoc":
            end = text.find(spelled[-3:], at)
            at = len(text) if end < 0 else end + 3
            kind, value = "made", ""
            line += text.count("\n", begin, at)
        else:
            if kind in _SPANNING:
                line += spelled.count("\n")
            if kind == "skip":
                continue
            kind, value = _valued(kind, spelled)
        count += 1
        if count > MAX_TOKENS:
            raise Unreadable("is longer than any project file is", here)
        yield Token(kind, value, here)


def _valued(kind: str, spelled: str) -> tuple[str, str]:
    if kind == "key":
        return "key", _unquoted(spelled[:-1])
    if kind == "atom":
        return "atom", _unquoted(spelled[1:])
    if kind in ("string", "charlist"):
        return ("made", "") if "#{" in spelled else ("string", _unquoted(spelled))
    if kind == "sigil":
        return "made", ""
    if kind == "unended":  # up to the end of the text: nothing is tried from each quote on
        return kind, ""
    if kind == "attribute":
        return "attribute", spelled[1:]
    return kind, spelled


def _unquoted(spelled: str) -> str:
    if spelled[:1] not in ('"', "'"):
        return spelled
    return _ESCAPE.sub(r"\1", spelled[1:-1])
