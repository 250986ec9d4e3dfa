"""The counts and the coverage, as the report prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from workbench.assess.snapshot import Snapshot, Summary
from workbench.model import words
from workbench.model.assessment import Assessment
from workbench.model.language import Language
from workbench.model.problem import Coverage, Problem
from workbench.model.status import WORST_FIRST, Confidence, Status
from workbench.scan.formats import every_format

MOST_OMITTED = 40
"""Paths named one by one; their number is always told."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the readiness bar. `share` is a fraction of all components."""

    status: str
    word: str
    count: str
    share: float
    presumed: bool = False


class Line(msgspec.Struct, frozen=True):
    """A row of the counts: a label, one number per status, their sum."""

    label: str
    counts: tuple[str, ...]
    total: str


class Fact(msgspec.Struct, frozen=True):
    """A label with what it says."""

    label: str
    value: str


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """The summary's tables; `columns` are the statuses of `lines`, worst first."""

    total: str
    total_number: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    segments: tuple[Segment, ...]
    confidence: tuple[Fact, ...]
    decided: str
    to_review: str


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was and what was not looked at."""

    counts: tuple[Fact, ...]
    formats: tuple[Fact, ...]
    problems: tuple[Fact, ...]
    omitted: tuple[Fact, ...]
    omitted_paths: tuple[str, ...]
    more_omitted: str


def numbers(snapshot: Snapshot, language: Language) -> Numbers:
    """Return the counts of `snapshot.summary`, formatted."""
    summary = snapshot.summary
    by_origin = [
        _line(language(words.ORIGIN[origin]), counts)
        for origin, counts in summary.by_origin.items()
    ]
    return Numbers(
        total=f"{summary.total:,}",
        total_number=summary.total,
        columns=tuple(WORST_FIRST),
        lines=(*by_origin, _line(language("All"), summary.by_status)),
        segments=tuple(_segments(summary, language)),
        confidence=_confidence(snapshot.assessments, language),
        decided=f"{summary.decided:,}",
        to_review=f"{summary.to_review:,}",
    )


def looked(snapshot: Snapshot, language: Language) -> Looked:
    """Return the coverage of the scan, with every problem and the reasons of what was left out."""
    coverage = snapshot.coverage
    titles = {f.id: f.title for f in every_format()}
    reasons = Counter(o.why for o in coverage.omitted)
    unread = coverage.files - coverage.recognised
    return Looked(
        counts=(
            Fact(language("Files met"), f"{coverage.files:,}"),
            Fact(language("Read as a known format"), f"{coverage.recognised:,}"),
            Fact(language("Not of a known format"), f"{unread:,}"),
            Fact(language("Problems"), f"{len(coverage.problems) + len(snapshot.notices):,}"),
            Fact(language("Left out on purpose"), f"{len(coverage.omitted):,}"),
            *_outside(coverage, language),
        ),
        formats=tuple(Fact(titles.get(id_, id_), f"{n:,}") for id_, n in coverage.readers),
        problems=_problems(coverage, snapshot.notices, language),
        omitted=tuple(
            Fact(language(words.OMISSION[why]), f"{count:,}")
            for why, count in sorted(reasons.items())
        ),
        omitted_paths=tuple(o.path for o in coverage.omitted[:MOST_OMITTED]),
        more_omitted=_remaining(len(coverage.omitted) - MOST_OMITTED, language),
    )


def _line(label: str, counts: dict[Status, int]) -> Line:
    return Line(label, tuple(f"{counts[s]:,}" for s in WORST_FIRST), f"{sum(counts.values()):,}")


def _segments(summary: Summary, language: Language) -> Iterable[Segment]:
    """Yield the bar from ready to blocked, with the presumed part of `ready` apart."""
    shown = (Status.READY, Status.NOT_APPLICABLE, *reversed(WORST_FIRST[:-2]))
    for status in shown:
        count = summary.by_status[status]
        word = language(words.STATUS[status])
        if status is Status.READY and summary.presumed:
            yield _segment(status, word, count - summary.presumed, summary.total)
            name = language("{status}, presumed", status=word)
            yield _segment(status, name, summary.presumed, summary.total, presumed=True)
        else:
            yield _segment(status, word, count, summary.total)


def _segment(
    status: Status, word: str, count: int, total: int, *, presumed: bool = False
) -> Segment:
    return Segment(
        status=status,
        word=word,
        count=f"{count:,}",
        share=count / total if total else 0.0,
        presumed=presumed,
    )


def _confidence(assessments: Iterable[Assessment], language: Language) -> tuple[Fact, ...]:
    counts = Counter(a.confidence for a in assessments)
    known = [Fact(language(words.CONFIDENCE[c]), f"{counts[c]:,}") for c in Confidence]
    return (*known, Fact(language("no evidence"), f"{counts[None]:,}"))


def _outside(coverage: Coverage, language: Language) -> Iterator[Fact]:
    """Yield what was looked up outside, and what was not with its reason; nothing offline."""
    result = coverage.looked_up
    if result is None:
        return
    yield Fact(language("Components looked up outside"), f"{result.asked:,}")
    yield Fact(language("Of these without an answer"), f"{result.failed:,}")
    for reason, count in result.left_out:
        yield Fact(language(reason), f"{count:,}")


def _problems(
    coverage: Coverage, notices: tuple[Problem, ...], language: Language
) -> tuple[Fact, ...]:
    return tuple(
        Fact(f"{p.path}:{p.line}" if p.line else p.path, language(p.reason))
        for p in (*notices, *coverage.problems)
    )


def _remaining(count: int, language: Language) -> str:
    return language("and {count} more", count=f"{count:,}") if count > 0 else ""
