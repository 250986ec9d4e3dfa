"""JSON with line numbers. The standard library's decoder drops the positions."""

from __future__ import annotations

from dataclasses import replace
from json.decoder import scanstring  # type: ignore[attr-defined]  # the C scanner, in typeshed as private

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node, Place

MAX_DEPTH = 200

_SPACE = regex(r"[ \t\n\r]*")
_SPACE_AND_COMMENTS = regex(r"(?:[ \t\n\r]|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_NUMBER = regex(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(document: Document, *, comments: bool = False, places: bool = False) -> Node:
    """Parse a JSON document; `comments` also allows `//`, `/* */` and trailing commas (JSONC).

    With `places` every node has its exact place. Raises Unreadable with the line.
    """
    reader = _Placing(document, comments) if places else _Reader(document, comments)
    try:
        node, end = reader.value(reader.skip(0), 0)
    except (IndexError, StopIteration):
        raise Unreadable("is not valid JSON: it ends too early", len(document.lines)) from None
    if reader.skip(end) != len(document.text):
        raise Unreadable("is not valid JSON: more text follows its end", document.line_at(end))
    return node


class _Reader:
    def __init__(self, document: Document, comments: bool) -> None:
        self.document = document
        self.text = document.text
        self.comments = comments
        self.space = _SPACE_AND_COMMENTS if comments else _SPACE

    def skip(self, at: int) -> int:
        match = self.space.match(self.text, at)
        return match.end() if match else at

    def fail(self, at: int, what: str) -> Unreadable:
        return Unreadable(f"is not valid JSON: {what}", self.document.line_at(at))

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise self.fail(at, f"nested deeper than {MAX_DEPTH} levels")
        text = self.text
        char = text[at]
        line = self.document.line_at(at)
        if char == '"':
            string, end = self.string(at)
            return Node(string, line), end
        if char == "{":
            return self.object(at + 1, depth, line)
        if char == "[":
            return self.array(at + 1, depth, line)
        number = _NUMBER.match(text, at)
        if number:
            digits = number.group()
            exact = number.group(1) is None and number.group(2) is None and len(digits) < 4000
            return Node(int(digits) if exact else float(digits), line), number.end()
        for word, meaning in _WORDS.items():
            if text.startswith(word, at):
                return Node(meaning, line), at + len(word)
        raise self.fail(at, f"unexpected {char!r}")

    def string(self, at: int) -> tuple[str, int]:
        try:
            string, end = scanstring(self.text, at + 1, True)
        except ValueError as error:
            raise self.fail(at, "a string that does not end or holds a bad escape") from error
        return str(string), int(end)

    def object(self, at: int, depth: int, line: int) -> tuple[Node, int]:
        members: dict[str, Node] = {}
        at = self.skip(at)
        while self.text[at] != "}":
            if self.text[at] != '"':
                raise self.fail(at, "a member's name must be a string in double quotes")
            key_line, key_at = self.document.line_at(at), at
            key, at = self.string(at)
            at = self.skip(at)
            if self.text[at] != ":":
                raise self.fail(at, f"no colon behind the name {key!r}")
            node, at = self.value(self.skip(at + 1), depth + 1)
            node.line = key_line
            self.named(node, key_at)
            members[key] = node
            at = self.separator(at, "}")
        return Node(members, line), at + 1

    def named(self, node: Node, at: int) -> None:
        """A member's value is read, and its name starts at `at`."""

    def array(self, at: int, depth: int, line: int) -> tuple[Node, int]:
        elements: list[Node] = []
        at = self.skip(at)
        while self.text[at] != "]":
            node, at = self.value(at, depth + 1)
            elements.append(node)
            at = self.separator(at, "]")
        return Node(elements, line), at + 1

    def separator(self, at: int, close: str) -> int:
        at = self.skip(at)
        if self.text[at] == ",":
            after = self.skip(at + 1)
            if self.text[after] == close and not self.comments:
                raise self.fail(at, "a comma before the closing bracket")
            return after
        if self.text[at] != close:
            raise self.fail(at, f"a comma or {close!r} is missing")
        return at


class _Placing(_Reader):
    """Gives every node its place: an offset first, which few of them need turned into a line."""

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        node, end = super().value(at, depth)
        text = node.value
        line, column = self._position(at)
        quoted = isinstance(text, str)
        plain = quoted and end - at == len(str(text)) + 2
        node.place = Place(self.document.path, line, column + quoted, plain=plain)
        return node, end

    def named(self, node: Node, at: int) -> None:
        line, column = self._position(at)
        if node.place is not None:
            node.place = replace(node.place, key_line=line, key_column=column)

    def _position(self, at: int) -> tuple[int, int]:
        return self.document.line_at(at), at - self.text.rfind("\n", 0, at) - 1
