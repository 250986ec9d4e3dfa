"""From settings to changes, as `resources/infrastructure/changes.toml` has it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli
from msgspec.structs import replace

from workbench.knowledge.compute import Verdict, verdict
from workbench.knowledge.compute_tables import generations
from workbench.knowledge.rules import TraitPattern
from workbench.model.change import Change, Edit
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.resources import resources
from workbench.model.setting import Setting, Syntax
from workbench.model.status import Status

TWICE = "It stands there twice then, which some lists do not allow"
SHARED = "Something else that must stay on x86 takes the same value: give each a value of its own"
CHOOSE = "No size stands for {before}: choose between {after}, and size it anew"

_TO_CHANGE = (Status.CHANGE, Status.BLOCKED)


class Pattern(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A regular expression, and what takes the place of each match."""

    find: str
    write: str


class Proposal(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """One entry of the table: what to write for settings of some roles."""

    id: str
    roles: tuple[str, ...]
    detail: str
    counterpart: bool = False
    values: dict[str, str] = {}
    patterns: tuple[Pattern, ...] = ()
    absent: dict[Syntax, str] = {}
    by_hand: bool = False
    unless: tuple[TraitPattern, ...] = ()
    by_hand_if: tuple[TraitPattern, ...] = ()
    hand_doubt: str = ""
    doubt: str = ""
    finding: str = ""
    title: str = ""
    url: str = ""

    def forbids(self, setting: Setting) -> bool:
        """Whether a fact on the setting rules the change out."""
        return _has(setting, self.unless)

    def is_for_a_person(self, setting: Setting) -> bool:
        """Whether a fact on the setting asks for more than one edit can do."""
        return self.by_hand or _has(setting, self.by_hand_if)

    def written(self, text: str) -> str:
        """Return what to write for `text`; `text` itself where nothing is to change."""
        if text in self.values:
            return self.values[text]
        for pattern in self.patterns:
            text = re.sub(pattern.find, pattern.write, text)
        return text


def _has(setting: Setting, patterns: tuple[TraitPattern, ...]) -> bool:
    return any(
        trait.name == needed.trait
        and (not needed.values or any(fnmatchcase(trait.value, v) for v in needed.values))
        for trait in setting.traits
        for needed in patterns
    )


def proposals() -> tuple[Proposal, ...]:
    """Return the table, in its order."""
    return tuple({proposal.id: proposal for proposal in _by_role().values()}.values())


def changes(settings: Iterable[Setting], generation: str) -> tuple[Change, ...]:
    """Return the changes for `settings`, in the order of their places, each place once.

    A value that several things use is one change that names them all.
    """
    places: dict[tuple[str, str, int, int], list[Setting]] = {}
    for setting in settings:
        key = (setting.role, setting.path, setting.line, setting.column)
        places.setdefault(key, []).append(setting)
    found = []
    taken: dict[tuple[str, str], dict[str, str]] = {}
    for _, same in sorted(places.items(), key=lambda item: item[0][1:] + item[0][:1]):
        change = _change(same, generation, taken.setdefault((same[0].path, same[0].use), {}))
        if change is not None:
            found.append(change)
    return tuple(found)


def findings(settings: Iterable[Setting], generation: str) -> tuple[Finding, ...]:
    """Return a finding for each setting that asks for x86, each place once."""
    found: dict[tuple[str, str, int, str], Finding] = {}
    for setting in settings:
        proposal = _by_role().get(setting.role)
        if proposal is None or not proposal.finding or not _asks_for_x86(setting, proposal):
            continue
        said = _verdict(setting, proposal, generation)
        way = said.counterpart if said else proposal.written(setting.text)
        found.setdefault(
            (proposal.finding, setting.path, setting.line, setting.text),
            Finding(
                rule=proposal.finding,
                construct=proposal.id,
                title=proposal.title,
                path=setting.path,
                line=setting.line,
                effect=Effect.CHANGE,
                reason=Reason.CONFIGURED,
                text=setting.text,
                way_out=way if way != setting.text else "",
                url=(said.url if said else "") or proposal.url,
                scope=setting.scope,
                component=setting.purl,
            ),
        )
    return tuple(found.values())


def _asks_for_x86(setting: Setting, proposal: Proposal) -> bool:
    if proposal.counterpart:
        said = verdict(setting.purl)
        return said is not None and said.status in _TO_CHANGE
    return setting.is_missing or proposal.written(setting.text) != setting.text


def _verdict(setting: Setting, proposal: Proposal, generation: str) -> Verdict | None:
    return verdict(setting.purl, generation) if proposal.counterpart else None


def _change(same: list[Setting], generation: str, taken: dict[str, str]) -> Change | None:
    """Return the change for settings at one place; None where nothing is to be written.

    `taken` is what the same user's other values have become, by what they were.
    """
    proposal = _by_role().get(same[0].role)
    free = [s for s in same if not proposal.forbids(s)] if proposal is not None else []
    if proposal is None or not free:
        return None
    shared = len(free) < len(same)
    same, setting = free, free[0]
    before, detail, doubts = setting.text, proposal.detail, [proposal.doubt]
    url = proposal.url
    if proposal.counterpart:
        said = _untaken(setting, generation, taken)
        if said is None or said.status is not Status.CHANGE or not said.counterpart:
            return None
        doubts += said.doubts
        url = url or said.url
        before, after = before or said.name, said.counterpart
        if not said.exact:
            detail = CHOOSE
        elif setting.text:
            after = proposal.values.get(setting.text, after)
    else:
        after = "" if setting.is_missing else proposal.written(before)
        if after == before and not (proposal.by_hand or setting.is_missing):
            return None
    by_hand = any(proposal.is_for_a_person(s) for s in same)
    if by_hand:
        doubts.append(proposal.hand_doubt)
    if shared:
        by_hand = True
        doubts.append(SHARED)
    edits = () if by_hand or detail == CHOOSE else _edits(setting, proposal, after)
    values = {"before": before.strip(), "after": after.strip()}
    return Change(
        id=proposal.id,
        purl=setting.purl,
        path=setting.path,
        line=setting.line,
        detail=detail,
        values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in detail),
        edits=edits,
        doubts=tuple(dict.fromkeys(d for d in doubts if d)),
        uses=tuple(dict.fromkeys(s.use for s in same if s.use)),
        url=url,
    )


