"""What a mix.exs declares in so many words: it is a program, and only its literals are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.elixir.elixir_terms import Term, term_at
from workbench.scan.elixir.elixir_tokens import Token, tokens
from workbench.scan.remote import without_secrets

_EXACT = regex(r"(?:==\s*)?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)", re.ASCII)
_NAME = regex(r"[a-z]\w*", re.ASCII)
_REQUIREMENT = regex(r"\s*(?:~>|[><=!]=?|\d)")
_OPTIONS = frozenset(
    ["branch", "git", "github", "hex", "in_umbrella", "only", "organization", "path", "repo", "tag"]
)
_STATEMENTS = ("def", "defp", "defmodule", "defmacro")
_SCOPES = {"prod": Scope.RUNTIME, "dev": Scope.BUILD, "test": Scope.TEST}


class HexPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency. `app` is what the project calls it, `name` what the registry does."""

    app: str
    name: str
    line: int
    scope: Scope
    wanted: str = ""
    own: bool = False
    organization: str = ""
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly."""
        exact = _EXACT.fullmatch(self.wanted.strip())
        return exact[1] if exact else ""


class MixProject(msgspec.Struct, frozen=True, kw_only=True):
    """Name, version and Elixir requirement with their lines, and the dependencies."""

    app: tuple[str, int] = ("", 0)
    version: str = ""
    elixir: tuple[str, int] = ("", 0)
    packages: tuple[HexPackage, ...] = ()


def mix_project(document: Document) -> MixProject:
    """Read a mix.exs. Raises Unreadable.

    Dependencies are the tuples that stand in a function whose name speaks of `deps`, or in the
    list behind `deps:`, wherever they are put together from.
    """
    every = tokens(document)
    attributes = _attributes(every)
    packages: dict[tuple[str, int], HexPackage] = {}
    for begin, end in _dependency_spans(every):
        for package in _packages(every, begin, end, attributes):
            packages.setdefault((package.app, package.line), package)
    return MixProject(
        app=_keyword(every, "app", attributes),
        version=_keyword(every, "version", attributes)[0],
        elixir=_keyword(every, "elixir", attributes),
        packages=tuple(packages.values()),
    )


def _attributes(every: list[Token]) -> dict[str, str]:
    """Module attributes that are plain strings: `@version "1.0.0"`."""
    return {
        token.text: value.text
        for token, value in pairwise(every)
        if token.kind == "attribute" and value.kind == "string"
    }


def _keyword(every: list[Token], key: str, attributes: dict[str, str]) -> tuple[str, int]:
    """The first value of `key:` in the file that is a literal."""
    for token, value in pairwise(every):
        if token.kind == "key" and token.text == key:
            if value.kind in ("string", "atom"):
                return value.text, token.line
            if value.kind == "attribute" and value.text in attributes:
                return attributes[value.text], token.line
    return "", 0


def _dependency_spans(every: list[Token]) -> Iterator[tuple[int, int]]:
    """Places of the functions that speak of `deps`, and of lists behind `deps:`."""
    covered = 0
    for at, token in enumerate(every):
        following = every[at + 1] if at + 1 < len(every) else None
        if following is None:
            return
        if token.kind == "word" and token.text in ("def", "defp") and "deps" in following.text:
            if at >= covered:  # one within another ends before it
                covered = _end_of_function(every, at + 2)
                yield at + 2, covered
        elif token.kind == "key" and token.text == "deps" and following.text == "[":
            yield at + 1, term_at(every, at + 1)[1]


def _end_of_function(every: list[Token], at: int) -> int:
    """Return the place behind the function: its `end`, or the next statement after `, do: ...`."""
    depth = 0
    while at < len(every):
        token = every[at]
        if token.kind == "word":
            depth += token.text in ("do", "fn")
            depth -= token.text == "end"
            if depth < 1 and token.text in ("end", *_STATEMENTS):
                return at
        elif token.kind == "attribute" and depth < 1:
            return at
        at += 1
    return at


def _packages(
    every: list[Token], begin: int, end: int, attributes: dict[str, str]
) -> Iterator[HexPackage]:
    at = begin
    while at < end:
        token = every[at]
        if token.kind == "sign" and token.text in ("{", "["):
            term, at = term_at(every, at)
            yield from _within(term, attributes)
        else:
            at += 1


def _within(term: Term, attributes: dict[str, str]) -> Iterator[HexPackage]:
    """Yield the package that a term is, or those in it."""
    package = _package(term, attributes) if term.kind == "tuple" else None
    if package:
        yield package
        return
    for item in term.items:
        yield from _within(item, attributes)


def _package(term: Term, attributes: dict[str, str]) -> HexPackage | None:
    """Read `{:app, "requirement", only: :test}`; None for any other tuple."""
    if not term.items or term.items[0].kind != "atom" or not _NAME.fullmatch(term.items[0].text):
        return None
    app = term.items[0].text
    wanted, options = "", term
    unresolved = len(term.items) > 1 and term.items[1].kind == "made"
    for item in term.items[1:]:
        if item.kind == "string":
            wanted = item.text
        elif item.kind == "attribute":
            wanted = attributes.get(item.text, "")
        elif item.kind == "list":
            options = item
    if not (_REQUIREMENT.match(wanted) or unresolved) and _OPTIONS.isdisjoint(options.members):
        return None
    address = options["git"].text or _github(options["github"].text)
    path = options["path"]
    own = bool(path.kind) or options["in_umbrella"].text == "true"
    return HexPackage(
        app=app,
        name=options["hex"].text or app,
        line=term.line,
        scope=_scope(options),
        wanted=wanted,
        own=own and not address,
        organization=options["organization"].text,
        traits=(Trait("unresolved"),) if unresolved else _vcs(address, options),
    )


def _vcs(address: str, options: Term) -> tuple[Trait, ...]:
    if not address:
        return ()
    references = [options[key].text for key in ("tag", "ref", "branch") if options[key].text]
    plain = without_secrets(address) or "git"
    return (Trait("vcs", f"{plain}#{references[0]}" if references else plain),)


def _github(repository: str) -> str:
    return f"https://github.com/{repository}.git" if repository else ""


def _scope(options: Term) -> Scope:
    """The most binding environment of `only:`; `runtime: false` serves the build."""
    if options["optional"].text == "true":
        return Scope.OPTIONAL
    only = options["only"].words
    if only:
        scopes = {_SCOPES.get(word, Scope.RUNTIME) for word in only}
        if Scope.RUNTIME not in scopes:
            return Scope.BUILD if Scope.BUILD in scopes else Scope.TEST
    return Scope.BUILD if options["runtime"].text == "false" else Scope.RUNTIME
