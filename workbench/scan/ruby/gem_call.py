"""Statements of a Gemfile or gemspec as data: no Ruby is run, and what is computed is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from workbench.scan.document import Document

MAX_JOINED = 60
"""Lines that one statement may span; none of the field's does."""

_STRINGS = {'"': r'"(?:[^"\\]++|\\.)*+"', "'": r"'(?:[^'\\]++|\\.)*+'"}
_OTHER = r"""
    |(?P<quoted>%[qQ](?:<[^>]{0,4000}>|\([^)]{0,4000}\)|\{[^}]{0,4000}\}|\[[^\]]{0,4000}\]))
    |(?P<list>%[iwIW][\[({<][^\])}>]{0,4000}[\])}>])
    |(?P<label>[a-z_]\w*[?!]?:(?!:))
    |(?P<symbol>:"[^"]*"|:[A-Za-z_]\w*[?!]?)
    |(?P<word>[A-Za-z_@][\w.@]*(?:::\w+)*[?!]?)
    |(?P<arrow>=>)
    |(?P<comment>\#.*)
    |(?P<other>\d+(?:\.\d+)*|->|&&|\|\||[^\s])"""
_OPENERS = frozenset(
    ["if", "unless", "case", "begin", "def", "while", "until", "class", "module", "for"]
)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One statement `verb "a", "b", key: value ... do`.

    `texts` are the leading plain strings or symbols, `options` the literal values by key. `dynamic`
    says that an argument is computed, so that `texts` may not be all of it. `ends` counts the
    blocks that the statement closes, `opens` whether it opens one.
    """

    line: int
    verb: str
    texts: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = {}
    dynamic: bool = False
    opens: bool = False
    ends: int = 0


def calls(document: Document) -> Iterator[Call]:
    """Yield every statement, joined over lines where one ends with a comma or an open bracket."""
    for number, tokens in _statements(document.lines):
        yield _call(number, tokens)


Token = tuple[str, str]


def _statements(lines: list[str]) -> Iterator[tuple[int, list[Token]]]:
    tokens: list[Token] = []
    start, commented = 0, False
    for number, raw in enumerate(lines, 1):
        if raw.startswith("__END__"):
            break
        if raw.startswith(("=begin", "=end")):
            commented = raw.startswith("=begin")
            continue
        if commented:
            continue
        met = [token for token in _tokens(raw) if token[0] != "comment"]
        if not met:
            continue
        start = start if tokens else number
        tokens.extend(met)
        open_brackets = sum((t in "([{") - (t in ")]}") for k, t in tokens if k == "other")
        unfinished = tokens[-1][1] in (",", "\\", "=>") or open_brackets > 0
        unfinished = unfinished or tokens[-1][0] == "label"
        if unfinished and number - start < MAX_JOINED:
            continue
        yield start, tokens
        tokens = []
    if tokens:
        yield start, tokens


def _tokens(line: str) -> Iterator[Token]:
    """Yield kind and text. From a quote that nothing closes on no later one is looked at as one."""
    at, unended = 0, ""
    while at < len(line):
        begin, at = at, len(line)
        for match in _token(unended).finditer(line, begin):
            if match.lastgroup == "unended":
                unended, at = unended + match[0], match.end()
                yield "other", match[0]
                break
            yield str(match.lastgroup), match[0]


@cache
def _token(unended: str) -> re.Pattern[str]:
    """One token of a line in which none of the quotes `unended` closes any more."""
    quotes = [quote for quote in _STRINGS if quote not in unended]
    strings = "|".join(_STRINGS[quote] for quote in quotes) or "(?!)"
    lone = "".join(quotes)
    return re.compile(
        rf"(?P<string>{strings})|(?P<unended>{f'[{lone}]' if lone else '(?!)'}){_OTHER}",
        re.VERBOSE,
    )


def _call(line: int, tokens: list[Token]) -> Call:
    words = [text for kind, text in tokens if kind == "word"]
    first = tokens[0][1] if tokens[0][0] == "word" else ""
    ends = words.count("end")
    opens = first in _OPENERS or "do" in words
    if first in _OPENERS or first in ("end", "else", "elsif", "when", ""):
        return Call(line=line, verb=first, opens=opens, ends=ends)
    texts, options, dynamic = _arguments(tokens[1:])
    return Call(
        line=line,
        verb=first,
        texts=texts,
        options=options,
        dynamic=dynamic,
        opens=opens,
        ends=ends,
    )


def _arguments(tokens: list[Token]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], bool]:
    texts: list[str] = []
    options: dict[str, list[str]] = {}
    key = ""
    dynamic = False
    for place, (kind, text) in enumerate(tokens):
        follower = tokens[place + 1][1] if place + 1 < len(tokens) else ""
        if text in ("do", "if", "unless") and kind == "word":
            break
        if kind == "label" or (follower == "=>" and kind in ("symbol", "string")):
            key = _literal(kind, text)[0] if kind != "label" else text[:-1]
            options[key] = []
        elif kind in ("string", "quoted", "symbol", "list"):
            if kind == "string" and text.startswith('"') and "#{" in text:
                dynamic = True
            elif key:
                options[key].extend(_literal(kind, text))
            elif not dynamic:  # what follows may be an argument of whatever is computed
                texts.extend(_literal(kind, text))
        elif kind == "word":
            if key:
                options[key].append(text)
            elif text != "freeze" and not text.startswith("."):
                dynamic = True
    return tuple(texts), {k: tuple(v) for k, v in options.items()}, dynamic


def _literal(kind: str, text: str) -> list[str]:
    if kind == "list":
        return text[3:-1].split()
    if kind == "quoted":
        return [text[3:-1].strip()]
    return [text.lstrip(":").strip("\"'")]
