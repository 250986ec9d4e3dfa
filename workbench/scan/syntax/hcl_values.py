"""What HCL's expressions come to, as far as literals decide it: no function is run that computes.

Where a condition or a key is not known, all the values that it chooses among are the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

import tree_sitter

from workbench.scan.document import Unreadable
from workbench.scan.shell.expansion import Expansion, Part, Unknown
from workbench.scan.syntax.computed import Default, Either, Sought, Unresolved, either, options
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import Expression, Source, unescaped, value_of

Names = Callable[[tuple[str, ...]], "tuple[Node, int] | None"]
"""Returns the value of the first of several dotted names, and how many of them it took."""

MAX_DEPTH = 40
MAX_STEPS = 20_000
"""Of one evaluation: `for` in `for` in `for` multiplies."""
MAX_TEXTS = 8

_SAME = frozenset(
    {"tostring", "tolist", "toset", "tomap", "tonumber", "sensitive", "nonsensitive", "trimspace"}
    | {"jsonencode", "yamlencode", "jsondecode", "yamldecode", "base64encode", "base64gzip", "try"}
    | {"coalesce", "compact", "distinct", "sort", "one", "ephemeralasnull", "chomp"}
)
_JOINING = frozenset({"concat", "coalescelist", "setunion", "flatten", "tuple", "values"})


def evaluate(node: Node, names: Names) -> Node:
    """Return `node` without expressions: literals keep their places, the rest is Unresolved."""
    return _Evaluation(names).node(node, 0)


class _Evaluation:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.steps = 0
        self.bound: list[Mapping[str, Node]] = []
        """The names that enclosing `for` expressions give."""

    def node(self, node: Node, depth: int) -> Node:
        self.steps += 1
        if depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return Unresolved.of(node.text, node.line)
        if isinstance(node, Expression):
            return self.expression(node.syntax, node.source, depth)
        if isinstance(node, Either | Unresolved):
            return node
        if isinstance(node.value, list):
            return Node([self.node(n, depth + 1) for n in node.value], node.line, node.place)
        if isinstance(node.value, dict):
            members = {k: self.node(n, depth + 1) for k, n in node.value.items()}
            return Node(members, node.line, node.place)
        return node

    def expression(self, syntax: tree_sitter.Node, source: Source, depth: int) -> Node:
        """Evaluate an `expression` of the grammar."""
        self.steps += 1
        line = syntax.start_point.row + 1
        unknown = Unresolved.of(source.text(syntax), line)
        if depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return unknown
        parts = [child for child in syntax.children if child.type not in ("(", ")", "comment")]
        if not parts:
            return unknown
        first, rest = parts[0], parts[1:]
        match first.type:
            case "variable_expr":
                found = self._reference(first, rest, source, depth)
            case "literal_value" | "collection_value":
                try:
                    value = value_of(syntax, source, syntax, depth)
                except Unreadable:
                    return unknown
                if isinstance(value, Expression):
                    return unknown
                found = self._walked(self.node(value, depth + 1), rest, source, depth)
            case "expression":
                inner = self.expression(first, source, depth + 1)
                found = self._walked(inner, rest, source, depth)
            case "template_expr":
                return self._template(first.children[0], source, depth)
            case "conditional":
                return self._conditional(first, source, depth)
            case "function_call":
                called = self._call(first, source, depth)
                found = None if called is None else self._walked(called, rest, source, depth)
            case "for_expr":
                found = self._for(first.children[0], source, depth)
            case _:
                found = None
        return unknown if found is None else found

    # --- references

    def _reference(
        self, first: tree_sitter.Node, rest: list[tree_sitter.Node], source: Source, depth: int
    ) -> Node | None:
        names = [source.text(first)]
        for part in rest:
            if part.type != "get_attr":
                break
            names.append(source.text(part.children[-1]))
        for bound in reversed(self.bound):
            if names[0] in bound:
                return self._walked(bound[names[0]], rest, source, depth)
        found = self.names(tuple(names))
        if found is None:
            return None
        value, taken = found
        return self._walked(value, rest[taken - 1 :], source, depth)

    def _walked(
        self, node: Node, steps: list[tree_sitter.Node], source: Source, depth: int
    ) -> Node | None:
        """Follow attributes and indexes down `node`."""
        for place, step in enumerate(steps):
            if step.type == "splat":
                below = [child for child in step.children[0].children if child.is_named]
                rest = [*below, *steps[place + 1 :]]
                elements = [n for o in options(node) for n in _elements(o)]
                found = [self._walked(n, rest, source, depth) for n in elements]
                return Node([n for n in found if n is not None], node.line)
            next_ = self._step(node, step, source, depth)
            if next_ is None:
                return None
            node = next_
        return node

    def _step(self, node: Node, step: tree_sitter.Node, source: Source, depth: int) -> Node | None:
        if step.type == "get_attr":
            keys: list[str] | None = [source.text(step.children[-1])]
        elif step.type == "index":
            keys = self._keys(step, source, depth)
        else:
            return None
        found: list[Node] = []
        for option in options(node):
            if isinstance(option, Sought):
                found.append(option)  # a member of what is found
                continue
            if keys is None:
                found += _elements(option)
                continue
            for key in keys:
                if option.is_object and key in option:
                    found.append(option[key])
                elif option.is_list and key.isdecimal():
                    found += list(option)[int(key) : int(key) + 1]
        return either(found, node.line) if found else None

    def _keys(self, step: tree_sitter.Node, source: Source, depth: int) -> list[str] | None:
        """Return what an index may be; None where it is not known."""
        inner = step.children[0] if step.children else step
        key = next((c for c in inner.children if c.type == "expression"), None)
        if key is None:
            return [source.text(inner).strip("[].")]
        return _decided(self.expression(key, source, depth + 1))

    # --- templates and operators

    def _template(self, node: tree_sitter.Node, source: Source, depth: int) -> Node:
        quoted = node.type == "quoted_template"
        line = node.start_point.row + (1 if quoted else 2)
        pieces = list(self._pieces(node, source, depth, quoted))
        if quoted and len(pieces) == 1 and not isinstance(pieces[0], str):
            return pieces[0]
        each: list[list[str | Node]] = []
        for piece in pieces:
            some = [piece] if isinstance(piece, str) else list(options(piece))[:MAX_TEXTS]
            each.append([*some])
        texts = []
        for choice in product(*each):
            texts.append(_joined(choice, line))
            if len(texts) >= MAX_TEXTS:
                break
        return texts[0] if len(texts) == 1 else Either(list(texts), line)

    def _pieces(
        self, node: tree_sitter.Node, source: Source, depth: int, quoted: bool
    ) -> Iterator[str | Node]:
        """Yield the text and the values of a template, with the blanks that the parser drops."""
        data, at = source.data, None
        for child in node.children:
            if child.type == "heredoc_identifier" and at is not None:
                yield data[at : child.start_byte].decode("utf-8", "replace").rpartition("\n")[0]
                return
            if child.type.endswith(("_start", "_end")):
                continue
            if child.type == "heredoc_identifier" or at is None:
                at = child.end_byte if child.type == "heredoc_identifier" else child.start_byte
            if child.type == "heredoc_identifier":
                continue
            if at is not None and child.start_byte > at:
                gap = data[at : child.start_byte].decode("utf-8", "replace")
                yield gap.removeprefix("\n") if not quoted and gap.startswith("\n") else gap
            at = child.end_byte
            if child.type == "template_literal":
                text = source.text(child)
                yield unescaped(text) if quoted else text
            elif child.type == "template_interpolation":
                inner = next((c for c in child.children if c.type == "expression"), None)
                if inner is not None:
                    yield self.expression(inner, source, depth + 1)
            else:
                yield Unresolved.of(source.text(child), child.start_point.row + 1)

    def _conditional(self, node: tree_sitter.Node, source: Source, depth: int) -> Node:
        """Return both ways: what decides is set from outside more often than not."""
        ways = [c for c in node.children if c.type == "expression"][1:]
        values = [self.expression(way, source, depth + 1) for way in ways]
        return either(values, node.start_point.row + 1)

    # --- functions

    def _call(self, node: tree_sitter.Node, source: Source, depth: int) -> Node | None:
        name = source.text(node.children[0])
        listed = next((c for c in node.children if c.type == "function_arguments"), None)
        arguments = [c for c in (listed.children if listed else []) if c.type == "expression"]
        if not arguments:
            return None

        def value(place: int) -> Node:
            return self.expression(arguments[place], source, depth + 1)

        line = node.start_point.row + 1
        if name in _SAME:
            values = [value(n) for n in range(min(len(arguments), 5))]
            known = [v for v in values if isinstance(v, Either | Sought) or v]
            return known[0] if name == "try" and known else either(known or values, line)
        if name in _JOINING:
            elements = [n for a in range(len(arguments)) for n in _flat(value(a))]
            return Node(elements, line)
        if name == "merge":
            members: dict[str, Node] = {}
            for argument in range(len(arguments)):
                for option in options(value(argument)):
                    members |= dict(option.items())
            return Node(members, line)
        if name in ("lookup", "element") and len(arguments) > 1:
            return self._looked_up([value(n) for n in range(len(arguments))], line)
        if name in ("lower", "upper") and value(0).text:
            text = value(0).text
            return Node(text.lower() if name == "lower" else text.upper(), line)
        return None

    @staticmethod
    def _looked_up(values: list[Node], line: int) -> Node | None:
        keys = _decided(values[1]) or []
        known = bool(keys)
        found: list[Node] = []
        for option in options(values[0]):
            for key in keys:
                if known and option.is_object and key in option:
                    found.append(option[key])
                elif known and option.is_list and key.isdecimal():
                    found += list(option)[int(key) : int(key) + 1]
            if not known:
                found += _elements(option)
        if (not known or not found) and len(values) > 2:
            found.append(values[2])
        return either(found, line) if found else None

    def _for(self, node: tree_sitter.Node, source: Source, depth: int) -> Node | None:
        intro = next((c for c in node.children if c.type == "for_intro"), None)
        values = [c for c in node.children if c.type == "expression"]
        if intro is None or not values:
            return None
        names = [source.text(c) for c in intro.children if c.type == "identifier"]
        over = next((c for c in intro.children if c.type == "expression"), None)
        if over is None or not names:
            return None
        keyed = node.type == "for_object_expr" and len(values) == 2
        members: dict[str, Node] = {}
        elements: list[Node] = []
        for number, (key, element) in enumerate(self._entries(over, source, depth)):
            given = {names[-1]: element}
            if len(names) > 1:
                given[names[0]] = key
            self.bound.append(given)
            made = self.expression(values[-1], source, depth + 1)
            if keyed:
                name = self.expression(values[0], source, depth + 1).text or f"#{number}"
                members[name] = made
            else:
                elements.append(made)
            self.bound.pop()
        return Node(members if keyed else elements, node.start_point.row + 1)

    def _entries(
        self, over: tree_sitter.Node, source: Source, depth: int
    ) -> Iterator[tuple[Node, Node]]:
        for option in options(self.expression(over, source, depth + 1)):
            for name, member in option.items():
                yield Node(name, member.line), member
            for number, element in enumerate(option):
                yield Node(number, element.line), element


def _decided(node: Node) -> list[str] | None:
    """Return what a key may be; None where that is not known, or set from outside."""
    found = list(options(node))
    texts = [o.text for o in found]
    return texts if all(texts) and not any(isinstance(o, Default) for o in found) else None


def _elements(node: Node) -> list[Node]:
    return [member for _, member in node.items()] or list(node)


def _flat(node: Node) -> Iterator[Node]:
    for option in options(node):
        if option.is_list or option.is_object:
            for element in _elements(option):
                yield from _flat(element) if element.is_list else [element]
        else:
            yield option


def _joined(pieces: tuple[str | Node, ...], line: int) -> Node:
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Unresolved):
            parts += piece.expansion.parts
        elif piece.text or piece.value == "":
            parts.append(piece.text)
        else:
            parts.append(Unknown("${...}"))
    expansion = Expansion.of(parts)
    text = expansion.literal
    return Node(text, line) if text is not None else Unresolved(expansion, line)
