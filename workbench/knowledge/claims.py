"""What a catalog's claim says of the version that is in use."""

from __future__ import annotations

from fnmatch import fnmatchcase

from workbench.knowledge.catalog import Claim, Match, Product, Support
from workbench.knowledge.constraints import admits_none_older, admits_only_older
from workbench.knowledge.usage import Usage
from workbench.knowledge.versions import is_older, numbers
from workbench.model.evidence import Evidence, Source
from workbench.model.status import Confidence, Status

SINCE = "Runs on arm64 since {since} ({who}: {name})"
OLDER = "Runs on arm64 since {since}; {version} is older ({who}: {name})"
ONLY_OLDER = "Runs on arm64 since {since}; {constraint} admits older versions only ({who}: {name})"
UNPINNED = "Runs on arm64 since {since}; no version is pinned ({who}: {name})"
NONE_OLDER = "Runs on arm64 since {since}; {constraint} admits no older version ({who}: {name})"
NOT_COMPARABLE = (
    "Runs on arm64 since {since}; {version} cannot be compared with that ({who}: {name})"
)
SUPPORTED = "Supported on arm64, first version not known ({who}: {name})"
MANUAL_BUILD = "No arm64 artifact, but its source builds for arm64 ({who}: {name})"
VARIANT = "The tag {version} has no arm64 image; other tags have one ({who}: {name})"
UNSUPPORTED = "Does not run on arm64 ({who}: {name})"
NOT_SAID = "Listed, but not whether it runs on arm64 ({who}: {name})"
OUTDATED = "An outdated statement, which does not count ({who}: {name})"
DIGEST_ONLY = "Which architectures this digest holds is not known offline ({who}: {name})"
CHART = (
    "Runs on arm64 since {since}; a chart's version does not tell which it installs ({who}: {name})"
)
PROGRAM_SINCE = (
    "The program runs on arm64 since {since}; whether this image does is not said ({who}: {name})"
)
PROGRAM = "The program runs on arm64; whether this image does is not said ({who}: {name})"

_TAGS = 100
"""A claim on some tags means a version more exactly than any release line does."""

_STATUS = {
    Support.MANUAL_BUILD: (Status.REBUILD, MANUAL_BUILD),
    Support.UNSUPPORTED: (Status.BLOCKED, UNSUPPORTED),
    Support.UNKNOWN: (Status.UNKNOWN, NOT_SAID),
}


def claims_that_apply(product: Product, usage: Usage) -> list[Claim]:
    """Return the claims on the version in use: of each source those that mean it most exactly.

    A claim on some tags stands in for its source's claim on a release line, and that for the one
    on all versions. Without a version in use only the last speaks.
    """
    exactness = [_exactness(claim, usage) for claim in product.claim]
    best: dict[str, int] = {}
    for claim, exact in zip(product.claim, exactness, strict=True):
        best[claim.source] = max(best.get(claim.source, 0), exact)
    pairs = zip(product.claim, exactness, strict=True)
    return [claim for claim, exact in pairs if exact == best[claim.source]]


def _exactness(claim: Claim, usage: Usage) -> int:
    """Return how closely a claim means the version in use; negative where it does not."""
    if claim.on and claim.on not in usage.on:
        return -1
    if claim.tags:
        return _TAGS if usage.image and _is_among(usage.version, claim.tags) else -1
    if not claim.line:
        return 0
    line = numbers(claim.line)
    return len(line) if line and numbers(usage.version)[: len(line)] == line else -1


def _is_among(tag: str, patterns: tuple[str, ...]) -> bool:
    """Most patterns are plain tags: those are compared without building a pattern of each."""
    return tag in patterns or any("*" in p and fnmatchcase(tag, p) for p in patterns)


def evaluate(match: Match, claim: Claim, usage: Usage, *, program_only: bool = False) -> Evidence:
    """Return what `claim`, one of the matched product's, says of the version in use.

    With `program_only` the claim speaks of a program where its image is in use, and another claim
    speaks of the image itself. Even without, that a program runs does not say that an image does.
    """
    product = match.product
    status, detail, confidence = _judge(claim, usage)
    if usage.digest and status is Status.READY:
        # The tag has an arm64 image; that the digest is of the index and not of one image is open.
        confidence = Confidence.PRESUMED
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
    # "Make sure that 3.6 or later is in use" is no advice on `alpine:latest`.
    known = status is Status.UPGRADE or (status is Status.READY and not usage.image)
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
    if claim.status is Support.UNSUPPORTED and claim.tags:
        return Status.CHANGE, VARIANT, None
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
    elif usage.constraints and not usage.open and _none_older(claim, usage):
        return Status.READY, NONE_OLDER, None
    return Status.READY, UNPINNED, Confidence.PRESUMED


def _all_only_older(claim: Claim, usage: Usage) -> bool:
    """Whether a place asks for versions that all lie below the first that runs."""
    return any(
        admits_only_older(usage.ecosystem, constraint, claim.since) is True
        for constraint in usage.constraints
    )


def _none_older(claim: Claim, usage: Usage) -> bool:
    """Whether no place leaves room for a version below the first that runs."""
    return all(
        admits_none_older(usage.ecosystem, constraint, claim.since)
        for constraint in usage.constraints
    )


def _recommended(claim: Claim, usage: Usage) -> str:
    """Return the advised version where the one in use is older than that."""
    if not claim.recommended or not usage.version or claim.outdated or usage.chart:
        return ""
    older = is_older(usage.ecosystem, usage.version, claim.recommended, line=usage.names_line)
    return claim.recommended if older else ""
