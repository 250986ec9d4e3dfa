"""Variables in text, as shells, Dockerfiles and compose files write them.

What has no value stays in the result as an `Unknown`, so that a reader can tell `golang:${V}` with
a known name from `${BASE}` with none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.model.regex import regex

MAX_LENGTH = 8_000
"""Longer values are not expanded: `A=$B$B`, `B=$C$C`, ... doubles with every line."""

MAX_NESTING = 20
MAX_PARTS = 64

_NAME = regex(r"[A-Za-z_]\w*")
_SPECIAL = regex(r"[\\'\"$`]")
_CLASS = regex(r"(\[!?(?:[A-Za-z0-9]-[A-Za-z0-9]|[\w.])+\])")
_OPERATOR = regex(r":[-+?]|##?|%%?|//?|\^\^|,,|[-+?]")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A piece without a value. `candidates` are the values it takes on one way or another."""

    expression: str
    candidates: tuple[str, ...] = ()


Part = str | Unknown


@dataclass(frozen=True)
class Expansion:
    """Text with its variables replaced, as far as they are known."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: list[Part]) -> Expansion:
        """Join neighbouring literals."""
        joined: list[Part] = []
        for part in parts:
            if isinstance(part, str) and joined and isinstance(joined[-1], str):
                joined[-1] += part
            elif part != "":
                joined.append(part)
        return cls(tuple(joined))

    @cached_property
    def text(self) -> str:
        """The text; what is unknown as it was written."""
        return "".join(p if isinstance(p, str) else p.expression for p in self.parts)

    @cached_property
    def masked(self) -> str:
        """The text with one NUL in place of each unknown piece."""
        return "".join(p if isinstance(p, str) else "\0" for p in self.parts)

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """The pieces without a value."""
        return tuple(p for p in self.parts if isinstance(p, Unknown))

    @property
    def literal(self) -> str | None:
        """The text where all of it is known, else None."""
        return None if self.unknown else self.text


Values = Mapping[str, Expansion]


def literal(text: str) -> Expansion:
    """Return `text` as a value that holds no variables."""
    return Expansion((text,) if text else ())


def expand(text: str, values: Values, *, quotes: bool = True) -> Expansion:
    """Replace the variables in `text` and, with `quotes`, take its quotes and escapes off.

    Without `quotes` (compose) a dollar is written `$$`; with them, a backslash or single quotes
    keep it.
    """
    return _expand(text, values, quotes, 0)


def _expand(text: str, values: Values, quotes: bool, depth: int) -> Expansion:
    if len(text) > MAX_LENGTH or depth > MAX_NESTING:
        return Expansion((Unknown(text),))
    parts: list[Part] = []
    quoted = ""
    at = 0
    while special := _SPECIAL.search(text, at):
        parts.append(text[at : special.start()])
        at, char = special.start(), special.group()
        if char == "$" and quoted != "'":
            piece, at = _variable(text, at, values, quotes, depth)
            parts.extend(piece)
        elif not quotes or (quoted == "'" and char != "'"):
            parts.append(char)
            at += 1
        elif char == "\\":
            parts.append(_escaped(text[at + 1 : at + 2], quoted))
            at += 2
        elif char == "`":
            end = text.find("`", at + 1)
            end = len(text) if end < 0 else end + 1
            # `# libxslt is for lxml` among a command's words is how a shell comments on one.
            if not text[at + 1 : end].lstrip().startswith("#"):
                parts.append(Unknown(text[at:end]))
            at = end
        else:
            if quoted in ("", char):
                quoted = "" if quoted else char
            else:
                parts.append(char)
            at += 1
    parts.append(text[at:])
    result = Expansion.of(parts)
    if len(result.parts) > MAX_PARTS or len(result.text) > MAX_LENGTH:
        return Expansion((Unknown(text),))
    return result


def _escaped(char: str, quoted: str) -> str:
    if char == "\n":
        return ""
    return "\\" + char if quoted and char not in '$`"\\' else char


def _variable(
    text: str, at: int, values: Values, quotes: bool, depth: int
) -> tuple[tuple[Part, ...], int]:
    """Expand what the dollar at `at` begins; return its parts and the offset behind it."""
    after = text[at + 1 : at + 2]
    if after == "$" and not quotes:
        return ("$",), at + 2
    if after in ("(", "{"):
        end = closing(text, at + 1)
        expression = text[at:end]
        if after == "(":
            return (Unknown(expression),) if quotes else (expression,), end
        return _braced(expression, values, quotes, depth).parts, end
    name = _NAME.match(text, at + 1)
    if name:
        value = values.get(name.group())
        return (Unknown("$" + name.group()),) if value is None else value.parts, name.end()
    if quotes and after and after in "0123456789@*#?!-$":
        return (Unknown(text[at : at + 2]),), at + 2
    return ("$",), at + 1


def _braced(expression: str, values: Values, quotes: bool, depth: int) -> Expansion:
    """Expand `${NAME}` and its operators."""
    inner = expression[2:-1]
    unknown = Expansion((Unknown(expression),))
    name = _NAME.match(inner)
    if not name:
        return unknown
    value = values.get(name.group())
    rest = inner[name.end() :]
    if not rest:
        return unknown if value is None else value
    operator = _OPERATOR.match(rest)
    if not operator:
        return unknown
    sign, word = operator.group(), rest[operator.end() :]
    present = value is not None and (not sign.startswith(":") or value.parts != ())
    if sign in (":-", "-"):
        return value if present and value is not None else _expand(word, values, quotes, depth + 1)
    if sign in (":+", "+"):
        return _expand(word, values, quotes, depth + 1) if present else Expansion(())
    known = value.literal if value is not None else None
    if sign in (":?", "?"):
        return value if present and value is not None else unknown
    if known is None:
        return unknown
    changed = _changed(known, sign, _expand(word, values, quotes, depth + 1).text)
    return unknown if changed is None else literal(changed)


def _changed(value: str, sign: str, word: str) -> str | None:
    """Apply a trimming, replacing or case operator; None where the pattern is too wild."""
    if sign in ("^^", ",,"):
        return value.upper() if sign == "^^" else value.lower()
    pattern, _, replacement = word.partition("/") if sign[0] == "/" else (word, "", "")
    if pattern.count("*") > 2:
        return None
    lazy = "*?" if sign in ("#", "%") else "*"
    pieces = _CLASS.split(pattern)
    if any("[" in piece for piece in pieces[::2]):
        return None
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = piece.replace("[!", "[^")
        else:
            pieces[at] = "".join({"*": "." + lazy, "?": "."}.get(c, re.escape(c)) for c in piece)
    glob = "".join(pieces)
    if sign[0] == "#":
        return re.sub(rf"\A(?:{glob})", "", value, count=1, flags=re.DOTALL)
    if sign[0] == "%":
        return _without_suffix(value, re.compile(glob, re.DOTALL), shortest=sign == "%")
    if not pattern:
        return value
    return re.sub(glob, replacement.replace("\\", r"\\"), value, count=0 if sign == "//" else 1)


def _without_suffix(value: str, pattern: re.Pattern[str], *, shortest: bool) -> str:
    starts = range(len(value), -1, -1) if shortest else range(len(value) + 1)
    for start in starts:
        if pattern.fullmatch(value, start):
            return value[:start]
    return value


def closing(text: str, at: int) -> int:
    """Return the offset behind the bracket that closes the one at `at`, or the text's end."""
    closes = [")" if text[at] == "(" else "}"]
    quoted = ""
    at += 1
    while at < len(text) and closes:
        char = text[at]
        if char == "\\" and quoted != "'":
            at += 1
        elif char in "'\"":
            quoted = char if not quoted else "" if quoted == char else quoted
        elif quoted == "'":
            pass
        elif char == "$" and text[at + 1 : at + 2] in ("(", "{"):
            closes.append(")" if text[at + 1] == "(" else "}")
            at += 1
        elif char == "(" and not quoted and closes[-1] == ")":
            closes.append(")")
        elif char == closes[-1] and (not quoted or len(closes) > 1):
            closes.pop()
        at += 1
    return min(at, len(text))
