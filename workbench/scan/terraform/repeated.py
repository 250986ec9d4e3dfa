"""Blocks that `for_each` repeats: what `each.value` and the iterators of dynamic blocks may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.scan.syntax.computed import either, options
from workbench.scan.syntax.hcl_values import evaluate
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import Block, Expression

if TYPE_CHECKING:
    from workbench.scan.terraform.configuration import Configuration

MAX_DEPTH = 5


class Repeated:
    """One block's body with its dynamic blocks written out, and the names that hold in it."""

    def __init__(self, body: Node, configuration: Configuration) -> None:
        self.configuration = configuration
        self._each: dict[str, Node] = {}
        if "for_each" in body:
            self._each["each"] = evaluate(body["for_each"], self._named)
        self.body = self._written_out(body, 0)

    def value(self, node: Node) -> Node:
        """Return what an expression of the block comes to; any other node as it is."""
        return evaluate(node, self._named) if isinstance(node, Expression) else node

    def whole(self, node: Node) -> Node:
        """Return what a node of the block comes to, with everything in it."""
        return evaluate(node, self._named)

    def _named(self, names: tuple[str, ...]) -> tuple[Node, int] | None:
        over = self._each.get(names[0])
        if over is None:
            return self.configuration.named(names)
        if len(names) < 2 or names[1] not in ("value", "key"):
            return None
        found: list[Node] = []
        for option in options(over):
            if names[1] == "key":
                found += [Node(name, member.line) for name, member in option.items()]
            else:
                found += [member for _, member in option.items()]
            found += list(option)
        return (either(found), 2) if found else None

    def _written_out(self, body: Node, depth: int) -> Node:
        """Put the content of `dynamic "NAME"` blocks where blocks called NAME would stand."""
        if not isinstance(body, Block) or depth > MAX_DEPTH:
            return body
        members = dict(body.items())
        for block in members.pop("dynamic", Node(None)):
            if not isinstance(block, Block) or len(block.labels) != 1:
                continue
            iterator = block["iterator"].text.strip("${}") or block.labels[0]
            over = [evaluate(block["for_each"], self._named)]
            if iterator in self._each:  # of another block of this name: either may be meant
                over.append(self._each[iterator])
            self._each[iterator] = either(over)
            before = members.get(block.labels[0], Node([]))
            contents = [self._written_out(c, depth + 1) for c in block["content"]]
            members[block.labels[0]] = Node([*before, *contents], block.line)
        for name, member in members.items():
            if member.is_list and any(isinstance(element, Block) for element in member):
                inner = [self._written_out(element, depth + 1) for element in member]
                members[name] = Node(inner, member.line)
        return Block(members, body.line, body.place, body.labels)
