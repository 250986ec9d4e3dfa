"""How systems and processors are named and numbered: `resources/scan/natives.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec
import tomli

from workbench.model.resources import resources

Numbering = Literal["elf", "pe", "mach_o"]


class Named(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A system or a processor: the words that name it, the numbers of it in headers."""

    name: str
    words: tuple[str, ...] = ()
    elf: tuple[int, ...] = ()
    pe: tuple[int, ...] = ()
    mach_o: tuple[int, ...] = ()


class Marks(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """By what an ELF file shows that it is for another system than Linux."""

    abi: dict[str, str]
    """EI_OSABI as decimal text -> system."""
    note: dict[str, str]
    """Owner of a note -> system."""


class Natives(msgspec.Struct, frozen=True, rename="kebab"):
    """The whole file."""

    build_wrappers: frozenset[str]
    ending: dict[str, str]
    elf_system: Marks
    system: tuple[Named, ...]
    processor: tuple[Named, ...]


@cache
def natives() -> Natives:
    """Return what the file says. Raises msgspec.ValidationError where it is not as described."""
    text = (resources() / "scan" / "natives.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), Natives)


def processor_of(numbering: Numbering, number: int) -> str:
    """Return the processor that a header's number stands for; empty for one that we lack."""
    return _numbers(numbering).get(number, "")


@cache
def _numbers(numbering: Numbering) -> dict[int, str]:
    return {n: p.name for p in natives().processor for n in getattr(p, numbering)}


def elf_system_in(path: str) -> str:
    """Return the system with ELF files, other than Linux, that `path` names; empty if none."""
    marks = natives().elf_system
    system = word_in(path, natives().system)
    return system if system in {*marks.abi.values(), *marks.note.values()} else ""


def word_in(path: str, named: tuple[Named, ...]) -> str:
    """Return what the last word in `path` that names one of `named` stands for."""
    pattern, meaning = _words(named)
    found = pattern.findall(path.lower())
    return meaning[found[-1]] if found else ""


@cache
def _words(named: tuple[Named, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {word: entry.name for entry in named for word in entry.words}
    longest_first = sorted(meaning, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![a-z0-9])(?:{alternatives})(?![a-z0-9])"), meaning
