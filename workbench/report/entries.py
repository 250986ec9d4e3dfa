"""One component as the report prints it: all texts translated, nothing left to decide."""

from __future__ import annotations

from datetime import date

import msgspec
from packageurl import PackageURL

from workbench.model import words
from workbench.model.assessment import Assessment
from workbench.model.decision import Action, Decision
from workbench.model.evidence import Evidence, Source
from workbench.model.language import Language
from workbench.model.status import Confidence, Status
from workbench.report.labels import ACTION_CONTEXT
from workbench.report.moments import is_past, moment

MOST_PLACES = 8
"""On a card; a list of every line is what the JSON is for."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence. `href` is an http(s) address or empty."""

    source: str
    status: str
    word: str
    text: str
    note: str
    origin: str
    date: str
    href: str
    address: str
    """`href` as text."""
    deciding: bool
    possibly: bool
    speaks: bool
    """Whether it may contradict the deciding one."""


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """One decision on one component."""

    name: str
    version: str
    status: str
    word: str
    overrules: str
    """The computed status where the decision says otherwise, else empty."""
    computed: str
    rationale: str
    action: str
    author: str
    time: str
    owner: str
    review_by: str
    overdue: bool


class Advised(msgspec.Struct, frozen=True, kw_only=True):
    """One advice and who gives it. `href` is an http(s) address or empty."""

    text: str
    source: str
    href: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One component. `status` is the word of the contract, `word` the one people read."""

    name: str
    purl: str
    version: str
    short_version: str
    status: str
    word: str
    presumed: bool
    confidence: str
    kind: str
    origin: str
    scope: str
    needs: str
    why: str
    source: str
    date: str
    href: str
    places: tuple[str, ...]
    more_places: str
    occurrences: int
    disagreement: bool
    claims: tuple[Claim, ...]
    ways_out: tuple[str, ...]
    advice: tuple[Advised, ...]
    ruling: Ruling | None


def entry(assessment: Assessment, language: Language, today: date) -> Entry:
    """Return `assessment` as the report prints it; `today` tells which reviews are overdue."""
    component, deciding, decision = assessment.component, assessment.deciding, assessment.decision
    version = component.version or ", ".join(component.constraints)
    minimum = assessment.min_version
    source = language(words.SOURCE[deciding.source]) if deciding else ""
    return Entry(
        name=component.name,
        purl=component.purl,
        version=version,
        short_version=shortened(version),
        status=assessment.status,
        word=language(words.STATUS[assessment.status]),
        presumed=assessment.confidence is Confidence.PRESUMED,
        confidence=language(words.CONFIDENCE[assessment.confidence])
        if assessment.confidence
        else "",
        kind=language(words.KIND[component.kind]),
        origin=language(words.ORIGIN[component.origin]),
        scope=language(words.SCOPE[component.scope]),
        needs=f"≥ {minimum}" if minimum else "",
        why=_why(assessment, language),
        source=language(words.SOURCE[Source.DECISION]) if decision else source,
        date=decision.time[:10] if decision else deciding.date if deciding else "",
        href=web_address(deciding.url) if deciding and not decision else "",
        places=tuple(o.place for o in component.occurrences[:MOST_PLACES]),
        occurrences=len(component.occurrences),
        more_places=_more(len(component.occurrences) - MOST_PLACES, language),
        disagreement=assessment.disagreement,
        claims=tuple(_claim(e, e is deciding, language) for e in assessment.evidence),
        ways_out=_ways_out(assessment, language),
        advice=tuple(
            Advised(
                text=language(a.detail, **dict(a.values)),
                source=a.source,
                href=web_address(a.url),
            )
            for a in assessment.advice
        ),
        ruling=ruling(decision, assessment, language, today) if decision else None,
    )


def ruling(decision: Decision, assessment: Assessment, language: Language, today: date) -> Ruling:
    """Return `decision` as the report prints it, beside what the evidence alone says."""
    status = decision.status or assessment.computed
    computed = language(words.STATUS[assessment.computed])
    return Ruling(
        name=assessment.component.name,
        version=shortened(PackageURL.from_string(decision.purl).version or ""),
        status=status,
        word=language(words.STATUS[status]),
        overrules=computed if status is not assessment.computed else "",
        computed=assessment.computed,
        rationale=decision.rationale,
        action="" if decision.action is Action.NONE else _action(decision.action, language),
        author=decision.author,
        time=moment(decision.time),
        owner=decision.owner,
        review_by=decision.review_by,
        overdue=is_past(decision.review_by, today),
    )


def shortened(version: str) -> str:
    """A digest as far as people compare it: `sha256:` and twelve digits; others as they are."""
    kind, colon, digits = version.partition(":")
    return f"{kind}:{digits[:12]}…" if colon and len(digits) >= 32 else version


def web_address(url: str) -> str:
    """Return `url` where a click on it is harmless, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""


def told(evidence: Evidence, language: Language) -> str:
    """The evidence's detail in the reader's language."""
    detail = language(evidence.detail)
    return detail.format_map(dict(evidence.values)) if evidence.values else detail


def _why(assessment: Assessment, language: Language) -> str:
    if assessment.decision is not None:
        return assessment.decision.rationale
    if assessment.deciding is not None:
        return told(assessment.deciding, language)
    for evidence in assessment.evidence:
        if evidence.status is Status.UNKNOWN and not evidence.possibly:
            return told(evidence, language)
    return language("no evidence either way")


def _claim(evidence: Evidence, deciding: bool, language: Language) -> Claim:
    return Claim(
        source=language(words.SOURCE[evidence.source]),
        status=evidence.status,
        word=language(words.STATUS[evidence.status]),
        text=told(evidence, language),
        note=language(evidence.note) if evidence.note else "",
        origin=evidence.origin,
        date=evidence.date,
        href=web_address(evidence.url),
        address=evidence.url,
        deciding=deciding,
        possibly=evidence.possibly,
        speaks=evidence.speaks,
    )


def _ways_out(assessment: Assessment, language: Language) -> tuple[str, ...]:
    """Every way that some source names, each once."""
    ways: dict[str, None] = {}
    if assessment.min_version and assessment.status is not Status.READY:
        ways[language("Upgrade to {version} or later", version=assessment.min_version)] = None
    for evidence in assessment.evidence:
        if evidence.alternative and not evidence.possibly:
            ways[language(evidence.alternative)] = None
    if assessment.decision and assessment.decision.action is not Action.NONE:
        action = _action(assessment.decision.action, language)
        ways[language("Decided: {action}", action=action)] = None
    return tuple(ways)


def _action(action: Action, language: Language) -> str:
    return language(words.ACTION[action], context=ACTION_CONTEXT)


def _more(count: int, language: Language) -> str:
    return language("and {count} more", count=f"{count:,}") if count > 0 else ""
