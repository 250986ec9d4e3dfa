"""The lines that a template puts out, and the images and architectures that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model.regex import regex
from workbench.scan.charts.template_run import Piece
from workbench.scan.containers.pod_images import ARCH_LABELS, Pin
from workbench.scan.shell.expansion import Expansion, Part

LOOK_AHEAD = 8
"""Lines of one requirement on nodes behind its key."""

_IMAGE = regex(r"\s*(?:-\s+)?([\"']?)image\1\s*:(?:\s+|$)")
_BLOCK = regex(r"[>|][-+]?\s*$")
_COMMENT = regex(r"(?:^|(?<!\s)\s+)#.*$")
_SELECTOR = regex(r"\s*([\"']?)nodeSelector\1:\s*$")
_LABEL = regex(r"\s*([\"']?)([\w./-]+)\1:\s*([\"']?)(\w+)\3\s*$")
_KEY = regex(r"\s*(?:-\s+)?key:\s*([\"']?)([\w./-]+)\1\s*$")
_OPERATOR = regex(r"\s*(?:-\s+)?operator:\s*([\"']?)In\1\s*$")
_VALUES = regex(r"\s*(?:-\s+)?values:\s*+(?:\[\s*([\"']?)(\w+)\1\s*\])?\s*$")
_ITEM = regex(r"\s*-\s+([\"']?)(\w+)\1\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is put out, and the place of its first word."""

    text: Expansion
    path: str
    line: int
    idle: bool


@dataclass(frozen=True, slots=True)
class TemplateImage:
    """An image that a template names. `idle`: only where a value differs from the default."""

    reference: Expansion
    path: str
    line: int
    idle: bool
    pins: tuple[Pin, ...] = ()


def lines_of(pieces: list[Piece]) -> Iterator[Line]:
    """Yield the lines that hold anything."""
    parts: list[Part] = []
    place: tuple[str, int] | None = None
    idle = False
    for piece in pieces:
        number = piece.line
        for part in piece.text.parts:
            texts: list[Part] = [*part.split("\n")] if isinstance(part, str) else [part]
            for at, text in enumerate(texts):
                if at:
                    if place is not None:
                        yield Line(Expansion.of(parts), *place, idle)
                    parts, place, idle = [], None, False
                    number += piece.literal
                if place is None and (not isinstance(text, str) or text.strip()):
                    place = (piece.path, number)
                idle = idle or (piece.idle and text != "")
                parts.append(text)
    if place is not None:
        yield Line(Expansion.of(parts), *place, idle)


def images_of(lines: list[Line]) -> list[TemplateImage]:
    """Return the images of one file's output, each with what its document asks of nodes."""
    found: list[TemplateImage] = []
    start = 0
    for end in [*(at for at, line in enumerate(lines) if line.text.text == "---"), len(lines)]:
        part = lines[start:end]
        pins = tuple(_pins(part))
        for at, line in enumerate(part):
            reference = _reference(line, part[at + 1 : at + 2])
            if reference is not None:
                found.append(TemplateImage(reference, line.path, line.line, line.idle, pins))
        start = end
    return found


def _reference(line: Line, following: list[Line]) -> Expansion | None:
    first, *rest = line.text.parts
    match = _IMAGE.match(first) if isinstance(first, str) else None
    if match is None or not isinstance(first, str):
        return None
    parts: list[Part] = [first[match.end() :], *rest]
    if following and len(parts) == 1 and isinstance(parts[0], str) and _BLOCK.match(parts[0]):
        parts = list(following[0].text.parts)
    return _unquoted(parts)


def _unquoted(parts: list[Part]) -> Expansion | None:
    """Return a scalar without its quotes and comment; None where it is a table or nothing."""
    if isinstance(parts[-1], str):
        parts[-1] = _COMMENT.sub("", parts[-1]).rstrip()
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
        quote = parts[0][:1]
        if quote in ("{", "[", "&", "*", "|", ">", "#"):
            return None
        if quote in ("'", '"') and quote:
            parts[0] = parts[0][1:]
            if isinstance(parts[-1], str):
                parts[-1] = parts[-1].rstrip(quote)
    text = Expansion.of(parts)
    return text if text.parts else None


def _pins(lines: list[Line]) -> Iterator[Pin]:
    for at, line in enumerate(lines):
        text = line.text.literal
        if text is None:
            continue
        if _SELECTOR.match(text):
            yield from _selected(lines[at + 1 : at + 1 + LOOK_AHEAD])
        key = _KEY.match(text)
        if key and key[2] in ARCH_LABELS:
            values = _values(lines[at + 1 : at + 1 + LOOK_AHEAD])
            if len(values) == 1:
                yield Pin(key[2], values[0], line.line)


def _selected(lines: list[Line]) -> Iterator[Pin]:
    for line in lines:
        label = _LABEL.match(line.text.text)
        if label is None:
            return
        if label[2] in ARCH_LABELS:
            yield Pin(label[2], label[4], line.line)


def _values(lines: list[Line]) -> list[str]:
    """Return what follows `operator: In`, `values:`; nothing where it reads otherwise."""
    if len(lines) < 2 or not _OPERATOR.match(lines[0].text.text):
        return []
    values = _VALUES.match(lines[1].text.text)
    if values is None:
        return []
    if values[2]:
        return [values[2]]
    found = []
    for line in lines[2:]:
        item = _ITEM.match(line.text.text)
        if item is None:
            break
        found.append(item[2])
    return found
