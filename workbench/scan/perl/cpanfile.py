"""What a cpanfile asks for: it is a program in Perl, and only its literal calls are read.

Described in https://metacpan.org/pod/cpanfile.
"""

from __future__ import annotations

import re

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.remote import without_secrets

_STRING = r"""(?:'(?:[^'\\]++|\\.)*+'|"(?:[^"\\]++|\\.)*+")"""
_TOKEN = regex(
    rf"""(?P<skip>[ \t\n]+|\#[^\n]*)
    |(?P<pod>^=[a-zA-Z].*?(?:^=cut[^\n]*|\Z))
    |(?P<string>{_STRING})
    |(?P<unended>["'].*)
    |(?P<word>[A-Za-z_][\w]*(?:::\w+)*)
    |(?P<number>v?\d[\d._]*)
    |(?P<sign>=>|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_MODULE = regex(r"[A-Za-z_]\w*(?:::\w+)*", re.ASCII)
_EXACT = regex(r"==\s*(v?\d[\w.]*)")
_VERBS = {
    "requires": None,
    "recommends": Scope.OPTIONAL,
    "suggests": Scope.OPTIONAL,
    "test_requires": Scope.TEST,
    "build_requires": Scope.BUILD,
    "configure_requires": Scope.BUILD,
    "author_requires": Scope.BUILD,
}
MAX_ARGUMENTS = 60
"""Tokens: no call has more."""
_PHASES = {
    "configure": Scope.BUILD,
    "build": Scope.BUILD,
    "develop": Scope.BUILD,
    "test": Scope.TEST,
    "runtime": Scope.RUNTIME,
}


class PerlModule(msgspec.Struct, frozen=True, kw_only=True):
    """One module that is asked for; `wanted` is the requirement as written."""

    name: str
    line: int
    scope: Scope
    wanted: str = ""
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly: a bare number is a minimum."""
        exact = _EXACT.fullmatch(self.wanted.strip())
        return exact[1] if exact else ""


class Cpanfile(msgspec.Struct, frozen=True, kw_only=True):
    """The modules in order, and the minimum Perl with its line."""

    modules: tuple[PerlModule, ...] = ()
    perl: tuple[str, int] = ("", 0)


_Token = tuple[str, str, int]
"""Kind, text, line."""


def cpanfile(document: Document) -> Cpanfile:
    """Read a cpanfile. Raises Unreadable."""
    tokens = _tokens(document)
    modules: list[PerlModule] = []
    perl = ("", 0)
    blocks: list[Scope] = []
    pending: Scope | None = None
    at = 0
    while at < len(tokens):
        kind, text, line = tokens[at]
        at += 1
        if kind == "sign" and text == "{":
            blocks.append(pending or _around(blocks))
            pending = None
        elif kind == "sign" and text == "}":
            if blocks:
                blocks.pop()
        elif kind == "word" and text == "on":
            phase = next(iter(_arguments(tokens, at)[0]), "")
            pending = _PHASES.get(phase)
        elif kind == "word" and text == "feature":
            pending = Scope.OPTIONAL
        elif kind == "word" and text in _VERBS:
            arguments, at = _arguments(tokens, at)
            module = _module(text, arguments, line, _around(blocks))
            if module and module.name == "perl":
                perl = (module.wanted, line)
            elif module:
                modules.append(module)
    return Cpanfile(modules=tuple(modules), perl=perl)


def _tokens(document: Document) -> list[_Token]:
    text = document.text.partition("\n__END__\n")[0]
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind == "string":
            found.append((kind, re.sub(r"\\(.)", r"\1", match[0][1:-1]), match.start()))
        elif kind not in ("skip", "pod", "unended"):
            found.append((kind, match[0], match.start()))
    return [(kind, value, document.line_at(at)) for kind, value, at in found]


def _arguments(tokens: list[_Token], at: int) -> tuple[list[str], int]:
    """Return the literal arguments of a call up to `;`, a block, or the next statement."""
    found: list[str] = []
    end = min(len(tokens), at + MAX_ARGUMENTS)
    while at < end:
        kind, text, _ = tokens[at]
        if kind == "sign" and text in ";{}":
            break
        if kind in ("string", "number") or (kind == "word" and text not in ("sub", "if", "unless")):
            if kind == "word" and text in _VERBS:
                break
            found.append(text)
        at += 1
    return found, at


def _around(blocks: list[Scope]) -> Scope:
    """The scope of the blocks around: each has that of its own, or of those around it."""
    return blocks[-1] if blocks else Scope.RUNTIME


def _module(verb: str, arguments: list[str], line: int, around: Scope) -> PerlModule | None:
    if not arguments or not _MODULE.fullmatch(arguments[0]):
        return None
    name, *rest = arguments
    options = dict(zip(rest[len(rest) % 2 :: 2], rest[len(rest) % 2 + 1 :: 2], strict=False))
    wanted = rest[0] if len(rest) % 2 else ""
    scope = _VERBS[verb] or around
    if scope is Scope.OPTIONAL and around is not Scope.RUNTIME:
        scope = around
    return PerlModule(
        name=name,
        line=line,
        scope=scope,
        wanted="" if wanted == "0" else wanted,
        traits=_traits(options),
    )


def _traits(options: dict[str, str]) -> tuple[Trait, ...]:
    if "git" in options:
        address = without_secrets(options["git"]) or "git"
        reference = options.get("ref", "")
        return (Trait("vcs", f"{address}#{reference}" if reference else address),)
    if "url" in options:
        return (Trait("url", without_secrets(options["url"])),)
    if "mirror" in options:
        return (Trait("registry", without_secrets(options["mirror"])),)
    return ()
