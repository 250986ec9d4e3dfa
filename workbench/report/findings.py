"""The chapter on findings: by component, what was found how often, where, and the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from workbench.assess.effort import Effort
from workbench.assess.rollup import Group, Rollup, count, roll_up
from workbench.assess.snapshot import Snapshot
from workbench.model import words
from workbench.model.assessment import Assessment
from workbench.model.finding import Effect, Finding
from workbench.model.language import Language
from workbench.report.found import about, aside, basis, by_effect, capital, doubt, extent
from workbench.report.verdict import counted

PLACES_NAMED = 3
"""Of one construct, in different files: all of them are in the SARIF."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What mending takes; all empty where nothing is to change."""

    about: str
    extent: str
    basis: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one construct with one effect."""

    effect: str
    count: str
    title: str
    reasons: tuple[str, ...]
    way_out: str
    places: tuple[str, ...]
    more: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one component."""

    name: str
    purl: str
    """Empty where it is the only one: the chapter's own lines say it all."""
    counts: str
    aside: str
    work: Work
    doubt: str
    rows: tuple[Row, ...]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All components with findings, most to change first."""

    counts: str
    aside: str
    work: Work
    doubt: str
    components: tuple[Found, ...]


def findings(snapshot: Snapshot, language: Language) -> Findings | None:
    """Return the chapter; None where nothing was found."""
    if not snapshot.findings:
        return None
    counts = count(snapshot.findings)
    rolled = tuple(roll_up(snapshot.findings).values())
    assessments = {a.component.purl: a for a in snapshot.assessments}
    total = _sum(r.effort for r in rolled)
    several = len(rolled) > 1
    return Findings(
        counts=_sentence(by_effect(counts, language), language),
        aside=_sentence(aside(counts, language), language),
        work=_work(total, language),
        doubt="",
        components=tuple(
            _found(r, assessments.get(r.component), snapshot.name, language, several=several)
            for r in rolled
        ),
    )


def _found(
    rollup: Rollup,
    assessment: Assessment | None,
    project: str,
    language: Language,
    *,
    several: bool,
) -> Found:
    return Found(
        name=assessment.component.name if assessment else project,
        purl=rollup.component if several else "",
        counts=_sentence(by_effect(rollup.counts, language), language),
        aside=_sentence(aside(rollup.counts, language), language),
        work=_work(rollup.effort, language),
        doubt=doubt(assessment, rollup.counts, language),
        rows=tuple(_row(group, language) for group in rollup.groups),
    )


def _sum(efforts: Iterable[Effort]) -> Effort:
    """Return the effort of all components; what it is made of stands with each of them."""
    each = tuple(efforts)
    return Effort(
        minutes=sum(e.minutes for e in each),
        functions=sum(e.functions for e in each),
        files=sum(e.files for e in each),
    )


def _work(effort: Effort, language: Language) -> Work:
    if not effort.minutes:
        return Work(about="", extent="", basis=())
    return Work(
        about=about(effort, language),
        extent=extent(effort, language),
        basis=tuple(basis(effort, language)),
    )


def _row(group: Group, language: Language) -> Row:
    first = {f.path: f for f in reversed(group.findings)}
    named = [first[path] for path in dict.fromkeys(f.path for f in group.findings)][:PLACES_NAMED]
    more = group.files - len(named)
    return Row(
        effect=language(words.EFFECT[group.effect]),
        count=f"{len(group.findings):,}",
        title=capital(language(group.title)),
        reasons=tuple(_reasons(group, language)),
        way_out=language(group.way_out) if group.effect is Effect.CHANGE else "",
        places=tuple(_place(f) for f in named),
        more=counted(language, more, "and {count} more file", "and {count} more files")
        if more
        else "",
    )


def _reasons(group: Group, language: Language) -> Iterable[str]:
    """Yield why the findings have their effect; how many each, where there are several reasons."""
    counts = Counter(f.reason for f in group.findings)
    for reason, number in counts.items():
        text = language(words.REASON[reason])
        yield text if len(counts) == 1 else f"{text}\u00a0({number:,})"


def _place(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return f"{place} · {finding.function}" if finding.function else place


def _sentence(text: str, language: Language) -> str:
    return text + language(".") if text else ""
