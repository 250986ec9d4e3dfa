"""From the text of a Go template to its nodes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.model.regex import regex
from workbench.scan.charts.template_expression import NotATemplate, parse_pipeline
from workbench.scan.charts.template_syntax import (
    Action,
    Arm,
    Choice,
    Definition,
    Function,
    Literal,
    Part,
    Pipeline,
    Template,
    Text,
)

MAX_DEPTH = 60
"""Blocks within blocks; people write six."""

MAX_ACTION = 20_000
"""Characters between the braces; people write a hundred."""

_COMMENT = regex(r"\{\{(?:-\s+)?/\*")
_QUOTED_OR_END = regex(r"\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|\}\}")
_WORD = regex(r"[a-z]+\b")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block whose `end` has not come yet."""

    word: str
    pipeline: Pipeline | None = None
    name: str = ""
    source: str = ""
    line: int = 0
    body: list[Part] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    closes: int = 1
    """How many blocks its `end` closes: `else if` opens one in the `else` of another."""


def parse_template(text: str, path: str) -> Template:
    """Parse a template file. Raises NotATemplate."""
    template = Template(path)
    blocks = [_Block("")]
    for piece in _pieces(text):
        if isinstance(piece, Text):
            blocks[-1].body.append(piece)
        else:
            _take(piece[0], piece[1], blocks, template)
        if len(blocks) > MAX_DEPTH:
            raise NotATemplate("blocks are nested too deeply")
    if len(blocks) > 1:
        raise NotATemplate(f"`{blocks[-1].word}` without `end`")
    template.body = tuple(blocks[0].body)
    return template


def _pieces(text: str) -> Iterator[Text | tuple[str, int]]:
    """Yield text, trimmed as the markers beside it say, and the inside of actions with the line."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    at, trim = 0, False
    while (start := text.find("{{", at)) >= 0:
        inside, end = _inside(text, start)
        opened, closed = inside.startswith(("- ", "-\n", "-\t")), inside[-2:-1].isspace()
        closed = closed and inside.endswith("-")
        between = _trimmed(text, at, start, trim, opened)
        if between is not None:
            yield Text(text[between[0] : between[1]], bisect_right(starts, between[0]))
        source = inside[int(opened) : len(inside) - int(closed)].strip()
        if source and not source.startswith("/*"):
            yield source, bisect_right(starts, start)
        at, trim = end, closed
    between = _trimmed(text, at, len(text), trim, right=False)
    if between is not None:
        yield Text(text[between[0] : between[1]], bisect_right(starts, between[0]))


def _inside(text: str, start: int) -> tuple[str, int]:
    """Return what stands in the action that starts at `start`, and the offset behind it."""
    if _COMMENT.match(text, start):
        closed = text.find("*/", start)
        end = text.find("}}", closed)
        if closed < 0 or end < 0:
            raise NotATemplate("a comment is not closed")
        return text[start + 2 : end], end + 2
    at = start + 2
    while found := _QUOTED_OR_END.search(text, at, start + MAX_ACTION):
        if found.group() == "}}":
            return text[start + 2 : found.start()], found.end()
        at = found.end()
    raise NotATemplate("an action is not closed")


def _trimmed(text: str, start: int, end: int, left: bool, right: bool) -> tuple[int, int] | None:
    while left and start < end and text[start].isspace():
        start += 1
    while right and end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _take(source: str, line: int, blocks: list[_Block], template: Template) -> None:
    found = _WORD.match(source)
    word = found.group() if found else ""
    rest = source[len(word) :].strip()
    block = blocks[-1]
    if word in ("if", "with", "range"):
        blocks.append(_Block(word, parse_pipeline(rest), source=source, line=line))
    elif word in ("define", "block"):
        name, _, argument = rest.partition(" ")
        if name[:1] not in ('"', "`"):
            raise NotATemplate(f"`{word}` without a name")
        if word == "block":
            block.body.append(_call(f"{name} {argument}", source, line))
        blocks.append(_Block(word, name=name[1:-1]))
    elif word == "else":
        _turn(rest, line, blocks)
    elif word == "end":
        _close(blocks, template)
    elif word == "template":
        block.body.append(_call(rest, source, line))
    elif source and word not in ("break", "continue"):
        block.body.append(Action(parse_pipeline(source), source, line))


def _call(rest: str, source: str, line: int) -> Action:
    """Read `template "name" argument` as the call of `include` that it is."""
    inner = parse_pipeline(rest)
    first = inner.commands[0]
    given = first if len(first) > 1 else (*first, Literal(None))
    return Action(Pipeline(((Function("include"), *given), *inner.commands[1:])), source, line)


def _turn(rest: str, line: int, blocks: list[_Block]) -> None:
    block = blocks[-1]
    if block.word not in ("if", "with", "range"):
        raise NotATemplate("`else` outside of a block")
    block.arms.append(Arm(block.pipeline, tuple(block.body)))
    turned = _Block(
        "else",
        name=block.word,
        source=block.source,
        line=block.line,
        arms=block.arms,
        closes=block.closes,
    )
    if not rest:
        blocks[-1] = turned
        return
    found = _WORD.match(rest)
    word = found.group() if found else ""
    if word not in ("if", "with"):
        raise NotATemplate(f"`else {word}`")
    pipeline = parse_pipeline(rest[len(word) :].strip())
    if word == block.word and word == "if":
        # The arms of one `if` are tried in turn: no need to nest them.
        blocks[-1] = _Block(
            word, pipeline, source=block.source, line=block.line, arms=block.arms,
            closes=block.closes,
        )  # fmt: skip
        return
    blocks[-1] = turned
    blocks.append(_Block(word, pipeline, source=rest, line=line, closes=block.closes + 1))


def _close(blocks: list[_Block], template: Template) -> None:
    for _ in range(blocks[-1].closes):
        if len(blocks) == 1:
            raise NotATemplate("`end` without a block")
        block = blocks.pop()
        if block.word in ("define", "block"):
            body = tuple(block.body)
            template.definitions.append(Definition(block.name, body, template.path))
            continue
        word = block.name if block.word == "else" else block.word
        arms = (*block.arms, Arm(block.pipeline, tuple(block.body)))
        blocks[-1].body.append(Choice(word, arms, block.source, block.line))
