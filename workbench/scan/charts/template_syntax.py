"""The nodes of a Go template as Helm charts use it.

Language: https://pkg.go.dev/text/template.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number or boolean; None for `nil`."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Dot:
    """`.`: what the template is applied to."""


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`; `$` alone is what the whole template is applied to."""

    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A name that stands for a function."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """`base.a.b`."""

    base: Operand
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, each given the value of the one before as its last argument.

    `names` are the variables that take the value; `declares` tells `:=` from `=`.
    """

    commands: tuple[tuple[Operand, ...], ...]
    names: tuple[str, ...] = ()
    declares: bool = False


Operand = Literal | Dot | Variable | Function | Field | Pipeline


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between actions; `line` is that of its first character."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Action:
    """An action whose value is put in its place; `source` is the text of it."""

    pipeline: Pipeline
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of a choice; without a pipeline it is the `else`."""

    pipeline: Pipeline | None
    body: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`if`, `with` or `range`, with everything up to its `end`."""

    word: str
    arms: tuple[Arm, ...]
    source: str
    line: int


Part = Text | Action | Choice


@dataclass(frozen=True, slots=True)
class Definition:
    """A named template and the file it stands in."""

    name: str
    body: tuple[Part, ...]
    path: str


@dataclass(slots=True)
class Template:
    """What one file holds: what it puts out, and the named templates that it defines."""

    path: str
    body: tuple[Part, ...] = ()
    definitions: list[Definition] = field(default_factory=list)
