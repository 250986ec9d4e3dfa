"""Edits as a unified diff that `git apply` takes."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from workbench.model.change import Change, Edit
from workbench.model.regex import regex

CONTEXT = 3
"""Unchanged lines around a change, as git has it."""

_NEWLINE = regex(r"\r\n|\n|\r")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UNQUOTED = regex(r"[^\x00-\x1f\"\\\x7f]*")
_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class LeftOut(msgspec.Struct, frozen=True):
    """A change that is not in a diff, and why."""

    change: Change
    reason: str


class Patch(msgspec.Struct, frozen=True):
    """A unified diff as bytes, in the encodings of the files themselves."""

    data: bytes
    left_out: tuple[LeftOut, ...] = ()


class _Span(NamedTuple):
    """Characters `start` up to `end` of a text, and what takes their place."""

    start: int
    end: int
    after: str


class _File:
    """The text of one file, its line ends kept, and the spans that are to change in it."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_WIDE) or b"\0" in data:
            raise ValueError("git takes the file for no text")
        self.mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        body = data[len(self.mark) :]
        self.encoding = "utf-8"
        try:
            self.text = body.decode("utf-8")
        except UnicodeDecodeError:
            self.encoding = "latin-1"
            self.text = body.decode("latin-1")
        ends = list(_NEWLINE.finditer(self.text))
        self.starts = [0, *(m.end() for m in ends)]
        self.newlines = [m.group() for m in ends]
        self.spans: set[_Span] = set()

    def span(self, edit: Edit) -> _Span:
        """Return where `edit` is. Raises ValueError where the file does not hold its `before`."""
        if not 1 <= edit.line <= len(self.starts):
            raise ValueError(f"{edit.path} has no line {edit.line} any more")
        start = self.starts[edit.line - 1] + edit.column
        end = start + len(edit.before)
        bound = self.starts[edit.line] if edit.line < len(self.starts) else len(self.text)
        if end > bound or self.text[start:end] != edit.before:
            raise ValueError(f"{edit.path}:{edit.line} does not hold {edit.before!r} there")
        newline = self.newlines[min(edit.line, len(self.newlines)) - 1] if self.newlines else "\n"
        after = edit.after.replace("\n", newline)
        after.encode(self.encoding)  # what Latin-1 cannot write is no change of this file
        return _Span(start, end, after)

    def clashes(self, span: _Span) -> bool:
        """Whether another change is at the same characters; the very same one does not clash."""
        return any(
            other != span
            and ((span.start < other.end and other.start < span.end) or span.start == other.start)
            for other in self.spans
        )

    def hunks(self) -> list[bytes]:
        """Return the hunks of the diff, in order."""
        lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        if lines[-1] == len(self.text):
            lines.pop()
        groups: list[tuple[int, int, list[_Span]]] = []
        for span in sorted(self.spans):
            first = bisect_right(lines, span.start) - 1
            last = max(first, bisect_right(lines, max(span.end - 1, span.start)) - 1)
            if groups and first - groups[-1][1] <= 2 * CONTEXT:
                before = groups.pop()
                groups.append((before[0], max(before[1], last), [*before[2], span]))
            else:
                groups.append((first, last, [span]))
        made, shift = [], 0
        for first, last, spans in groups:
            hunk, grown = self._hunk(lines, first, last, spans, shift)
            made.append(hunk)
            shift += grown
        return made

    def _hunk(
        self, lines: list[int], first: int, last: int, spans: list[_Span], shift: int
    ) -> tuple[bytes, int]:
        """Return one hunk over lines `first` to `last` (from 0), and how many lines it adds."""
        top, bottom = max(0, first - CONTEXT), min(len(lines) - 1, last + CONTEXT)
        bounds = [*lines, len(self.text)]
        old: list[bytes] = []
        new: list[bytes] = []
        touched = {
            n: [s for s in spans if bisect_right(lines, s.start) - 1 == n]
            for n in range(first, last + 1)
        }
        body: list[bytes] = []
        for number in range(top, bottom + 1):
            start, end = bounds[number], bounds[number + 1]
            mine = touched.get(number, [])
            if not mine:
                self._flush(body, old, new)
                body.append(self._line(" ", self.text[start:end], number == 0))
                continue
            text, at = "", start
            for span in mine:
                text += self.text[at : span.start] + span.after
                at = span.end
            text += self.text[at:end]
            made = re.findall(r"[^\n]*\n|[^\n]+", text)
            kept = len(made) > 1 and made[-1] == self.text[start:end]
            new += [
                self._line("+", line, number == 0 and not place)
                for place, line in enumerate(made[:-1] if kept else made)
            ]
            if kept and not (number == 0 and self.mark):  # lines were added before this one
                self._flush(body, old, new)
                body.append(self._line(" ", made[-1], False))
            else:
                new += [self._line("+", line, False) for line in made[-1:] if kept]
                old.append(self._line("-", self.text[start:end], number == 0))
        self._flush(body, old, new)
        count = bottom - top + 1
        grown = sum(line.startswith(b"+") for line in body) - sum(
            line.startswith(b"-") for line in body
        )
        header = f"@@ -{top + 1},{count} +{top + 1 + shift},{count + grown} @@\n"
        return header.encode() + b"".join(body), grown

    @staticmethod
    def _flush(body: list[bytes], old: list[bytes], new: list[bytes]) -> None:
        body += [*old, *new]
        old.clear()
        new.clear()

    def _line(self, sign: str, text: str, is_first: bool) -> bytes:
        mark = self.mark if is_first else b""
        end = "" if text.endswith("\n") else "\n\\ No newline at end of file\n"
        return sign.encode() + mark + text.encode(self.encoding) + end.encode()


