"""Rules as data: what a kind of component and the traits seen on it say by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from workbench.model.component import Component, Kind, Origin, Scope
from workbench.model.evidence import Evidence, Source
from workbench.model.purl import ecosystem, parse_purl
from workbench.model.status import Status

_MOST_USERS = 5
_WILD = frozenset("*?[")


class Speaker(StrEnum):
    """As whom a rule speaks: a presumption yields to every other source.

    `artifact` is for traits that a scanner took from the software itself, which outranks all that
    is only written about it.
    """

    ARTIFACT = "artifact"
    RULE = "rule"
    PRESUMPTION = "presumption"


class TraitPattern(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """A trait by name, and the values meant: patterns with `*`, any value where empty."""

    trait: str
    values: tuple[str, ...] = ()

    def found_in(self, component: Component) -> list[str]:
        """Return the values of the trait that are meant, each once."""
        return [
            value
            for value in component.traits(self.trait)
            if not self.values or any(_is_like(value, pattern) for pattern in self.values)
        ]


class When(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What a component must be for a rule to speak; what is left out does not matter."""

    kinds: tuple[Kind, ...] = ()
    ecosystems: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    scopes: tuple[Scope, ...] = ()
    names: tuple[str, ...] = ()
    """Patterns of the purl's `namespace/name`, or its name alone."""
    versions: tuple[str, ...] = ()
    """Patterns of the version or tag."""
    all: tuple[TraitPattern, ...] = ()
    """Traits that must be there; the rule's `{value}` comes from the first."""
    none: tuple[TraitPattern, ...] = ()
    """Traits that must not be there, on any occurrence."""
    everywhere: bool = False
    """Whether no occurrence in the same file may lack the first trait: a lock file that also lists
    the package without it offers a way round."""
    throughout: bool = False
    """Whether no occurrence at all may lack the first trait: what one file leaves out on arm64,
    another may bring in."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """One named check, as it stands in `resources/rules/*.toml`."""

    id: str
    status: Status
    detail: str
    speaks_as: Speaker = Speaker.RULE
    when: When
    alternative: str = ""
    url: str = ""
    date: str = ""
    note: str = ""

    def judge(self, component: Component) -> Evidence | None:
        """Return what the rule says of `component`, None where it does not speak."""
        value = self._value(component)
        if value is None:
            return None
        values = {"value": value, "name": component.name, "version": component.version}
        if "{users}" in self.detail:
            values["users"] = ", ".join(_users(component, self.when.all))
        return Evidence(
            source=Source(self.speaks_as),
            status=self.status,
            detail=self.detail,
            values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in self.detail),
            alternative=self.alternative,
            note=self.note,
            url=self.url,
            date=self.date,
            origin=self.id,
        )

    def _value(self, component: Component) -> str | None:
        """Return the value that made the rule speak; empty where it needs none."""
        when = self.when
        if (
            (when.kinds and component.kind not in when.kinds)
            or (when.origins and component.origin not in when.origins)
            or (when.scopes and component.scope not in when.scopes)
            or not _fits(when, component)
            or (when.everywhere and _is_lacking(when.all[0], component, within_file=True))
            or (when.throughout and _is_lacking(when.all[0], component, within_file=False))
        ):
            return None
        found = [pattern.found_in(component) for pattern in when.all]
        if not all(found) or any(pattern.found_in(component) for pattern in when.none):
            return None
        return ", ".join(found[0]) if found else ""


class Rulebook:
    """Rules in their order, found by the trait and value that they need first, or by ecosystem."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_need: dict[str, list[tuple[int, Rule]]] = {}
        for place, rule in enumerate(rules):
            for need in _needs(rule.when):
                self._by_need.setdefault(need, []).append((place, rule))

    def judge(self, component: Component) -> list[Evidence]:
        """Return what every rule that speaks says of `component`."""
        met = {"", f"ecosystem:{ecosystem(component.purl)}"}
        for trait in {t for occurrence in component.occurrences for t in occurrence.traits}:
            met |= {f"trait:{trait.name}", f"trait:{trait.name}={trait.value}"}
        asked = {place: rule for need in met for place, rule in self._by_need.get(need, ())}
        found = (asked[place].judge(component) for place in sorted(asked))
        return [evidence for evidence in found if evidence]


def _users(component: Component, needed: tuple[TraitPattern, ...]) -> list[str]:
    """Return what uses the component where it shows the traits; the place where nobody says."""
    found: dict[str, None] = {}
    for occurrence in component.occurrences:
        here = msgspec.structs.replace(component, occurrences=(occurrence,))
        if all(pattern.found_in(here) for pattern in needed):
            named = [t.value for t in occurrence.traits if t.name == "used-by"]
            found |= dict.fromkeys(named or [occurrence.place])
    listed = list(found)
    return listed if len(listed) <= _MOST_USERS else [*listed[:_MOST_USERS], "..."]


def _needs(when: When) -> list[str]:
    """Return what a component must have one of for the rule to be asked at all."""
    if when.all:
        first = when.all[0]
        if first.values and all(map(_is_plain, first.values)):
            return [f"trait:{first.trait}={value}" for value in first.values]
        return [f"trait:{first.trait}"]
    return [f"ecosystem:{name}" for name in when.ecosystems] or [""]


def _is_lacking(trait: TraitPattern, component: Component, *, within_file: bool) -> bool:
    """Whether an occurrence lacks the trait; with `within_file` only if its file shows it, too."""
    name = trait.trait
    bearing = {o.path for o in component.occurrences if any(t.name == name for t in o.traits)}
    return any(
        (o.path in bearing or not within_file) and all(t.name != name for t in o.traits)
        for o in component.occurrences
    )


def _fits(when: When, component: Component) -> bool:
    """Whether purl and version are among those that the rule names."""
    if when.versions and not any(_is_like(component.version, p) for p in when.versions):
        return False
    if not when.ecosystems and not when.names:
        return True
    if when.ecosystems and ecosystem(component.purl) not in when.ecosystems:
        return False
    if not when.names:
        return True
    try:
        purl = parse_purl(component.purl)
    except ValueError:
        return False
    spelled = (purl.name, f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name)
    return any(_is_like(s, p) for s in spelled for p in when.names)


def _is_like(text: str, pattern: str) -> bool:
    """As fnmatchcase, which makes an expression of each pattern: most of ours are plain words."""
    return text == pattern if _is_plain(pattern) else fnmatchcase(text, pattern)


def _is_plain(pattern: str) -> bool:
    return _WILD.isdisjoint(pattern)
