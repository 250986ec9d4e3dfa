"""What go.mod and go.work replace modules by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from workbench.model.regex import regex
from workbench.scan.golang.go_mod_lines import Directive

_MODULE = regex(r"[\w.~+-]+(?:/[\w.~+!-]+)*", re.ASCII)
_VERSION = regex(r"v\d[\w.+-]*", re.ASCII)


class GoModule(msgspec.Struct, frozen=True):
    """A module path and version; the version is empty where none is fixed."""

    path: str
    version: str


class Replacement(msgspec.Struct, frozen=True):
    """What a module is replaced by: None for a folder, which is the project's own code."""

    line: int
    module: GoModule | None


Replacements = Mapping[tuple[str, str], Replacement]
"""By module path and version; an empty version stands for any."""


def go_module(arguments: tuple[str, ...]) -> GoModule | None:
    """Read `path version`; None where it is anything else."""
    if len(arguments) != 2 or not _MODULE.fullmatch(arguments[0]):
        return None
    return GoModule(*arguments) if _VERSION.fullmatch(arguments[1]) else None


def replacements(known: Iterable[Directive]) -> dict[tuple[str, str], Replacement]:
    """Read the `replace` directives among those `known`."""
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
            found[key] = Replacement(directive.line, None)
        elif module := go_module(new):
            found[key] = Replacement(directive.line, module)
    return found


def replaced(module: GoModule, by: Replacements) -> Replacement | None:
    """Return what stands in for `module`: a replacement of its version goes first."""
    return by.get((module.path, module.version)) or by.get((module.path, ""))
