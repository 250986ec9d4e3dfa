"""go.mod: the modules that a Go module requires, after replacement."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.golang.go_mod_lines import BadLine, Directive, directives
from workbench.scan.tree import Tree

ID = "go-mod"
MAX_BAD_LINES = 5

_MODULE = re.compile(r"[\w.~+-]+(?:/[\w.~+!-]+)*", re.ASCII)
_VERSION = re.compile(r"v\d[\w.+-]*", re.ASCII)


class _Module(msgspec.Struct, frozen=True):
    """A module path and version; the version is empty where none is fixed."""

    path: str
    version: str


class _Replacement(msgspec.Struct, frozen=True):
    """What a module is replaced by: None for a folder, which is the project's own code."""

    line: int
    module: _Module | None


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield every required module as it is built, and the modules that tools come from."""
    every = list(directives(document))
    bad: list[BadLine] = [d for d in every if isinstance(d, BadLine)]
    known = [d for d in every if isinstance(d, Directive)]
    replacements = _replacements(known)
    required: dict[str, _Module] = {}
    for directive in known:
        if directive.verb != "require":
            continue
        module = _module(directive.arguments)
        if module is None:
            bad.append(BadLine(directive.line, "names no module and version"))
            continue
        replaced = replacements.get((module.path, module.version))
        replaced = replaced or replacements.get((module.path, ""))
        built = replaced.module if replaced else module
        if built is None:
            continue
        required[module.path] = built
        lines = [directive.line, replaced.line] if replaced else [directive.line]
        for line in lines:
            yield _sighting(document.path, line, built, Scope.RUNTIME, not directive.indirect)
    for directive in known:
        provider = _provider(directive, required)
        if provider:
            yield _sighting(document.path, directive.line, provider, Scope.BUILD, True)
    for one in bad[:MAX_BAD_LINES]:
        yield Problem(document.path, one.reason, one.line)
    if len(bad) > MAX_BAD_LINES:
        reason = f"{len(bad) - MAX_BAD_LINES} more lines are not understood"
        yield Problem(document.path, reason, bad[MAX_BAD_LINES].line)


def declared_module(document: Document, tree: Tree) -> Declared | None:  # noqa: ARG001
    """Name, `go` and `toolchain` as declared; None where the file names no module."""
    name, line = "", 0
    runtimes: list[tuple[str, str, int]] = []
    for directive in directives(document):
        if isinstance(directive, BadLine) or not directive.arguments:
            continue
        if directive.verb == "module" and not name:
            name, line = directive.arguments[0], directive.line
        elif directive.verb in ("go", "toolchain"):
            version = directive.arguments[0].removeprefix("go")
            runtimes.append(("go", version, directive.line))
    if not name:
        return None
    return Declared(name=name, line=line, languages=("go",), runtimes=tuple(runtimes))


def _module(arguments: tuple[str, ...]) -> _Module | None:
    """Read `path version`, or a path alone (a replacement may leave the version out)."""
    if len(arguments) != 2 or not _MODULE.fullmatch(arguments[0]):
        return None
    return _Module(*arguments) if _VERSION.fullmatch(arguments[1]) else None


def _replacements(known: list[Directive]) -> dict[tuple[str, str], _Replacement]:
    """Map module and version (empty: any) to what replaces it."""
    found = {}
    for directive in known:
        if directive.verb != "replace" or "=>" not in directive.arguments:
            continue
        arrow = directive.arguments.index("=>")
        old, new = directive.arguments[:arrow], directive.arguments[arrow + 1 :]
        if not 1 <= len(old) <= 2:
            continue
        key = (old[0], old[1] if len(old) == 2 else "")
        if len(new) == 1:  # go accepts no module without a version here: it is a folder
            found[key] = _Replacement(directive.line, None)
        elif module := _module(new):
            found[key] = _Replacement(directive.line, module)
    return found


def _provider(directive: Directive, required: dict[str, _Module]) -> _Module | None:
    """The required module that holds the package which a `tool` directive names."""
    if directive.verb != "tool" or len(directive.arguments) != 1:
        return None
    path = directive.arguments[0]
    while path:
        if path in required:
            return required[path]
        path = path.rpartition("/")[0]
    return None


def _sighting(path: str, line: int, module: _Module, scope: Scope, direct: bool) -> Sighting:
    # The purl specification lower-cases Go's paths; Go itself does not, so the name keeps them.
    namespace, _, name = module.path.lower().rpartition("/")
    return Sighting(
        purl=make_purl("golang", name, module.version, namespace=namespace),
        name=module.path,
        version=module.version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(path=path, line=line, scope=scope, direct=direct, reader=ID),
    )


FORMAT = Format(
    id=ID,
    title="go.mod",
    patterns=("go.mod",),
    read=read,
    documentation="https://go.dev/ref/mod#go-mod-file",
)
