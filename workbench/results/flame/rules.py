"""The rules of `resources/results/frames.toml`: what to fold in the names of frames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.model.resources import resources


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to write in place of what `pattern` finds."""

    pattern: re.Pattern[str]
    by: str


@dataclass(frozen=True, slots=True)
class FrameRules:
    """All rules, in the order of the file, and the words that name an instruction set."""

    replacements: tuple[Replacement, ...]
    token: re.Pattern[str]
    """An instruction set as the last part of a function's name or as a namespace."""
    portable: re.Pattern[str]
    """A word for the portable version: it folds only where another version was seen."""


@cache
def frame_rules() -> FrameRules:
    """Read the rules that ship with the product."""
    path = resources() / "results" / "frames.toml"
    found = tomli.loads(path.read_text(encoding="utf-8"))
    strips = [Replacement(re.compile(rule["pattern"]), "") for rule in found["strip"]]
    replaces = [Replacement(re.compile(r["pattern"]), r["by"]) for r in found["replace"]]
    sure = [w for t in found["token"] if not t.get("only_beside") for w in t["words"]]
    unsure = [w for t in found["token"] if t.get("only_beside") for w in t["words"]]
    return FrameRules((*strips, *replaces), _token(sure), _token(unsure))


def _token(words: list[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<=[A-Za-z0-9)])(?:[_.]|::)(?:{listed})(?=$|[_.(<]|::)", re.IGNORECASE)
