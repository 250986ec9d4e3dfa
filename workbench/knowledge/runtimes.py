"""Whether the runtime that a module declares, or an image carries, is new enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.knowledge.catalog import Claim, Match, Product, Support
from workbench.knowledge.constraints import admits_only_older
from workbench.knowledge.matching import Names
from workbench.knowledge.usage import Usage
from workbench.knowledge.versions import is_older, numbers
from workbench.model.component import Component, Origin
from workbench.model.evidence import Evidence, Source
from workbench.model.status import Confidence, Status

TOO_OLD = "Built for {name} {version}; on arm64 {since} or later is needed ({who})"
NEW_ENOUGH = "{name} {version} runs on arm64 ({who})"
NEVER = "Built for {name}, which does not run on arm64 ({who})"
CARRIED = "The image carries {name} {version}; on arm64 {since} or later is advised ({who})"


def declared_runtimes(component: Component, names: Names) -> Iterator[Evidence]:
    """Yield what the catalog says of the runtimes that a self-built module declares.

    A runtime that is too old decides. One that is new enough says nothing of the module's own
    code, so that it only presumes.
    """
    if component.origin is not Origin.SELF_BUILT:
        return
    for declared in component.traits("runtime"):
        name, _, version = declared.partition("@")
        for product, claim in _claims(names.of_text(f"pkg:generic/{name}")):
            if evidence := _on_module(product, claim, version):
                yield evidence


def carried_runtime(matches: Iterable[Match], usage: Usage, names: Names) -> Iterator[Evidence]:
    """Yield advice on the runtime whose version an image's tag is."""
    if not numbers(usage.version):
        return
    runtimes = {m.product.runtime for m in matches if m.certain and m.product.runtime}
    version = ".".join(str(n) for n in numbers(usage.version))
    for runtime in sorted(runtimes):
        for product, claim in _claims(names.of_text(f"pkg:generic/{runtime}")):
            floor = claim.recommended or claim.since
            if floor and is_older("generic", version, floor, line=True):
                said = {"who": claim.source, "name": product.name, "version": version}
                yield _evidence(
                    product,
                    claim,
                    Source.CATALOG,
                    Status.UNKNOWN,
                    CARRIED,
                    {**said, "since": floor},
                    recommended=floor,
                )


def _claims(matches: Iterable[Match]) -> Iterator[tuple[Product, Claim]]:
    for match in matches:
        for claim in match.product.claim:
            if match.certain and not claim.outdated and not (claim.line or claim.tags):
                yield match.product, claim


def _on_module(product: Product, claim: Claim, version: str) -> Evidence | None:
    """Return what `claim` says of a module that declares `version` of the runtime.

    It speaks as a rule, so that source that is ready does not outrank a runtime that is too old.
    """
    said = {"who": claim.source, "name": product.name, "version": version}
    if claim.status is Support.UNSUPPORTED:
        return _evidence(product, claim, Source.RULE, Status.BLOCKED, NEVER, said)
    if claim.status is not Support.SUPPORTED or not version:
        return None
    if not numbers(version):
        return _on_range(product, claim, version, said)
    advised = claim.recommended
    if advised and not is_older("generic", version, advised, line=True):
        advised = ""
    if claim.since and is_older("generic", version, claim.since, line=True):
        values = {**said, "since": claim.since}
        return _evidence(
            product, claim, Source.RULE, Status.UPGRADE, TOO_OLD, values, recommended=advised
        )
    return _evidence(
        product, claim, Source.PRESUMPTION, Status.READY, NEW_ENOUGH, said, recommended=advised
    )


def _on_range(
    product: Product, claim: Claim, constraint: str, said: dict[str, str]
) -> Evidence | None:
    """A range that leaves room for a new enough runtime says nothing."""
    if not claim.since or not admits_only_older("generic", constraint, claim.since):
        return None
    values = {**said, "since": claim.since}
    return _evidence(product, claim, Source.RULE, Status.UPGRADE, TOO_OLD, values)


def _evidence(
    product: Product,
    claim: Claim,
    source: Source,
    status: Status,
    detail: str,
    values: dict[str, str],
    *,
    recommended: str = "",
) -> Evidence:
    return Evidence(
        source=source,
        status=status,
        detail=detail,
        values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in detail),
        confidence=Confidence.PRESUMED if source is Source.PRESUMPTION else None,
        min_version=values.get("since", "") if status is Status.UPGRADE else "",
        recommended_version=recommended,
        alternative=claim.alternative,
        note=claim.note,
        url=claim.url,
        date=claim.date,
        origin=product.origin,
    )
