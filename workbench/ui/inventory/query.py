"""The search field's language: free words, and field words such as `status:blocked`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from workbench.model.component import Kind, Origin, Scope
from workbench.model.regex import regex
from workbench.model.status import Confidence, Status
from workbench.ui.inventory.rows import ComponentRow

Test = Callable[[ComponentRow], bool]

YES_NO = ("yes", "no")

VALUES: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "kind": tuple(Kind),
    "origin": tuple(Origin),
    "scope": tuple(Scope),
    "confidence": (*Confidence, "none"),
    "decided": YES_NO,
    "disagree": YES_NO,
    "stale": YES_NO,
    "owner": (),
    "file": (),
    "version": (),
}
"""Every field word, and the values it knows; () where any text will do."""

_TOKEN = regex(r'([a-z-]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)', re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """A parsed search: every free word and every field must match."""

    words: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    """Field words or values that mean nothing, as typed."""

    @property
    def empty(self) -> bool:
        """Whether everything matches."""
        return not (self.words or self.tests)

    def select(self, rows: list[ComponentRow]) -> list[ComponentRow]:
        """Return the rows that match, in order."""
        for word in self.words:
            rows = [row for row in rows if word in row.haystack]
        for test in self.tests:
            rows = [row for row in rows if test(row)]
        return rows


def parse(text: str) -> Query:
    """Parse what was typed. Values may be shortened and joined by commas; unknown ones are told."""
    words: list[str] = []
    tests: list[Test] = []
    fields: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for match in _TOKEN.finditer(text):
        name, quoted, plain, quoted_word, word = match.groups()
        if name is None or (plain and plain.startswith("//")):
            words.append((quoted_word or word or match.group()).lower())
            continue
        name, value = name.lower(), (quoted if quoted is not None else plain)
        if name == "pkg":
            words.append(match.group().lower())
        elif name not in VALUES:
            unknown.append(f"{name}:")
        elif value:
            wanted, strange = _expand(name, value)
            unknown.extend(f"{name}:{part}" for part in strange)
            if wanted:
                fields[name] = wanted
                tests.append(_test(name, wanted))
    return Query(tuple(w for w in words if w), tuple(tests), fields, tuple(unknown))


def with_field(text: str, name: str, value: str) -> str:
    """Return `text` with the field `name` set to `value`, or without it where `value` is empty."""
    kept = " ".join(
        match.group() for match in _TOKEN.finditer(text) if (match.group(1) or "").lower() != name
    )
    added = f"{name}:{value}" if value else ""
    return " ".join(part for part in (kept, added) if part)


def _expand(name: str, value: str) -> tuple[tuple[str, ...], list[str]]:
    known = VALUES[name]
    if not known:
        return (value.lower(),), []
    wanted: list[str] = []
    strange: list[str] = []
    for part in filter(None, value.lower().split(",")):
        exact = [v for v in known if v == part]
        begun = exact or [v for v in known if v.startswith(part)]
        wanted.extend(begun)
        if not begun:
            strange.append(part)
    return tuple(dict.fromkeys(wanted)), strange


def _test(name: str, wanted: tuple[str, ...]) -> Test:
    values = frozenset(wanted)
    text = wanted[0]
    pattern = text if any(c in text for c in "*?[") else f"*{text}*"
    tests: dict[str, Test] = {
        "status": lambda row: row.assessment.status in values,
        "kind": lambda row: row.assessment.component.kind in values,
        "origin": lambda row: row.assessment.component.origin in values,
        "scope": lambda row: row.assessment.component.scope in values,
        "confidence": lambda row: (row.assessment.confidence or "none") in values,
        "decided": lambda row: _yes(row.assessment.decision is not None) in values,
        "disagree": lambda row: _yes(row.assessment.disagreement) in values,
        "stale": lambda row: _yes(row.assessment.stale is not None) in values,
        "owner": lambda row: (
            row.assessment.decision is not None and text in row.assessment.decision.owner.lower()
        ),
        "file": lambda row: any(
            fnmatchcase(o.path.lower(), pattern) for o in row.assessment.component.occurrences
        ),
        "version": lambda row: row.assessment.component.version.lower().startswith(text),
    }
    return tests[name]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
