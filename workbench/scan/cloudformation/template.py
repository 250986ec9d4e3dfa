"""A CloudFormation template: its resources, and the values that its functions may give.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.shell.expansion import Expansion, Part, Unknown
from workbench.scan.syntax.computed import Either, Unresolved, either, expansion_of, options
from workbench.scan.syntax.node import Node, Place
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_yaml import read_yaml

MAX_DEPTH = 25
MAX_STEPS = 50_000

_NAME = regex(r"\$\{(!?[\w:.]+)\}")
_JSON_START = regex(r"\s*\{")


class Template:
    """One template, its parameters and mappings at hand."""

    def __init__(self, root: Node) -> None:
        self.root = _whole(root)
        self.parameters = self.root["Parameters"]
        self.mappings = self.root["Mappings"]
        self.steps = 0
        self.allowed = frozenset(
            node.place
            for _, parameter in self.parameters.items()
            for node in parameter["AllowedValues"]
            if node.place is not None and node.text != parameter["Default"].text
        )
        """Where values of parameters stand that are not the default."""

    @cached_property
    def keys(self) -> dict[Place, str]:
        """Return where values of parameters stand that are keys of a mapping, and of which."""
        found: dict[Place, str] = {}
        stack = [self.root["Resources"], self.root["Conditions"]]
        for _ in range(MAX_STEPS):
            if not stack:
                break
            node = stack.pop()
            call = function(node)
            if call is not None and call[0] == "FindInMap":
                arguments = list(call[1])
                for argument in arguments[1:3]:
                    inner = function(argument)
                    if inner is not None and inner[0] == "Ref":
                        parameter = self.parameters[inner[1].text]
                        values = (parameter["Default"], *parameter["AllowedValues"])
                        found |= {v.place: arguments[0].text for v in values if v.place}
            stack += list(node)
            stack += [member for _, member in node.items()]
        return found

    def resources(self) -> Iterator[tuple[str, Node]]:
        """Yield the resources by their logical names; loops give the name that they are called."""
        for name, body in self.root["Resources"].items():
            if body["Type"].text:
                yield name, body
            elif name.startswith("Fn::ForEach") and body.is_list:
                for inner in list(body)[2:]:
                    yield from ((n, b) for n, b in inner.items() if b["Type"].text)

    def value(self, node: Node, depth: int = 0) -> Node:
        """Return what a function gives; any other node as it is."""
        self.steps += 1
        call = function(node)
        if call is None:
            return node
        name, argument = call
        unknown = Unresolved.of(f"{name} {argument.text}".strip(), node.line)
        if depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return unknown
        found = self._called(name, argument, depth + 1)
        return unknown if found is None else found

    def _called(self, name: str, argument: Node, depth: int) -> Node | None:
        arguments = list(argument)
        match name:
            case "Ref":
                return self._parameter(argument.text)
            case "FindInMap" if len(arguments) > 2:
                return self._mapped(arguments, depth)
            case "If" if len(arguments) == 3:
                ways = [self.value(a, depth) for a in arguments[1:]]
                return either([w for w in ways if not _is_no_value(w)], argument.line)
            case "Base64" | "ToJsonString" | "Transform":
                return self.value(argument, depth)
            case "Sub":
                return self._substituted(argument, depth)
            case "Join" if len(arguments) == 2:
                return self._joined(arguments[0].text, arguments[1], depth)
            case "Select" if len(arguments) == 2 and arguments[0].text.isdecimal():
                of = self.value(arguments[1], depth)
                chosen = list(of)[int(arguments[0].text) :][:1]
                return self.value(chosen[0], depth) if chosen else None
        return None

    def _parameter(self, name: str) -> Node | None:
        if name == "AWS::NoValue":
            return Node(None)
        parameter = self.parameters[name]
        values = [parameter["Default"], *parameter["AllowedValues"]]
        known = [v for v in values if v.text]
        if not known:
            return Node(None, parameter.line) if "Default" in parameter else None
        return either(known, parameter.line)

    def _mapped(self, arguments: list[Node], depth: int) -> Node | None:
        found = [self.mappings]
        for argument in arguments[:3]:
            keys = [o.text for o in options(self.value(argument, depth))]
            is_set = argument is arguments[0] or function(argument) is None
            if argument is arguments[0] and not all(keys):
                return None
            below: list[Node] = []
            for node in found:
                named = [node[k] for k in keys if k in node] if is_set else []
                below += named or [member for _, member in node.items()]
            found = below
        values = [n for node in found for n in (node if node.is_list else [node]) if n]
        return either(values) if values else None

    def _substituted(self, argument: Node, depth: int) -> Node | None:
        """Fill `${Name}` with values; what has none stays open."""
        given: Node = Node({})
        if argument.is_list:
            listed = list(argument)
            if not listed:
                return None
            given = listed[1] if len(listed) > 1 else given
            argument = listed[0]
        text = argument.text
        parts: list[Part] = []
        for number, piece in enumerate(_NAME.split(text)):
            if not number % 2:
                parts.append(piece)
            elif piece.startswith("!"):
                parts.append(f"${{{piece[1:]}}}")
            else:
                parts += self._named(piece, given, depth)
        expansion = Expansion.of(parts)
        known = expansion.literal
        if known == text:
            return argument
        place = argument.place
        if known is not None:
            node = Node(known, argument.line)
            node.place = None if place is None else _not_plain(place)
            return node
        return Unresolved(expansion, argument.line, place and _not_plain(place))

    def _named(self, name: str, given: Node, depth: int) -> tuple[Part, ...]:
        value = self.value(given[name], depth) if name in given else self._parameter(name)
        first = next(iter(options(value)), None) if value is not None else None
        text = expansion_of(first) if first is not None else None
        return text.parts if text is not None else (Unknown(f"${{{name}}}"),)

    def _joined(self, separator: str, listed: Node, depth: int) -> Node | None:
        parts: list[Part] = []
        lines: list[int] = []
        pieces = list(self.value(listed, depth))
        if not pieces:
            return None
        for number, piece in enumerate(pieces):
            value = next(iter(options(self.value(piece, depth))), piece)
            text = expansion_of(value)
            added: list[Part] = list(text.parts) if text is not None else []
            if text is None and value.value != "":
                added = [Unknown(piece.text or "...")]
            if number and separator:
                added.insert(0, separator)
            for part in added:
                if isinstance(part, str):
                    lines += [piece.line] * part.count("\n")
            parts += added
        expansion = Expansion.of(parts)
        if not lines and expansion.literal is not None:
            return Node(expansion.literal, listed.line)
        first = [pieces[0].line] if lines else []
        # A line starts where the piece behind the line end before it stands.
        return Unresolved(expansion, listed.line, None, (*first, *_next(lines, pieces)))


def _next(ends: list[int], pieces: list[Node]) -> Iterator[int]:
    """Yield for each line end the line of the file on which the text goes on."""
    known = sorted({piece.line for piece in pieces})
    for end in ends:
        yield next((line for line in known if line > end), end)


def function(node: Node) -> tuple[str, Node] | None:
    """Return the function and its argument where `node` calls one: `Ref`, `Fn::Sub`, `!If`."""
    if not node.is_object:
        return None
    members = list(node.items())
    if len(members) != 1:
        return None
    name, argument = members[0]
    if name.startswith(("!", "Fn::")):
        return name.removeprefix("!").removeprefix("Fn::"), argument
    return (name, argument) if name == "Ref" else None


def read_template(document: Document) -> Node:
    """Return the template as nodes with places, from JSON or YAML. Raises Unreadable."""
    if _JSON_START.match(document.text):
        return read_json(document, places=True)
    roots = read_yaml(document, places=True)
    return roots[0] if roots else Node(None)


def _whole(root: Node) -> Node:
    """Return the template in `root`: also that of serverless.yml, and a part of one in a file."""
    if "Resources" in root:
        return root
    nested = root["resources"]
    if "Resources" in nested:
        return nested
    if root["Type"].text.startswith("AWS::"):
        return Node({"Resources": Node({"Resource": root}, root.line)}, root.line)
    if any(member["Type"].text.startswith("AWS::") for _, member in root.items()):
        return Node({"Resources": root}, root.line)
    return root


def _is_no_value(node: Node) -> bool:
    return not isinstance(node, Either | Unresolved) and node.value is None


def _not_plain(place: Place) -> Place:
    return Place(place.path, place.line, place.column, plain=False)
