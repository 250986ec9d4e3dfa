"""Evidence and decisions to one assessment: which claim rules, and what it says."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.knowledge.versions import is_older
from workbench.model.advice import Advice
from workbench.model.assessment import Assessment
from workbench.model.component import Component
from workbench.model.decision import Decision
from workbench.model.evidence import MOST_DIRECT_FIRST, Evidence, Source
from workbench.model.purl import ecosystem
from workbench.model.status import SEVERITY, Confidence, Status

_RANK = {source: place for place, source in enumerate(MOST_DIRECT_FIRST)}


def resolve(
    component: Component,
    evidence: Iterable[Evidence],
    history: tuple[Decision, ...],
    advice: Iterable[Advice] = (),
) -> Assessment:
    """Return what `evidence` and the journal's `history` add up to for `component`.

    `history` holds the journal's entries on any version of the component, oldest first. The first
    source by directness that claims a status decides, within it the most cautious claim; the last
    standing decision on exactly this purl rules over that. `advice` is what is known beside the
    evidence: it changes no status.
    """
    ordered = tuple(sorted(evidence, key=_most_direct_first))
    deciding = _deciding(component, ordered)
    computed = deciding.status if deciding else Status.UNKNOWN
    standing = _standing(history)
    here = [d for d in standing if d.purl == component.purl]
    elsewhere = [d for d in standing if d.purl != component.purl]
    decision = here[-1] if here else None
    status = decision.status if decision and decision.status else computed
    return Assessment(
        component=component,
        status=status,
        computed=computed,
        confidence=_confidence(status, decision, deciding),
        evidence=ordered,
        deciding=deciding,
        decision=decision,
        stale=elsewhere[-1] if elsewhere and decision is None else None,
        history=history,
        min_version=_needed(deciding),
        advice=_each_once((*_advice(component, ordered), *advice)),
    )


def _most_direct_first(evidence: Evidence) -> tuple[int, bool, int]:
    return (_RANK[evidence.source], evidence.possibly, -SEVERITY[evidence.status])


def _deciding(component: Component, ordered: tuple[Evidence, ...]) -> Evidence | None:
    """Return the claim that decides, or None.

    A source that knows the component but cannot tell is no verdict, yet it is more than nothing
    known: it stops a presumption. Among equal claims the highest minimum version decides. Where a
    rule or an index sees no build of this version, a known later version that has one is the
    verdict.
    """
    certain = [e for e in ordered if not e.possibly]
    speaking = [e for e in certain if e.status is not Status.UNKNOWN]
    if not speaking:
        return None
    first = speaking[0]
    if first.source is Source.PRESUMPTION and any(
        e.status is Status.UNKNOWN and e.source is not Source.PRESUMPTION for e in certain
    ):
        return None
    first = _as_asked_for(component, first, speaking)
    wanted = first.source, first.status
    if wanted[0] in (Source.RULE, Source.INDEX) and wanted[1] in (Status.REBUILD, Status.BLOCKED):
        ways = [c for c in speaking if c.status is Status.UPGRADE and c.min_version]
        if ways:  # both say that this version has no build; one of them names a version that has
            first, wanted = ways[0], (ways[0].source, Status.UPGRADE)
    for claim in speaking:
        equal = (claim.source, claim.status) == wanted
        if equal and _is_higher(component, claim.min_version, first.min_version):
            first = claim
    return first


def _as_asked_for(component: Component, first: Evidence, speaking: list[Evidence]) -> Evidence:
    """Return the rule that says how the project asks for it, where an index says what there is.

    An image that was opened is like an index: it says what can be had. That arm64 can be had does
    not undo a pin to x86; where it cannot be had, taking the pin out is not enough.
    """
    opened = first.source is Source.ARTIFACT and ecosystem(component.purl) in ("docker", "oci")
    had = first.source is Source.INDEX or (opened and first.status is Status.READY)
    rules = [e for e in speaking if e.source is Source.RULE]
    pinned = any(e.status is Status.CHANGE for e in rules)
    if had and pinned and SEVERITY[rules[0].status] > SEVERITY[first.status]:
        return rules[0]
    return first


def _is_higher(component: Component, version: str, than: str) -> bool:
    if not version or not than:
        return bool(version)
    return is_older(ecosystem(component.purl), than, version) is True


def _needed(deciding: Evidence | None) -> str:
    """Return the version to take care of: that to upgrade to, or that to make sure of."""
    if deciding and (deciding.status is Status.UPGRADE or deciding.sureness is Confidence.PRESUMED):
        return deciding.min_version
    return ""


def _standing(history: tuple[Decision, ...]) -> list[Decision]:
    """Return the decisions that no standing entry withdraws, oldest first.

    Read from the newest back: an entry is withdrawn only by a later one that stands itself, so
    that the reversal of a reversal brings the decision back. One that names no entry withdraws
    the last decision before it.
    """
    withdrawn: set[str] = set()
    standing: list[Decision] = []
    unnamed = 0
    for entry in reversed(history):
        if entry.id in withdrawn:
            continue
        if entry.status is None:
            withdrawn.add(entry.reverts)
            unnamed += not entry.reverts
        elif unnamed:
            unnamed -= 1
        else:
            standing.append(entry)
    return standing[::-1]


def _confidence(
    status: Status, decision: Decision | None, deciding: Evidence | None
) -> Confidence | None:
    if status is Status.UNKNOWN:
        return None
    if decision is not None:
        return Confidence.STATED
    return deciding.sureness if deciding else None


def _advice(component: Component, ordered: tuple[Evidence, ...]) -> tuple[Advice, ...]:
    """Return what the evidence says would make it run better or more surely, each once.

    Of several recommended versions the highest holds.
    """
    said: dict[Advice, None] = {}
    best: Evidence | None = None
    for claim in ordered:
        if claim.possibly:
            continue
        if claim.source is not Source.PRESUMPTION and _is_unpinned(claim):
            values = (("version", claim.min_version),)
            said[_said("Make sure that {version} or later is installed", values, claim)] = None
        version = claim.recommended_version
        if version and (best is None or _is_higher(component, version, best.recommended_version)):
            best = claim
    if best:
        name = dict(best.values).get("name", component.name)
        recommended = (("name", name), ("version", best.recommended_version))
        said[_said("{name} {version} or later is recommended", recommended, best)] = None
    return tuple(said)


def _each_once(advice: tuple[Advice, ...]) -> tuple[Advice, ...]:
    """Return what is said, where several say it by the first of them."""
    first: dict[tuple[str, tuple[tuple[str, str], ...]], Advice] = {}
    for entry in advice:
        first.setdefault((entry.detail, entry.values), entry)
    return tuple(first.values())


def _said(detail: str, values: tuple[tuple[str, str], ...], claim: Evidence) -> Advice:
    who = dict(claim.values).get("who", "")
    return Advice(detail, values, source=who, url=claim.url, date=claim.date)


def _is_unpinned(claim: Evidence) -> bool:
    return claim.confidence is Confidence.PRESUMED and bool(claim.min_version)
