"""From the tokens of a Gradle script to values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.jvm.gradle_tokens import Sort, Token, closings, tokenize_text
from workbench.scan.jvm.gradle_values import Items, Named, Platform, Reference, Text, Unknown, Value

MAX_DEPTH = 30

_LISTS = frozenset({"listOf", "setOf", "arrayOf", "mutableListOf", "asList", "of"})
_MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf"})
_PROPERTIES = frozenset({"property", "findProperty", "gradleProperty", "getProperty"})
_FINDS = {"findLibrary": "", "findBundle": "bundles.", "findVersion": "versions."}
_NOT_DOWNLOADED = frozenset(
    {
        *("project", "files", "fileTree", "gradleApi", "localGroovy", "gradleTestKit", "file"),
        *("npm", "devNpm", "peerNpm", "optionalNpm", "sourceSets", "gradleKotlinDsl"),
    }
)
_TRAILERS = frozenset({"get", "toString", "asProvider", "orNull", "getOrNull", "requiredVersion"})
_PLACE = regex(r"\$\{|\$([^\W\d]\w*)((?:\.[^\W\d]\w*)*)|\\(.)", re.DOTALL)


class Parser:
    """Reads values from a script's tokens. Never raises: what it cannot read is Unknown."""

    def __init__(self, tokens: list[Token], closes: dict[int, int], *, kotlin: bool) -> None:
        self.tokens = tokens
        self.closes = closes
        self.kotlin = kotlin

    def arguments(self, start: int, end: int, depth: int = 0) -> list[Value]:
        """Read the comma-separated values between two places; named ones come as one Named."""
        values: list[Value] = []
        fields: dict[str, Value] = {}
        named_line = 0
        for first, last in self._pieces(start, end):
            key, value_at = self._key(first, last)
            value = self.value(value_at, last, depth + 1)
            if value is None:
                continue
            if key:
                fields[key] = value
                named_line = named_line or self.tokens[first].line
            else:
                values.append(value)
        if fields:
            values.append(Named(fields, named_line))
        return values

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        first = at = start
        while at < end:
            if self.tokens[at].is_mark(","):
                pieces.append((first, at))
                first = at + 1
            at = self.closes.get(at, at) + 1 if at in self.closes else at + 1
        pieces.append((first, end))
        return [p for p in (self._trim(a, min(b, end)) for a, b in pieces) if p[0] < p[1]]

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.tokens[start].sort is Sort.NEWLINE:
            start += 1
        while end > start and self.tokens[end - 1].sort is Sort.NEWLINE:
            end -= 1
        return start, end

    def _key(self, start: int, end: int) -> tuple[str, int]:
        """The name of a named argument or map entry, and where its value starts."""
        if end - start < 3:
            return "", start
        name, mark = self.tokens[start], self.tokens[start + 1]
        if mark.is_mark(":") and (name.sort is Sort.WORD or name.is_string):
            return name.text, start + 2
        if mark.is_mark("=") and name.sort is Sort.WORD and self.kotlin:
            return name.text, start + 2
        if mark.sort is Sort.WORD and mark.text == "to" and name.is_string:
            return name.text, start + 2
        return "", start

    def value(self, start: int, end: int, depth: int = 0) -> Value | None:
        """Read one value; None for nothing and for what is not downloaded (`project(":x")`)."""
        start, end = self._trim(start, end)
        if start >= end:
            return None
        if depth > MAX_DEPTH:
            return Unknown("...", line=self.tokens[start].line)
        first = self.tokens[start]
        choice = self._choice(start, end, depth)
        if choice is not None:
            return choice
        if first.is_string or first.sort is Sort.NUMBER:
            return self._sum(start, end, depth)
        if first.is_mark("[") and self.closes[start] >= end - 1:
            inner = self.arguments(start + 1, min(self.closes[start], end), depth)
            if len(inner) == 1 and isinstance(inner[0], Named):
                return inner[0]
            return Items(tuple(inner), line=first.line)
        if first.is_mark("(") and self.closes[start] >= end - 1:
            inner = self.arguments(start + 1, min(self.closes[start], end), depth)
            return inner[0] if len(inner) == 1 else Items(tuple(inner), line=first.line)
        if first.sort is Sort.WORD:
            return self._path(start, end, depth)
        return self._unknown(start, end, depth)

    def _sum(self, start: int, end: int, depth: int) -> Value:
        """Read strings added up."""
        parts: list[str | Reference | Unknown] = []
        at = start
        while at < end:
            stop = at
            while stop < end and not self.tokens[stop].is_mark("+"):
                stop = self.closes.get(stop, stop) + 1
            token = self.tokens[at] if at < end else self.tokens[start]
            if token.is_string and (stop - at == 1 or self._is_trailed(at + 1, stop)):
                parts.extend(self.text(token, depth).parts)
            elif token.sort is Sort.NUMBER and stop - at == 1:
                parts.append(token.text)
            else:
                value = self.value(at, min(stop, end), depth + 1)
                if not isinstance(value, Reference):
                    return self._unknown(start, end, depth)
                parts.append(value)
            at = stop + 1
            while at < end and self.tokens[at].sort is Sort.NEWLINE:
                at += 1
        return Text(tuple(parts), self.tokens[start].line)

    def _is_trailed(self, start: int, end: int) -> bool:
        """Whether only harmless calls follow: `.toString()`, `as String`, `.trim()`."""
        words = [t.text for t in self.tokens[start : min(end, start + 5)] if t.sort is Sort.WORD]
        return bool(words) and words[0] in {"toString", "as", "trim"}

    def _path(self, start: int, end: int, depth: int) -> Value | None:
        line = self.tokens[start].line
        names, at = self.path(start, end)
        if at < end and self.tokens[at].is_mark("("):
            return self._call(names, at, end, depth, line)
        rest = self.tokens[at:end]
        if not rest or (rest[0].sort is Sort.WORD and rest[0].text == "as"):
            while len(names) > 1 and names[-1] in _TRAILERS:
                names.pop()
            return Reference(".".join(names), line)
        if rest[0].is_mark("!!") and len(rest) == 1:
            return Reference(".".join(names), line)
        if rest[0].is_mark("{"):
            return self._closure_call(names, at, end, depth, line)
        if rest[0].is_mark("+"):
            return self._sum(start, end, depth)
        return self._unknown(start, end, depth)

    def path(self, start: int, end: int) -> tuple[list[str], int]:
        """Read `a.b["c"]` from `start`; return its names and where it ends."""
        names = [self.tokens[start].text]
        at = start + 1
        while at < end:
            token = self.tokens[at]
            after = at + 1
            while token.sort is Sort.NEWLINE and after < end:
                token = self.tokens[after]
                after += 1
            if token.is_mark(".", "?.") and after < end and self.tokens[after].sort is Sort.WORD:
                names.append(self.tokens[after].text)
                at = after + 1
            elif (
                token.is_mark("[")
                and self.closes[after - 1] == after + 1 < end
                and self.tokens[after].is_string
            ):
                names.append(self.tokens[after].text)
                at = after + 2
            else:
                break
        return names, at

    def _call(self, names: list[str], at: int, end: int, depth: int, line: int) -> Value | None:
        close = min(self.closes[at], end)
        name = names[-1]
        if name in _NOT_DOWNLOADED or names[0] in ("sourceSets", "configurations", "files"):
            return None
        arguments = self.arguments(at + 1, close, depth)
        if not arguments and name in _TRAILERS:
            rest = self.tokens[close + 1 : end]
            plain = not rest or rest[0].text in (".", "as", "!!")
            return Reference(".".join(names[:-1]), line) if plain else None
        if name in _PROPERTIES or (names[0] in ("ext", "extra") and name == "get"):
            text = arguments[0] if arguments else None
            if isinstance(text, Text) and len(text.parts) == 1 and isinstance(text.parts[0], str):
                return Reference(text.parts[0], line)
            return self._unknown(at, end, depth)
        if name in _FINDS and arguments and isinstance(arguments[0], Text):
            alias = "".join(p for p in arguments[0].parts if isinstance(p, str))
            return Reference(f"{names[0]}.{_FINDS[name]}{re.sub('[-_]', '.', alias)}", line)
        if name in ("platform", "enforcedPlatform"):
            return Platform(Items(tuple(arguments)), line)
        if name in ("kotlin", "embeddedKotlin") and arguments:
            return _kotlin(arguments, line)
        if name in _MAPS and len(arguments) == 1 and isinstance(arguments[0], Named):
            return arguments[0]
        classifiers = self.classifiers(close + 1, end)
        return Items(tuple(arguments), classifiers, line)

    def _closure_call(
        self, names: list[str], at: int, end: int, depth: int, line: int
    ) -> Value | None:
        """`provider { "g:a:v" }` and `x { ... }`: the last value in the closure, if it is one."""
        close = min(self.closes[at], end)
        if names[-1] == "provider":
            return self.value(at + 1, close, depth + 1)
        return Reference(".".join(names), line)

    def classifiers(self, start: int, end: int) -> tuple[Value, ...]:
        """The classifiers that a closure between two places sets."""
        found: list[Value] = []
        for at in range(start, end - 1):
            token = self.tokens[at]
            if token.sort is Sort.WORD and token.text in ("classifier", "setClassifier"):
                value_at = at + 1
                while value_at < end and self.tokens[value_at].is_mark("=", "("):
                    value_at += 1
                if value_at < end and self.tokens[value_at].is_string:
                    found.append(self.text(self.tokens[value_at]))
                elif value_at < end and self.tokens[value_at].sort is Sort.WORD:
                    names, _ = self.path(value_at, end)
                    found.append(Reference(".".join(names), self.tokens[value_at].line))
        return tuple(found)

    def _choice(self, start: int, end: int, depth: int) -> Value | None:
        """`x ? a : b`, `x ?: b`, `if (x) a else b`: any of these may be what a build takes."""
        cuts = [
            at
            for at in self._tops(start, end)
            if self.tokens[at].is_mark("?", "?:", ":") or self.tokens[at].text == "else"
        ]
        if not cuts:
            return None
        first = start
        if self.tokens[start].text == "if" and start + 1 in self.closes:
            first = self.closes[start + 1] + 1
        elif self.tokens[cuts[0]].is_mark("?"):
            first = cuts.pop(0) + 1
        ends = [*(c for c in cuts if c > first), end]
        starts = [first, *(c + 1 for c in ends[:-1])]
        found = [self.value(a, b, depth + 1) for a, b in zip(starts, ends, strict=True)]
        present = tuple(v for v in found if v is not None)
        # More than one choice is no single text: a definition made of it stays unresolved.
        return Items((*present, Unknown("")), line=self.tokens[start].line)

    def _tops(self, start: int, end: int) -> Iterator[int]:
        """Yield the places between two, brackets jumped over."""
        at = start
        while at < end:
            yield at
            at = self.closes[at] + 1 if at in self.closes else at + 1

    def _unknown(self, start: int, end: int, depth: int) -> Unknown:
        tokens = self.tokens[start:end]
        strings = tuple(self.text(t, depth) for t in tokens if t.is_string and ":" in t.text)
        source = " ".join(t.text for t in tokens[:20] if t.sort is not Sort.NEWLINE)
        return Unknown(source[:120], strings, self.tokens[start].line if tokens else 0)

    def text(self, token: Token, depth: int = 0) -> Text:
        """Read a string token, expressions in it included."""
        if token.sort is Sort.LITERAL or "$" not in token.text:
            return Text((_unescaped(token.text),), token.line)
        parts: list[str | Reference | Unknown] = []
        text, at = token.text, 0
        for match in _PLACE.finditer(text):
            if match.start() < at:
                continue
            parts.append(text[at : match.start()])
            at = match.end()
            if match[3]:
                parts.append(match[3])
            elif match[1]:
                dotted = "" if self.kotlin else match[2]
                parts.append(Reference(match[1] + dotted, token.line))
                at -= len(match[2]) - len(dotted)
            else:
                inner, at = _place(text, at)
                parts.append(self._expression(inner, token.line, depth))
        parts.append(text[at:])
        return Text(tuple(p for p in parts if p != ""), token.line)

    def _expression(self, source: str, line: int, depth: int) -> Reference | Unknown | str:
        if depth > MAX_DEPTH:
            return Unknown(source[:120], line=line)
        tokens = tokenize_text(source, kotlin=self.kotlin, line=line)
        inner = Parser(tokens, closings(tokens), kotlin=self.kotlin)
        value = inner.value(0, len(tokens), depth + 1)
        if isinstance(value, Reference):
            return value
        if isinstance(value, Text) and all(isinstance(p, str) for p in value.parts):
            return "".join(p for p in value.parts if isinstance(p, str))
        return Unknown(source[:120], line=line)


def _place(text: str, at: int) -> tuple[str, int]:
    depth, start = 1, at
    while at < len(text) and depth:
        depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return text[start : at - 1 if not depth else at], at


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text) if "\\" in text else text


def _kotlin(arguments: list[Value], line: int) -> Value:
    """`kotlin("stdlib", "1.9")` is short for a coordinate of Kotlin's own group."""
    parts: list[str | Reference | Unknown] = ["org.jetbrains.kotlin:kotlin-"]
    for place, argument in enumerate(arguments[:2]):
        if isinstance(argument, Named):
            argument = argument.fields.get("version", argument)
        parts += [":"] if place else []
        if isinstance(argument, Text):
            parts.extend(argument.parts)
        elif isinstance(argument, Reference | Unknown):
            parts.append(argument)
    return Text(tuple(parts), line)
