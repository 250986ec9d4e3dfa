"""Frames' names to the names under which both architectures know the function."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.results.flame.demangling import demangled
from workbench.results.flame.rules import FrameRules, frame_rules

UNKNOWN = "[unknown]"


def matched_names(names: Iterable[str]) -> dict[str, str]:
    """Return each name with the one that it is folded to.

    A portable version (`_generic`, `_c`) folds with the others only where one of them is there.
    """
    rules = frame_rules()
    folded = {name: _plain(name, rules) for name in names}
    stems = {rules.token.sub("", plain) for plain in folded.values() if rules.token.search(plain)}
    return {name: _stem(plain, rules, stems) for name, plain in folded.items()}


def _plain(name: str, rules: FrameRules) -> str:
    found = demangled(name.strip())
    for rule in rules.replacements:
        found = rule.pattern.sub(rule.by, found)
    return found.strip() or UNKNOWN


def _stem(plain: str, rules: FrameRules, stems: set[str]) -> str:
    if plain.startswith("["):
        return plain
    stem = rules.token.sub("", plain)
    if stem != plain:
        return stem or plain
    portable = rules.portable.sub("", plain)
    return portable if portable in stems else plain
