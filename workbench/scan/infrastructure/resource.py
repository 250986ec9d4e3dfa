"""One resource of any tool, and the way to the values of its attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from workbench.model.component import Occurrence, Scope, Trait
from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.infrastructure.attribute_table import Attribute, Condition
from workbench.scan.syntax.computed import Sought, Unresolved, options
from workbench.scan.syntax.node import Node, Place
from workbench.scan.tree import Tree

MAX_DEPTH = 30
MAX_VALUES = 2000
"""Of one attribute: a mapping of machine images has a hundred."""


def _as_it_is(node: Node) -> Node:
    return node


@dataclass(frozen=True)
class Resource:
    """What one block asks for.

    `value` computes a node that is an expression, and gives any other back as it is.
    """

    tool: str
    type: str
    name: str
    """Its address, as the tool writes it."""
    body: Node
    line: int
    document: Document
    tree: Tree
    reader: str
    syntax: Syntax
    value: Callable[[Node], Node] = _as_it_is
    scope: Scope = Scope.RUNTIME
    home: Node | None = None
    """The block to which a missing attribute is added; the body where it is None."""
    optional: frozenset[Place] = frozenset()
    """Where values stand that may be chosen, but are not."""

    keys: Mapping[Place, str] = field(default_factory=dict)
    """Where values stand that are keys of a mapping, too, and of which."""

    def looking_for(self, sought: Sought) -> Resource:
        """Return the block that a value is looked up with, as this resource's own."""
        return replace(self, type=sought.type, body=sought.terms, value=sought.value_of)

    def occurrence(self, node: Node, *traits: Trait) -> Occurrence:
        """Return where `node` is written."""
        place = node.place
        return Occurrence(
            path=place.path if place else self.document.path,
            line=place.line if place else node.line or self.line,
            scope=self.scope_of(node),
            traits=traits,
            reader=self.reader,
        )

    def scope_of(self, node: Node) -> Scope:
        """Return the scope of a value: optional where another is chosen."""
        return Scope.OPTIONAL if node.place in self.optional else self.scope

    def values(self, attribute: Attribute) -> Iterator[tuple[Node, Node]]:
        """Yield each value of the attribute, computed, and the block that it stands in."""
        for path in attribute.at:
            for count, (found, around) in enumerate(self.walk(self.body, path.split("."))):
                if count >= MAX_VALUES:
                    break
                if self._is_meant(attribute, around):
                    yield found, around

    def has(self, path: str) -> bool:
        """Whether anything but null is written at `path`."""
        return any(True for _ in self.walk(self.body, path.split(".")))

    def texts(self, path: str, around: Node | None = None) -> list[str]:
        """Return the known texts at `path`, from the block around or the resource itself."""
        for start in filter(None, (around, self.body)):
            found = [node.text for node, _ in self.walk(start, path.split(".")) if node.text]
            if found:
                return found
        return []

    def walk(self, node: Node, path: list[str], depth: int = 0) -> Iterator[tuple[Node, Node]]:
        """Yield what stands at `path` below `node`, through lists and choices."""
        if depth > MAX_DEPTH:
            return
        for option in options(self.value(node)):
            if option.is_list:
                for element in option:
                    yield from self.walk(element, path, depth + 1)
            elif not path:
                if option or isinstance(option, Unresolved):
                    yield option, option
            elif option.is_object:
                members = [m for _, m in option.items()] if path[0] == "*" else [option[path[0]]]
                for member in members:
                    for found, around in self.walk(member, path[1:], depth + 1):
                        yield found, option if len(path) == 1 else around

    def _is_meant(self, attribute: Attribute, around: Node) -> bool:
        only, unless = attribute.only, attribute.unless
        if only is not None and not self._holds(only, around):
            return False
        return unless is None or not self._holds(unless, around)

    def _holds(self, condition: Condition, around: Node | None) -> bool:
        return any(
            fnmatchcase(text.casefold(), condition.is_.casefold())
            for text in self.texts(condition.at, around)
        )

    def lacks(self, attribute: Attribute) -> bool:
        """Whether the attribute is nowhere, though the resource is one that would have it."""
        if not attribute.default or any(self.has(path) for path in attribute.at):
            return False
        return attribute.only is None or self._holds(attribute.only, None)

    def traits(self, attribute: Attribute, around: Node | None) -> tuple[Trait, ...]:
        """Return the facts from beside the attribute that its entry asks for."""
        return tuple(
            Trait(name, text)
            for name, path in attribute.traits.items()
            for text in self.texts(path, around)[:1]
        )

    def key_of(self, node: Node) -> tuple[Trait, ...]:
        """Return the mapping of which the value is a key, as a fact."""
        mapping = self.keys.get(node.place) if node.place is not None else None
        return (Trait("key-of", mapping),) if mapping else ()
