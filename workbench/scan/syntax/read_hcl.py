"""HCL, the language of Terraform, Packer and Docker Bake, as nodes in the shape of its JSON form.

Grammar: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md, as tree-sitter-hcl has it.
The parser mends what is broken: what stands around a fault is read, the fault itself is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node, Place
from workbench.scan.syntax.parse_hcl import parse_hcl

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 100
MAX_BLANKS = 1000

_BLANKS = regex(rf"\s{{{MAX_BLANKS}}}")
_ESCAPE = regex(r"\\(?:[nrt\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_OPENING = regex(rb"[\[{(]")
_BRACKET = regex(rb"[\[\]{}()]")
_WHOLE_NUMBER = regex(r"\d+")


class Source:
    """The text that expressions of one file are pieces of."""

    __slots__ = ("_lines", "data", "path")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.data = text.encode("utf-8", "replace")
        self._lines = self.data.split(b"\n") if not text.isascii() else None

    def text(self, node: tree_sitter.Node) -> str:
        """Return what `node` is written as."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def column(self, row: int, column: int) -> int:
        """Return a column in characters for one in bytes."""
        if self._lines is None:
            return column
        return len(self._lines[row][:column].decode("utf-8", "replace"))

    def place(self, node: tree_sitter.Node, key: tree_sitter.Node | None = None) -> Place:
        """Return where `node` starts, and the member's name `key`."""
        at = node.start_point
        column = self.column(at.row, at.column)
        if key is None:
            return Place(self.path, at.row + 1, column)
        name = key.start_point
        key_column = self.column(name.row, name.column)
        return Place(self.path, at.row + 1, column, name.row + 1, key_column)


class Expression(Node):
    """What has to be computed: a reference, a call, a template. `text` is as JSON would have it."""

    __slots__ = ("source", "syntax")

    def __init__(
        self, syntax: tree_sitter.Node, source: Source, line: int, place: Place | None
    ) -> None:
        super().__init__(f"${{{source.text(syntax)}}}", line, place)
        self.syntax = syntax
        self.source = source


class Block(Node):
    """The body of a block: `labels` are the words in quotes between its type and its brace."""

    __slots__ = ("labels",)

    def __init__(
        self, members: dict[str, Node], line: int, place: Place | None, labels: tuple[str, ...]
    ) -> None:
        super().__init__(members, line, place)
        self.labels = labels


class _UnreadBlock(Block):
    """A block whose body is read when somebody asks: most are of types that nobody knows."""

    __slots__ = ("_body", "_read", "_source")

    def __init__(
        self, body: tree_sitter.Node, source: Source, place: Place, labels: tuple[str, ...]
    ) -> None:
        self._read: dict[str, Node] | None = None
        self._body = body
        self._source = source
        super().__init__({}, place.line, place, labels)

    @property
    def value(self) -> dict[str, Node]:
        if self._read is None:
            self._read = _members(self._body, self._source, 1)
        return self._read

    @value.setter
    def value(self, _: object) -> None:
        """Leave the body to be read."""


class HclFile(Node):
    """A whole file. `fault` is the line of the first thing in it that is no HCL, else 0."""

    __slots__ = ("fault",)

    def __init__(self, members: dict[str, Node], fault: int) -> None:
        super().__init__(members, 1)
        self.fault = fault


