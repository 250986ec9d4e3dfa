"""The looks: which files each is for, and what must occur in one for the look to be worth it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from workbench.model.regex import regex
from workbench.scan.source import (
    assembly,
    build_look,
    c_look,
    dotnet_look,
    go_look,
    python_look,
    ruby_look,
    rust_look,
)
from workbench.scan.source.engine import Mark, Marker, compiled
from workbench.scan.source.hit import Looked
from workbench.scan.source.line_text import Comments
from workbench.scan.source.pattern_look import PatternLook, needed, on_linux


def _never(path: str) -> bool:  # noqa: ARG001  # a look's shape
    return False


class LookAt(Protocol):
    """Takes path, bytes, and what the engine gave for the family's `triggers` and `hints`."""

    def __call__(self, path: str, data: bytes, marks: list[Mark] | None = None, /) -> Looked:
        """Return what was found in the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """How files of one family of languages are looked at."""

    family: str
    suffixes: tuple[str, ...]
    """Of the file's name, the dot included; case counts."""
    triggers: Callable[[], list[str]] | None
    """Regular expressions of which one must occur; None to look at every file."""
    look: LookAt
    always: Callable[[str], bool] = _never
    """Whether the path alone makes a file worth a look."""
    source: bool = True
    """Whether its files are source: what is built, and not how."""
    hints: Callable[[], list[str]] = list
    """Further expressions, which make no file worth a look."""
    places: bool = False
    """Whether the look wants to know every place where an expression matches, or just which do."""

    def marker(self) -> Marker:
        """Return the engine for the expressions of the family."""
        triggers = self.triggers() if self.triggers else []
        return compiled([*triggers, *self.hints()], self.places)


_C_LIKE = (
    *(".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".m", ".mm", ".cu", ".cl", ".i"),
    *(".h", ".hh", ".hpp", ".hxx", ".cuh", ".inl", ".inc", ".ipp", ".tpp", ".tcc"),
    *(".h++", ".ixx", ".cppm", ".hip", ".xs", ".edl", ".pyx", ".pxd", ".pxi", ".h.in", ".c.in"),
    *(".f", ".for", ".f77", ".f90", ".f95", ".f03", ".f08", ".F", ".F90", ".F95", ".F03", ".F08"),
)

_PATTERNS: tuple[tuple[PatternLook, tuple[str, ...]], ...] = (
    (PatternLook("java", Comments.SLASHES, needed), (".java", ".kt", ".kts", ".scala", ".groovy")),
    (PatternLook("dotnet", Comments.SLASHES, dotnet_look.guard), (".cs", ".fs", ".vb")),
    (PatternLook("python", Comments.HASH, python_look.guard), (".py",)),
    (
        PatternLook("javascript", Comments.QUOTED, on_linux),
        (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"),
    ),
    (PatternLook("ruby", Comments.HASH, ruby_look.guard), (".rb", ".rake", ".gemspec")),
    (PatternLook("php", Comments.QUOTED_OR_HASH, on_linux), (".php", ".phtml")),
)
_NAMES = {
    "SConstruct": "python",
    "SConscript": "python",
    "wscript": "python",
    "Rakefile": "ruby",
}

LOOKS: tuple[Look, ...] = (
    Look(
        c_look.FAMILY,
        _C_LIKE,
        c_look.triggers,
        c_look.look,
        hints=c_look.hints,
        places=True,
    ),
    Look(
        assembly.FAMILY,
        (".s", ".S", ".asm", ".nasm", ".yasm", ".sx"),
        assembly.triggers,
        assembly.look,
        assembly.always,
        hints=assembly.hints,
    ),
    Look("go", (".go",), go_look.triggers, go_look.look, go_look.always),
    Look("rust", (".rs",), rust_look.triggers, rust_look.look),
    *(Look(x.family, suffixes, x.triggers, x.look) for x, suffixes in _PATTERNS),
    Look(
        build_look.BUILD,
        (),
        build_look.build_triggers,
        build_look.look_at_build,
        build_look.is_guess,
        source=False,
    ),
    Look(
        build_look.SCRIPT,
        (),
        build_look.script_triggers,
        build_look.look_at_script,
        source=False,
    ),
)

_SHELL = Look(
    build_look.BUILD,
    (),
    build_look.build_triggers,
    build_look.look_at_shell,
    source=False,
)
_INTERPRETER = regex(rb"#![ \t]*(?:\S*/)?(?:env[ \t]+(?:-\S+[ \t]+)*(?:\S*/)?)?([a-z]+)")
_INTERPRETERS = {
    **dict.fromkeys(("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"), ""),
    "python": "python",
    "pypy": "python",
    "ruby": "ruby",
    "node": "javascript",
    "nodejs": "javascript",
    "php": "php",
}

_BY_SUFFIX = {suffix: look for look in LOOKS for suffix in look.suffixes}
_BY_FAMILY = {look.family: look for look in LOOKS}


def look_for(path: str) -> Look | None:
    """Return the look for a file of this name, None where there is none."""
    found = _BY_SUFFIX.get(path[path.rfind(".") :])
    if found is None:
        name = path.rpartition("/")[2]
        if name.endswith(".in"):
            found = _BY_SUFFIX.get("." + name.split(".", 1)[-1])
        family = _NAMES.get(name) or build_look.family_of(path)
        found = found or _BY_FAMILY.get(family)
    return found


def look_for_script(start: bytes) -> Look | None:
    """Return the look for a file that starts so (`#!/bin/sh`), None where there is none."""
    found = _INTERPRETER.match(start)
    family = _INTERPRETERS.get(found[1].decode()) if found else None
    if family is None:
        return None
    return _BY_FAMILY[family] if family else _SHELL
