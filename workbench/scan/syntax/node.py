"""YAML, JSON and TOML values that know the line they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value and its member's name start: lines from 1, columns from 0 in characters.

    `line` and `column` mean the text itself, behind an opening quote. `key_line` is 0 for what is
    no member. `flow` says that it stands in YAML's braces; `plain` that its text stands there as
    it is, on one line, without escapes.
    """

    path: str
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    flow: bool = False
    plain: bool = True


class Node:
    """A parsed value and its place. Asking a missing or wrongly typed node gives emptiness.

    Hostile or merely odd files put lists where objects belong: readers ask for what they want
    and get nothing, instead of an error, where it is not there.
    """

    __slots__ = ("line", "place", "value")

    def __init__(
        self,
        value: Scalar | list[Node] | dict[str, Node],
        line: int = 0,
        place: Place | None = None,
    ) -> None:
        self.value = value
        self.line = line
        self.place = place
        """Only where a reader was asked for places."""

    def __getitem__(self, key: str) -> Node:
        """The member called `key`, or an empty node."""
        return self.value.get(key, _NOTHING) if isinstance(self.value, dict) else _NOTHING

    def at(self, *keys: str) -> Node:
        """Walk down `keys`."""
        node = self
        for key in keys:
            node = node[key]
        return node

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __iter__(self) -> Iterator[Node]:
        """The elements of a list; nothing for anything else."""
        return iter(self.value if isinstance(self.value, list) else ())

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of an object; nothing for anything else."""
        return iter(self.value.items() if isinstance(self.value, dict) else ())

    def __bool__(self) -> bool:
        return self.value is not None

    @property
    def text(self) -> str:
        """A string as it is, a number as written in Python, anything else empty."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return str(self.value)
        return ""

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, list)

    @property
    def is_object(self) -> bool:
        """Whether the value is an object (mapping, table)."""
        return isinstance(self.value, dict)

    def plain(self) -> object:
        """The value without places, as the standard library's parsers give it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


_NOTHING = Node(None)
