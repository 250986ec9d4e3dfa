"""Values that a file computes: those that it may take, and those that nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.scan.shell.expansion import Expansion, Unknown
from workbench.scan.syntax.node import Node, Place

MOST_OPTIONS = 2000


class Either(Node):
    """One of several values, by what is set elsewhere."""

    __slots__ = ("choices",)

    def __init__(self, choices: list[Node], line: int = 0) -> None:
        super().__init__(None, line)
        self.choices = choices


class Unresolved(Node):
    """A value that is not known, or known in part."""

    __slots__ = ("expansion", "lines")

    def __init__(
        self,
        expansion: Expansion,
        line: int = 0,
        place: Place | None = None,
        lines: tuple[int, ...] = (),
    ) -> None:
        super().__init__(None, line, place)
        self.expansion = expansion
        self.lines = lines
        """The lines of the file on which the text's lines stand, where these do not follow."""

    @classmethod
    def of(cls, expression: str, line: int = 0) -> Unresolved:
        """Return a value of which only its expression is known."""
        return cls(Expansion((Unknown(expression),)), line)


class Sought(Unresolved):
    """A value that a look-up with literal terms finds when it runs: the newest image of a name."""

    __slots__ = ("terms", "type", "value_of")

    def __init__(
        self, expression: str, type_: str, terms: Node, value_of: Callable[[Node], Node]
    ) -> None:
        super().__init__(Expansion((Unknown(expression),)), terms.line)
        self.type = type_
        self.terms = terms
        """The block that says what is looked for."""
        self.value_of = value_of
        """Computes the expressions in it."""


class Default(Node):
    """A scalar that holds unless something else is set from outside: it decides nothing."""

    __slots__ = ()


def options(node: Node) -> Iterator[Node]:
    """Yield the values that `node` may take; itself where it is no choice."""
    if isinstance(node, Either):
        for choice in node.choices:
            yield from options(choice)
    else:
        yield node


def either(choices: list[Node], line: int = 0) -> Node:
    """Return one node for `choices`, each once; beyond a bound the rest is left out."""
    found: dict[object, Node] = {}
    for choice in choices:
        for option in options(choice):
            found.setdefault(_identity(option), option)
    if len(found) == 1:
        return next(iter(found.values()))
    return Either(list(found.values())[:MOST_OPTIONS], line)


def _identity(node: Node) -> object:
    """Return what two mentions of one value share: where it is written."""
    if isinstance(node, Sought):
        return id(node.terms)
    if isinstance(node, Unresolved):
        return node.expansion
    return (node.place, type(node.value)) if node.place is not None else id(node)


def expansion_of(node: Node) -> Expansion | None:
    """Return the text of a scalar, its unknown parts kept; None for anything else."""
    if isinstance(node, Unresolved):
        return node.expansion
    text = node.text
    return Expansion((text,)) if text else None
