"""The directives of go.mod and go.work files, by line."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document

VERBS = frozenset(
    [
        "module",
        "go",
        "toolchain",
        "require",
        "replace",
        "exclude",
        "retract",
        "tool",
        "godebug",
        "ignore",
    ]
)

WORK_VERBS = frozenset(["go", "toolchain", "use", "replace", "godebug"])

_TOKEN = regex(r'"((?:[^"\\]++|\\.?)*+)(?:"|\Z)|`([^`]*)`|([^\s"`]+)')
_INDIRECT = regex(r"indirect\b")


class Directive(msgspec.Struct, frozen=True):
    """One directive with its arguments; `indirect` tells of the `// indirect` comment."""

    line: int
    verb: str
    arguments: tuple[str, ...]
    indirect: bool = False


class BadLine(msgspec.Struct, frozen=True):
    """A line that no go command would accept."""

    line: int
    reason: str


def directives(document: Document, verbs: frozenset[str] = VERBS) -> Iterator[Directive | BadLine]:
    """Yield the directives in order, those in blocks with the block's verb."""
    block, opened = "", 0
    for number, raw in enumerate(document.lines, 1):
        code, _, comment = raw.partition("//")
        tokens = [a or b or c for a, b, c in _TOKEN.findall(code)]
        if not tokens:
            continue
        indirect = bool(_INDIRECT.match(comment.strip()))
        if block:
            if tokens == [")"]:
                block = ""
            else:
                yield Directive(number, block, tuple(tokens), indirect)
            continue
        verb, *arguments = tokens
        if verb.endswith("(") and verb != "(":
            verb, arguments = verb[:-1], ["(", *arguments]
        if verb not in verbs:
            yield BadLine(number, f"begins with no directive of {document.name}")
        elif arguments == ["("]:
            block, opened = verb, number
        elif arguments not in (["(", ")"], ["()"]):
            yield Directive(number, verb, tuple(arguments), indirect)
    if block:
        yield BadLine(opened, f"the block of {block!r} is not closed")