def read_hcl(document: Document) -> HclFile:
    """Parse an HCL document: attributes by name, and for each type of block a list of Blocks.

    Literals are nodes like those of JSON, everything else is an Expression. All have places.
    Raises Unreadable for what is too large or nested too deeply.
    """
    if len(document.data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MB; not read")
    blanks = _BLANKS.search(document.text)
    if blanks:  # the parser's way out of a fault takes their square
        line = document.line_at(blanks.start())
        raise Unreadable(f"is not readable HCL: {MAX_BLANKS} blanks in a row", line)
    source = Source(document.path, document.text)
    root = parse_hcl(source.data)
    body = next((child for child in root.children if child.type == "body"), None)
    if body is None:
        return HclFile({}, _fault(root))
    # What is nested too deeply is refused here, not where somebody asks for it later.
    lazily = len(_OPENING.findall(source.data)) < MAX_DEPTH or not _may_be_deep(source.data)
    return HclFile(_members(body, source, 0, lazily=lazily), _fault(root))


def parse_expression(text: str, path: str, line: int) -> Expression | None:
    """Return the expression that `text`, a string of HCL's JSON form, holds; None if it has none.

    Its pieces have no place: where the string stands in the file says its node.
    """
    if "${" not in text:
        return None
    quoted = text.replace("\\", "\\\\").replace("\n", "\\n")
    wrapped = text[2:-1] if _is_one(text) else f'"{quoted}"'
    source = Source(path, f"x = {wrapped}\n")
    root = parse_hcl(source.data)
    for node in _descend(root, 6):
        if node.type == "expression":
            return Expression(node, source, line, None)
    return None


def labelled(node: Node, labels: int) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Yield the blocks of one type with as many labels, in HCL's own form or in that of JSON."""
    if isinstance(node, Block):
        if len(node.labels) == labels:
            yield node.labels, node
    elif node.is_list:
        for element in node:
            yield from labelled(element, labels)
    elif labels == 0:
        if node.is_object:
            yield (), node
    else:
        for name, inner in node.items():
            for rest, body in labelled(inner, labels - 1):
                yield (name, *rest), body


def value_of(node: tree_sitter.Node, source: Source, key: tree_sitter.Node, depth: int) -> Node:
    """Return an `expression` of the grammar as a node; `key` is its member's name, or itself."""
    line = key.start_point.row + 1
    if depth > MAX_DEPTH:
        raise Unreadable("is not readable HCL: nested too deeply", line)
    inner = node.named_children[0] if len(node.named_children) == 1 else None
    if inner is not None and node.child_count == 1:
        if inner.type == "literal_value" and inner.named_children:
            literal = _literal(inner.named_children[0], source, key)
            if literal is not None:
                return literal
        elif inner.type == "collection_value" and inner.named_children:
            return _collection(inner.named_children[0], source, key, depth)
    return Expression(node, source, line, source.place(node, key))


def string_of(node: tree_sitter.Node, source: Source) -> str:
    """Return the text of a `string_lit`, or of an identifier."""
    if node.type != "string_lit":
        return source.text(node)
    return "".join(
        unescaped(source.text(child)) for child in node.children if child.type == "template_literal"
    )


def unescaped(text: str) -> str:
    """Return a quoted template's literal text as it is meant."""
    text = text.replace("$${", "${").replace("%%{", "%{")
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    sign = match[0][1:]
    if sign[0] not in "uU":
        return _ESCAPED[sign]
    number = int(sign[1:], 16)
    return chr(number) if number < 0x110000 else ""


def _may_be_deep(data: bytes) -> bool:
    """Whether brackets, those in texts among them, are open within one another too often."""
    depth = 0
    for sign in _BRACKET.findall(data):
        depth = depth + 1 if sign in b"{[(" else max(depth - 1, 0)
        if depth > MAX_DEPTH // 4:
            return True
    return False


def _members(
    body: tree_sitter.Node, source: Source, depth: int, *, lazily: bool = False
) -> dict[str, Node]:
    if depth > MAX_DEPTH:
        line = body.start_point.row + 1
        raise Unreadable("is not readable HCL: nested too deeply", line)
    members: dict[str, Node] = {}
    for child in body.children:
        if child.type == "attribute":
            parts = child.named_children
            if len(parts) == 2 and parts[0].type == "identifier" and parts[1].type == "expression":
                members[source.text(parts[0])] = value_of(parts[1], source, parts[0], depth + 1)
        elif child.type == "block" and child.children:
            _add_block(child, source, members, depth, lazily)
    return members


def _add_block(
    block: tree_sitter.Node, source: Source, members: dict[str, Node], depth: int, lazily: bool
) -> None:
    name = source.text(block.children[0])
    labels = tuple(
        string_of(child, source)
        for child in block.children[1:]
        if child.type in ("string_lit", "identifier")
    )
    body = next((child for child in block.children if child.type == "body"), None)
    line = block.start_point.row + 1
    place = source.place(block, block)
    if body is not None and lazily:
        made: Block = _UnreadBlock(body, source, place, labels)
    else:
        inner = _members(body, source, depth + 1) if body is not None else {}
        made = Block(inner, line, place, labels)
    before = members.get(name)
    if before is not None and before.is_list and isinstance(before.value, list):
        before.value.append(made)
    else:
        members[name] = Node([made], line)


def _literal(node: tree_sitter.Node, source: Source, key: tree_sitter.Node) -> Node | None:
    line = key.start_point.row + 1
    place = source.place(node, key)
    if node.type == "string_lit":
        written = next((c for c in node.children if c.type == "template_literal"), None)
        text = string_of(node, source)
        if written is not None:
            exact = source.text(written) == text and "\n" not in text
            at = source.place(written, key)
            place = Place(at.path, at.line, at.column, at.key_line, at.key_column, plain=exact)
        return Node(text, line, place)
    if node.type == "numeric_lit":
        digits = source.text(node)
        if _WHOLE_NUMBER.fullmatch(digits) and len(digits) < 100:
            return Node(int(digits), line, place)
        try:
            return Node(float(digits), line, place)
        except ValueError:
            return None
    if node.type == "bool_lit":
        return Node(source.text(node) == "true", line, place)
    return Node(None, line, place) if node.type == "null_lit" else None


def _collection(node: tree_sitter.Node, source: Source, key: tree_sitter.Node, depth: int) -> Node:
    line = key.start_point.row + 1
    place = source.place(node, key)
    if node.type == "tuple":
        elements = [child for child in node.children if child.type == "expression"]
        return Node([value_of(e, source, e, depth + 1) for e in elements], line, place)
    members = {}
    for child in node.children:
        if child.type != "object_elem":
            continue
        parts = [part for part in child.children if part.type == "expression"]
        name = _key(parts[0], source) if len(parts) == 2 else None
        if name is not None:
            members[name] = value_of(parts[1], source, parts[0], depth + 1)
    return Node(members, line, place)


def _key(node: tree_sitter.Node, source: Source) -> str | None:
    """Return the name of an object's member; None where it is computed."""
    inner = node.named_children[0] if node.named_children else None
    if inner is None or node.child_count != 1:
        return None
    if inner.type == "variable_expr":
        return source.text(inner)
    if inner.type == "literal_value" and inner.named_children:
        return string_of(inner.named_children[0], source)
    return None


def _fault(node: tree_sitter.Node) -> int:
    """Return the line of the first fault below `node`, 0 where there is none."""
    while node.has_error:
        if node.is_error or node.is_missing:
            return int(node.start_point.row) + 1
        below = next((child for child in node.children if child.has_error), None)
        if below is None:
            return int(node.start_point.row) + 1
        node = below
    return 0


def _is_one(text: str) -> bool:
    """Whether the string is a single `${...}` and nothing else."""
    return text.startswith("${") and text.endswith("}") and "${" not in text[2:]


def _descend(node: tree_sitter.Node, depth: int) -> Iterator[tree_sitter.Node]:
    yield node
    if depth:
        for child in node.children:
            yield from _descend(child, depth - 1)
