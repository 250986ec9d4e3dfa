"""Literal Elixir terms among tokens: tuples, lists, maps, keywords."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Unreadable
from workbench.scan.elixir.elixir_tokens import Token

MAX_DEPTH = 60
_CLOSING = {"{": "}", "[": "]", "%{": "}", "(": ")"}


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One term. `kind` is string, atom, made, tuple, list, map, or the token's kind.

    `items` holds the parts of a tuple or list in order, `members` keywords and map entries by key.
    """

    kind: str
    line: int
    text: str = ""
    items: tuple[Term, ...] = ()
    members: dict[str, Term] = msgspec.field(default_factory=dict)

    def __getitem__(self, key: str) -> Term:
        """The member called `key`, or an empty term."""
        return self.members.get(key, NOTHING)

    @property
    def words(self) -> tuple[str, ...]:
        """The atoms and strings that the term is, or holds as a list."""
        terms = self.items if self.kind == "list" else (self,)
        return tuple(t.text for t in terms if t.kind in ("atom", "string"))


NOTHING = Term(kind="", line=0)


def term_at(tokens: list[Token], at: int, depth: int = 0) -> tuple[Term, int]:
    """Read the term that begins at token `at`; return it and the place behind it.

    What is no literal becomes a term of its token's kind. Raises Unreadable where the nesting is
    deeper than people write.
    """
    token = tokens[at]
    if depth > MAX_DEPTH:
        raise Unreadable("is nested too deeply to be read", token.line)
    if token.kind == "sign" and token.text in _CLOSING:
        return _collection(tokens, at, depth)
    return Term(kind=token.kind, line=token.line, text=token.text), at + 1


def _collection(tokens: list[Token], at: int, depth: int) -> tuple[Term, int]:
    opening = tokens[at]
    closing = _CLOSING[opening.text]
    items: list[Term] = []
    members: dict[str, Term] = {}
    key: str | None = None
    at += 1
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "sign" and token.text in ("}", "]", ")"):
            at += token.text == closing
            break
        if token.kind == "key":
            key, at = token.text, at + 1
        elif token.kind == "sign" and token.text == "=>" and items:
            key, at = items.pop().text, at + 1
        elif token.kind == "sign" and token.text not in _CLOSING:
            at += 1
        else:
            term, at = term_at(tokens, at, depth + 1)
            if key is None:
                items.append(term)
            else:
                members.setdefault(key, term)
                key = None
    kind = {"{": "tuple", "[": "list", "%{": "map", "(": "group"}[opening.text]
    return Term(kind=kind, line=opening.line, items=tuple(items), members=members), at
