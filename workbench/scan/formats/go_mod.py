"""go.mod: the modules that a Go module requires, after replacement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.model.component import Occurrence, Scope
from workbench.model.problem import Problem
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.golang.go_built import go_mod, go_sighting, requirements, scope_of
from workbench.scan.golang.go_mod_lines import BadLine, Directive, directives
from workbench.scan.golang.go_replaced import GoModule
from workbench.scan.golang.go_workspace import module_name
from workbench.scan.tree import Tree

ID = "go-mod"
MAX_BAD_LINES = 5


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every required module as it is built, and the modules that tools come from."""
    scope = scope_of(document.path)
    required: dict[str, GoModule] = {}
    for requirement in requirements(document.path, tree):
        built = requirement.built
        if built is None:
            continue
        required[requirement.wanted.path] = built
        for line in filter(None, (requirement.line, requirement.replaced_at)):
            occurrence = Occurrence(
                path=document.path,
                line=line,
                scope=scope,
                direct=requirement.direct,
                constraint=requirement.constraint,
                reader=ID,
            )
            yield go_sighting(built, occurrence)
    mod = tree.parsed(document.path, go_mod)
    for directive in mod.known:
        provider = _provider(directive, required)
        if provider:
            at = Occurrence(document.path, directive.line, Scope.BUILD, reader=ID)
            yield go_sighting(provider, at)
    yield from bad_lines(document.path, mod.bad)


def bad_lines(path: str, bad: tuple[BadLine, ...]) -> Iterator[Problem]:
    """Yield the first lines that are not understood, and how many more there are."""
    for one in bad[:MAX_BAD_LINES]:
        yield Problem(path, one.reason, one.line)
    if len(bad) > MAX_BAD_LINES:
        reason = f"{len(bad) - MAX_BAD_LINES} more lines are not understood"
        yield Problem(path, reason, bad[MAX_BAD_LINES].line)


def declared_module(document: Document, tree: Tree) -> Declared | None:  # noqa: ARG001
    """Name, `go` and `toolchain` as declared; None where the file names no module."""
    name, line = module_name(document)
    if not name:
        return None
    runtimes = tuple(
        ("go", directive.arguments[0].removeprefix("go"), directive.line)
        for directive in directives(document)
        if isinstance(directive, Directive)
        and directive.verb in ("go", "toolchain")
        and directive.arguments
    )
    return Declared(name=name, line=line, languages=("go",), runtimes=runtimes)


def _provider(directive: Directive, required: Mapping[str, GoModule]) -> GoModule | None:
    """The required module that holds the package which a `tool` directive names."""
    if directive.verb != "tool" or len(directive.arguments) != 1:
        return None
    path = directive.arguments[0]
    while path:
        if path in required:
            return required[path]
        path = path.rpartition("/")[0]
    return None


FORMAT = Format(
    id=ID,
    title="go.mod",
    patterns=("go.mod", "go.*.mod"),
    read=read,
    documentation="https://go.dev/ref/mod#go-mod-file",
)
