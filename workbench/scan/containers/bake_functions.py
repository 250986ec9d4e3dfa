"""The functions of Bake's expressions that name, tag and list what is built.

https://docs.docker.com/build/bake/funcs/: of go-cty's standard functions those that such files use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from workbench.scan.shell.expansion import MAX_LENGTH, Expansion, Unknown, literal

MAX_DEPTH = 40
MAX_ELEMENTS = 1_000

Value = Expansion | bool | None | list["Value"] | dict[str, "Value"]

OPEN: Value = Expansion((Unknown(""),))
"""What a function returns that cannot say."""


def text_of(value: Value) -> Expansion | None:
    """Return a value as text; None for what is no scalar."""
    if isinstance(value, Expansion):
        return value
    return literal("true" if value else "false") if isinstance(value, bool) else None


def texts_of(value: Value) -> list[Expansion]:
    """Return the texts of a list; emptiness for anything else."""
    texts = (text_of(element) for element in value) if isinstance(value, list) else ()
    return [text for text in texts if text is not None]


def is_open(value: Value) -> bool:
    """Whether a piece of a text has no value."""
    return isinstance(value, Expansion) and bool(value.unknown)


def _concat(arguments: list[Value]) -> Value:
    return [element for a in arguments if isinstance(a, list) for element in a][:MAX_ELEMENTS]


def _flat(values: list[Value], depth: int = 0) -> Iterator[Value]:
    for value in values:
        if isinstance(value, list) and depth < MAX_DEPTH:
            yield from _flat(value, depth + 1)
        else:
            yield value


def _compact(arguments: list[Value]) -> Value:
    values = arguments[0] if arguments and isinstance(arguments[0], list) else []
    return [value for value in values if value is not None and value != literal("")]


def _coalesce(arguments: list[Value]) -> Value:
    return next((a for a in arguments if a is not None and a != literal("")), OPEN)


def _on_texts(change: Callable[..., str]) -> Callable[[list[Value]], Value]:
    """Return a function of literal texts; it knows nothing where one of them is open."""

    def called(arguments: list[Value]) -> Value:
        texts = [a.literal if isinstance(a, Expansion) else None for a in arguments]
        try:
            return OPEN if None in texts else literal(change(*texts)[:MAX_LENGTH])
        except (TypeError, ValueError):
            return OPEN

    return called


def _digest(algorithm: str) -> Callable[[str], str]:
    """Return a function that digests text: Bake names targets so."""
    return lambda text: hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


def _equal(arguments: list[Value]) -> Value:
    if len(arguments) != 2 or any(is_open(a) for a in arguments):
        return OPEN
    return arguments[0] == arguments[1]


def _negated(value: Value) -> Value:
    return not value if isinstance(value, bool) else OPEN


def _split(arguments: list[Value]) -> Value:
    texts = [a.literal for a in arguments if isinstance(a, Expansion) and a.literal]
    return [literal(t) for t in texts[1].split(texts[0])] if len(texts) == 2 else OPEN


def _join(arguments: list[Value]) -> Value:
    if len(arguments) != 2 or not isinstance(arguments[0], Expansion):
        return OPEN
    parts: list[str | Unknown] = []
    for number, text in enumerate(texts_of(arguments[1])):
        parts += [*(arguments[0].parts if number else ()), *text.parts]
    return Expansion.of(parts)


FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "and": lambda a: all(a) if all(isinstance(v, bool) for v in a) else OPEN,
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "distinct": lambda a: a[0] if a else OPEN,
    "equal": _equal,
    "flatten": lambda a: list(_flat(a))[:MAX_ELEMENTS],
    "join": _join,
    "lower": _on_texts(str.lower),
    "md5": _on_texts(_digest("md5")),
    "not": lambda a: _negated(a[0]) if a else OPEN,
    "notequal": lambda a: _negated(_equal(a)),
    "or": lambda a: any(a) if all(isinstance(v, bool) for v in a) else OPEN,
    "replace": _on_texts(str.replace),
    "sha1": _on_texts(_digest("sha1")),
    "sha256": _on_texts(_digest("sha256")),
    "split": _split,
    "trimprefix": _on_texts(str.removeprefix),
    "trimsuffix": _on_texts(str.removesuffix),
    "tolist": lambda a: a[0] if a else OPEN,
    "upper": _on_texts(str.upper),
}
