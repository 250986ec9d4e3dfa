"""The modules that a go.mod requires, as its builds use them: after replacement and exclusion."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.model.purl import make_purl
from workbench.scan.document import Document
from workbench.scan.golang.go_mod_lines import BadLine, Directive, directives
from workbench.scan.golang.go_replaced import (
    GoModule,
    Replacement,
    go_module,
    replaced,
    replacements,
)
from workbench.scan.golang.go_workspace import workspace_of
from workbench.scan.tree import Tree


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One `require` and what is built for it: `built` is None for code of the project.

    `constraint` is set where the required version is excluded: Go then ignores the requirement.
    """

    line: int
    direct: bool
    wanted: GoModule
    built: GoModule | None
    constraint: str = ""
    replaced_at: int = 0
    """Line of the replacement in the same file, 0 where none holds or a go.work's does."""


class GoMod(msgspec.Struct, frozen=True, kw_only=True):
    """Directives that are understood, and lines that are not."""

    known: tuple[Directive, ...]
    bad: tuple[BadLine, ...]
    replacements: dict[tuple[str, str], Replacement]
    excluded: frozenset[tuple[str, str]]


def go_mod(document: Document) -> GoMod:
    """Read a go.mod. Raises Unreadable."""
    every = list(directives(document))
    known = tuple(d for d in every if isinstance(d, Directive))
    bad = [d for d in every if isinstance(d, BadLine)]
    for directive in known:
        if directive.verb == "require" and go_module(directive.arguments) is None:
            bad.append(BadLine(directive.line, "names no module and version"))
    return GoMod(
        known=known,
        bad=tuple(bad),
        replacements=replacements(known),
        excluded=frozenset(
            (d.arguments[0], d.arguments[1])
            for d in known
            if d.verb == "exclude" and len(d.arguments) == 2
        ),
    )


def requirements(path: str, tree: Tree) -> Iterator[Requirement]:
    """Yield what the go.mod at `path` requires. Raises Unreadable."""
    mod = tree.parsed(path, go_mod)
    workspace = workspace_of(path, tree)
    for directive in mod.known:
        module = go_module(directive.arguments) if directive.verb == "require" else None
        if module is None:
            continue
        above = replaced(module, workspace.work.replacements) if workspace else None
        here = None if above else replaced(module, mod.replacements)
        chosen = above or here
        excluded = (module.path, module.version) in mod.excluded
        built = chosen.module if chosen else module
        if workspace and module.path in workspace.names:
            built = None
        if built and not chosen and excluded:
            built = GoModule(module.path, "")
        yield Requirement(
            line=directive.line,
            direct=not directive.indirect,
            wanted=module,
            built=built,
            constraint=f"!={module.version}" if built and not built.version else "",
            replaced_at=here.line if here else 0,
        )


def go_sighting(module: GoModule, occurrence: Occurrence) -> Sighting:
    """Return the sighting of a module; without a version where it is not known."""
    # The purl specification lower-cases Go's paths; Go itself does not, so the name keeps them.
    namespace, _, name = module.path.lower().rpartition("/")
    return Sighting(
        purl=make_purl("golang", name, module.version, namespace=namespace),
        name=module.path,
        version=module.version,
        kind=Kind.LIBRARY,
        occurrence=occurrence,
    )


def scope_of(path: str) -> Scope:
    """A go.mod under another name (`go.tool.mod`, for `-modfile`) serves the module's makers."""
    return Scope.RUNTIME if path.rpartition("/")[2] == "go.mod" else Scope.BUILD
