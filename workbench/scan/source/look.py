"""The looks: which files each is for, and what must occur in one for the look to be worth it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.scan.source import assembly, c_look
from workbench.scan.source.hit import Looked


@dataclass(frozen=True, slots=True)
class Look:
    """How files of one family of languages are looked at."""

    family: str
    suffixes: tuple[str, ...]
    """Of the file's name, the dot included; case counts."""
    triggers: Callable[[], list[str]] | None
    """Regular expressions of which one must occur; None to look at every file."""
    look: Callable[[str, bytes], Looked]


_C_LIKE = (
    *(".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".m", ".mm", ".cu", ".cl", ".i"),
    *(".h", ".hh", ".hpp", ".hxx", ".cuh", ".inl", ".inc", ".ipp", ".tpp", ".tcc"),
    *(".pyx", ".pxd", ".f", ".f77", ".f90", ".f95", ".F", ".F90", ".h.in", ".c.in"),
)

LOOKS: tuple[Look, ...] = (
    Look(
        c_look.FAMILY,
        _C_LIKE,
        c_look.triggers,
        c_look.look,
    ),
    Look(assembly.FAMILY, (".s", ".S", ".asm", ".nasm", ".yasm", ".sx"), None, assembly.look),
)

_BY_SUFFIX = {suffix: look for look in LOOKS for suffix in look.suffixes}


def look_for(path: str) -> Look | None:
    """Return the look for a file of this name, None where there is none."""
    name = path.rpartition("/")[2]
    _, dot, suffix = name.rpartition(".")
    found = _BY_SUFFIX.get(dot + suffix)
    if found is None and suffix == "in":
        found = _BY_SUFFIX.get("." + name.split(".", 1)[-1])
    return found
