"""A snapshot as the report's template takes it: plain data, every text translated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

import msgspec

from workbench.assess.snapshot import Snapshot
from workbench.model import words
from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Origin
from workbench.model.language import Language
from workbench.model.status import WORST_FIRST, Confidence, Status
from workbench.report.comparison.chapter import Chapter, chapter
from workbench.report.entries import Entry, Ruling, entry, ruling
from workbench.report.findings import Findings, findings
from workbench.report.infrastructure import Infrastructure, infrastructure
from workbench.report.labels import CONTEXT, LABELS, SECTIONS
from workbench.report.moments import calendar_day, moment
from workbench.report.order import needing_attention
from workbench.report.overview import Fact, Looked, Numbers, looked, numbers
from workbench.report.sources import Sources, sources
from workbench.report.verdict import verdict, work
from workbench.results.comparison import Comparison

_KIND_ORDER = list(Kind)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """All components of one status that needs attention."""

    status: str
    title: str
    meaning: str
    entries: tuple[Entry, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """All components of one kind within an origin."""

    title: str
    count: str
    entries: tuple[Entry, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """All components of one origin."""

    title: str
    count: str
    groups: tuple[Group, ...]


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """One word of the glossary; `status` is empty where it is no status."""

    status: str
    word: str
    meaning: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report. `labels` holds the template's own words."""

    language: str
    project: str
    verdict: str
    work: str
    assessed: bool
    facts: tuple[Fact, ...]
    day: str
    labels: dict[str, str]
    statuses: dict[str, str]
    numbers: Numbers
    looked: Looked
    sections: tuple[Section, ...]
    advised: tuple[Entry, ...]
    findings: Findings | None
    infrastructure: Infrastructure | None
    inventory: tuple[Part, ...]
    rulings: tuple[Ruling, ...]
    stale: tuple[Ruling, ...]
    sources: Sources
    glossary: tuple[Meaning, ...]
    certainty: tuple[Meaning, ...]
    results: Chapter | None


def document(
    snapshot: Snapshot, language: Language, now: datetime, comparison: Comparison | None = None
) -> Document:
    """Build the report on `snapshot`, and on test results where there are, as of `now` (aware)."""
    today = now.date()
    entries = {a.component.purl: entry(a, language, today) for a in snapshot.assessments}
    return Document(
        language=language.code,
        project=snapshot.name,
        verdict=verdict(snapshot, language),
        work=work(snapshot.summary, language),
        assessed=not snapshot.nothing_recognised,
        facts=_facts(snapshot, language, today),
        day=calendar_day(today, language),
        labels={key: language(text, context=CONTEXT) for key, text in LABELS.items()},
        statuses={s: language(words.STATUS[s]) for s in Status},
        numbers=numbers(snapshot, language),
        looked=looked(snapshot, language),
        sections=_sections(snapshot.assessments, entries, language),
        advised=tuple(
            entries[a.component.purl]
            for a in snapshot.assessments
            if a.advice and a.status is not Status.NOT_APPLICABLE
        ),
        findings=findings(snapshot, language),
        infrastructure=infrastructure(snapshot, language),
        inventory=tuple(_inventory(snapshot.assessments, entries, language)),
        rulings=tuple(_rulings(snapshot.assessments, language, today)),
        stale=tuple(ruling(a.stale, a, language, today) for a in snapshot.assessments if a.stale),
        sources=sources(snapshot.assessments, language),
        glossary=tuple(
            Meaning(
                status=s,
                word=language(words.STATUS[s]),
                meaning=language(words.STATUS_MEANING[s]),
            )
            for s in WORST_FIRST
        ),
        certainty=_certainty(language),
        results=chapter(comparison, language) if comparison else None,
    )


def _facts(snapshot: Snapshot, language: Language, today: date) -> tuple[Fact, ...]:
    scanned = moment(snapshot.scanned_at) if snapshot.scanned_at else language("not scanned yet")
    return (
        Fact(language("Report date"), calendar_day(today, language)),
        Fact(language("Scanned"), scanned),
        Fact(language("Components"), f"{snapshot.summary.total:,}"),
        Fact(language("Files met"), f"{snapshot.coverage.files:,}"),
        Fact(language("Made with"), f"Graviton migration workbench {snapshot.version}".strip()),
    )


def _sections(
    assessments: Iterable[Assessment], entries: dict[str, Entry], language: Language
) -> tuple[Section, ...]:
    """Return what needs attention by status, worst first; a status without components is absent."""
    return tuple(
        Section(
            status=status,
            title=language(SECTIONS[status], context=CONTEXT),
            meaning=language(words.STATUS_MEANING[status]),
            entries=tuple(entries[a.component.purl] for a in members),
        )
        for status, members in groupby(needing_attention(assessments), _status)
    )


def _inventory(
    assessments: Iterable[Assessment], entries: dict[str, Entry], language: Language
) -> Iterable[Part]:
    """Yield each origin with its kinds, in the order of the contract, names sorted."""
    ordered = sorted(
        assessments,
        key=lambda a: (
            _KIND_ORDER.index(a.component.kind),
            a.component.name.lower(),
            a.component.purl,
        ),
    )
    for origin in Origin:
        own = [a for a in ordered if a.component.origin is origin]
        if own:
            yield Part(
                title=language(words.ORIGIN[origin]),
                count=f"{len(own):,}",
                groups=tuple(
                    _group(kind, [entries[a.component.purl] for a in members], language)
                    for kind, members in groupby(own, _kind)
                ),
            )


def _group(kind: Kind, members: list[Entry], language: Language) -> Group:
    return Group(
        title=language(words.KINDS[kind]), count=f"{len(members):,}", entries=tuple(members)
    )


def _rulings(
    assessments: Iterable[Assessment], language: Language, today: date
) -> Iterable[Ruling]:
    """Yield the decisions that rule, the newest first."""
    decided = [(a.decision.time, a.decision, a) for a in assessments if a.decision]
    for _, decision, assessment in sorted(decided, key=lambda d: d[0], reverse=True):
        yield ruling(decision, assessment, language, today)


def _certainty(language: Language) -> tuple[Meaning, ...]:
    meanings = {
        Confidence.OBSERVED: language("An artifact or an index was looked at, for this version"),
        Confidence.STATED: language("A rule, the catalog or a lock file's own fields say so"),
        Confidence.PRESUMED: language(
            "This kind of package is architecture-neutral unless something shows otherwise"
        ),
    }
    return tuple(
        Meaning(status="", word=language(words.CONFIDENCE[c]), meaning=meanings[c])
        for c in Confidence
    )


def _status(assessment: Assessment) -> Status:
    return assessment.status


def _kind(assessment: Assessment) -> Kind:
    return assessment.component.kind