def _untaken(setting: Setting, generation: str, taken: dict[str, str]) -> Verdict | None:
    """Return a counterpart that no other value of the same list has become, where there is one.

    An Auto Scaling group refuses one type twice: `[m5.large, m5a.large]` becomes two generations.
    """
    first = verdict(setting.purl, generation)
    if setting.role != "instance-type" or first is None or not first.exact:
        return first
    if setting.text in taken:
        return _as_taken(setting, first, taken[setting.text])
    for other in (generation, *generations()):
        said = verdict(setting.purl, other)
        if said is not None and said.exact and said.counterpart not in taken.values():
            taken[setting.text] = said.counterpart
            return said
    return replace(first, doubts=(*first.doubts, TWICE))


def _as_taken(setting: Setting, first: Verdict, counterpart: str) -> Verdict:
    each = (verdict(setting.purl, other) for other in generations())
    return next((v for v in each if v is not None and v.counterpart == counterpart), first)


def _edits(setting: Setting, proposal: Proposal, after: str) -> tuple[Edit, ...]:
    if setting.is_missing:
        template = proposal.absent.get(setting.syntax)
        if template is None:
            return ()
        comma = "," if setting.syntax in (Syntax.JSON, Syntax.FLOW) else ""
        after = template.replace("\n", setting.lead) + comma + setting.lead
    return (Edit(setting.path, setting.line, setting.column, setting.text, after),)


@cache
def _by_role() -> dict[str, Proposal]:
    text = (resources() / "infrastructure" / "changes.toml").read_text(encoding="utf-8")
    entries = msgspec.convert(tomli.loads(text)["change"], tuple[Proposal, ...])
    return {role: proposal for proposal in entries for role in proposal.roles}