def unified_diff(changes: Iterable[Change], read: Callable[[str], bytes]) -> Patch:
    """Return the edits of `changes` as a diff that `git apply` takes in the project's folder.

    `read` gives a file's bytes; it may raise OSError or ValueError. A change is in it whole or not
    at all: one whose text no longer stands there, or that clashes with one before it, is left out
    with the reason. Line ends, byte order marks and a missing last line end stay as they are.
    """
    files: dict[str, _File | str] = {}
    left_out: list[LeftOut] = []
    for change in changes:
        if not change.edits:
            continue
        try:
            spans = [(e, *_found(files, e, read)) for e in change.edits]
            taken: dict[str, list[_Span]] = defaultdict(list)
            for edit, file, span in spans:
                if file.clashes(span) or _clash(span, taken[edit.path]):
                    raise ValueError(f"{edit.path}:{edit.line} is changed by another change, too")
                taken[edit.path].append(span)
        except (OSError, ValueError) as error:
            left_out.append(LeftOut(change, str(error)))
            continue
        for _, file, span in spans:
            file.spans.add(span)
    data = b"".join(
        _header(path) + b"".join(file.hunks())
        for path, file in sorted(files.items())
        if isinstance(file, _File) and file.spans
    )
    return Patch(data, tuple(left_out))


def _clash(span: _Span, others: list[_Span]) -> bool:
    return any((span.start < o.end and o.start < span.end) or span.start == o.start for o in others)


def _found(
    files: dict[str, _File | str], edit: Edit, read: Callable[[str], bytes]
) -> tuple[_File, _Span]:
    """Return the file of `edit`, read once, and its place in it. Raises ValueError."""
    if edit.path not in files:
        try:
            files[edit.path] = _File(read(edit.path))
        except (OSError, ValueError) as error:
            files[edit.path] = f"{edit.path}: {error}"
    file = files[edit.path]
    if isinstance(file, str):
        raise ValueError(file)
    return file, file.span(edit)


def _header(path: str) -> bytes:
    old, new = _name(f"a/{path}"), _name(f"b/{path}")
    # git ends a name that holds blanks with a tab, so that nothing after it is taken for a date.
    tab = "\t" if " " in path and not old.startswith('"') else ""
    return f"diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n".encode(
        "utf-8", "surrogateescape"
    )


def _name(name: str) -> str:
    """Return a file's name as git writes it: quoted where it holds quotes or control characters."""
    if _UNQUOTED.fullmatch(name):
        return name
    return '"' + "".join(_ESCAPES.get(c) or _escaped(c) for c in name) + '"'


def _escaped(char: str) -> str:
    return f"\\{ord(char):03o}" if ord(char) < 0x20 or ord(char) == 0x7F else char
