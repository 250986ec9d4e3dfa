"""What a catalog's claim says of the version that is in use."""

from __future__ import annotations

from workbench.knowledge.catalog import Claim, Match, Product, Support
from workbench.knowledge.constraints import admits_only_older
from workbench.knowledge.usage import Usage
from workbench.knowledge.versions import is_older, numbers
from workbench.model.evidence import Evidence, Source
from workbench.model.status import Confidence, Status

SINCE = "{who}: {name} runs on arm64 since {since}"
OLDER = "{who}: {name} runs on arm64 since {since}; {version} is older"
ONLY_OLDER = "{who}: {name} runs on arm64 since {since}; {constraint} admits older versions only"
UNPINNED = "{who}: {name} runs on arm64 since {since}; no version is pinned"
NOT_COMPARABLE = "{who}: {name} runs on arm64 since {since}; {version} cannot be compared with that"
SUPPORTED = "{who}: {name} is supported on arm64, first version not known"
MANUAL_BUILD = "{who}: {name} has no arm64 artifact, but its source builds for arm64"
UNSUPPORTED = "{who}: {name} does not run on arm64"
NOT_SAID = "{who}: lists {name}, but does not say whether it runs on arm64"
OUTDATED = "{who}: its statement on {name} is outdated and does not count"
DIGEST_ONLY = "{who}: knows {name}, but which architectures this digest holds is not known offline"
CHART = (
    "{who}: {name} runs on arm64 since {since}; a chart's version does not tell which it installs"
)
PROGRAM_SINCE = (
    "{who}: the program {name} runs on arm64 since {since}, but not whether this image does"
)
PROGRAM = "{who}: the program {name} runs on arm64, but not whether this image does"

_STATUS = {
    Support.MANUAL_BUILD: (Status.REBUILD, MANUAL_BUILD),
    Support.UNSUPPORTED: (Status.BLOCKED, UNSUPPORTED),
    Support.UNKNOWN: (Status.UNKNOWN, NOT_SAID),
}


def claims_that_apply(product: Product, usage: Usage) -> list[Claim]:
    """Return the claims on the release line in use.

    A claim on a line stands in for its source's claim on all versions; without a version in use
    only the latter speak.
    """
    version = numbers(usage.version)
    on_line = [c for c in product.claim if c.line and _is_on_line(version, c.line)]
    longest: dict[str, int] = {}
    for claim in on_line:
        longest[claim.source] = max(longest.get(claim.source, 0), len(numbers(claim.line)))
    general = [c for c in product.claim if not c.line and c.source not in longest]
    return general + [c for c in on_line if len(numbers(c.line)) == longest[c.source]]


def evaluate(match: Match, claim: Claim, usage: Usage, *, program_only: bool = False) -> Evidence:
    """Return what `claim`, one of the matched product's, says of the version in use.

    With `program_only` the claim speaks of a program where its image is in use, and another claim
    speaks of the image itself. Even without, that a program runs does not say that an image does.
    """
    product = match.product
    status, detail, confidence = _judge(claim, usage)
    if usage.image and not product.images:
        if status is Status.READY:
            status, confidence = Status.UNKNOWN, None
            detail = PROGRAM_SINCE if claim.since else PROGRAM
        elif program_only:
            status = Status.UNKNOWN
    values = {
        "who": claim.source,
        "name": product.name,
        "since": claim.since,
        "version": usage.version,
        "constraint": ", ".join(usage.constraints),
    }
    known = status in (Status.READY, Status.UPGRADE)
    return Evidence(
        source=Source.CATALOG,
        status=status,
        detail=detail,
        values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in detail),
        confidence=confidence,
        min_version=claim.since if known else "",
        recommended_version=_recommended(claim, usage),
        alternative=claim.alternative,
        note=claim.note,
        url=claim.url,
        date=claim.date,
        origin=product.origin,
        possibly=not match.certain,
    )


def _judge(claim: Claim, usage: Usage) -> tuple[Status, str, Confidence | None]:
    """Return status, template, and the confidence where it is not the catalog's own."""
    if claim.outdated:
        return Status.UNKNOWN, OUTDATED, None
    if usage.digest_only:
        return Status.UNKNOWN, DIGEST_ONLY, None
    if claim.status is not Support.SUPPORTED:
        return *_STATUS[claim.status], None
    if not claim.since:
        return Status.READY, SUPPORTED, None
    if usage.chart:
        return Status.UNKNOWN, CHART, None
    if usage.version:
        older = is_older(usage.ecosystem, usage.version, claim.since, line=usage.names_line)
        if older is not None:
            return (Status.UPGRADE, OLDER, None) if older else (Status.READY, SINCE, None)
        if not usage.moving:
            return Status.UNKNOWN, NOT_COMPARABLE, None
    elif usage.constraints and _all_only_older(claim, usage):
        return Status.UPGRADE, ONLY_OLDER, None
    return Status.READY, UNPINNED, Confidence.PRESUMED


def _all_only_older(claim: Claim, usage: Usage) -> bool:
    """Whether a place asks for versions that all lie below the first that runs."""
    return any(
        admits_only_older(usage.ecosystem, constraint, claim.since) is True
        for constraint in usage.constraints
    )


def _recommended(claim: Claim, usage: Usage) -> str:
    """Return the advised version where the one in use is older than that."""
    if not claim.recommended or not usage.version or claim.outdated or usage.chart:
        return ""
    older = is_older(usage.ecosystem, usage.version, claim.recommended, line=usage.names_line)
    return claim.recommended if older else ""


def _is_on_line(version: tuple[int, ...], line: str) -> bool:
    wanted = numbers(line)
    return bool(wanted) and version[: len(wanted)] == wanted
