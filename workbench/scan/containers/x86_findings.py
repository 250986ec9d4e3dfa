"""Findings at the places where container files are tied to x86, beside the sightings there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import unquote

from workbench.model.component import Origin, Sighting, Trait
from workbench.model.finding import Effect, Finding, Reason
from workbench.scan.format import Discovery
from workbench.scan.shell.download_address import X86, named_architecture
from workbench.scan.source.construct import Construct, constructs

FAMILY = "container"

_CONSTRUCT_OF = {
    "platform": "image-platform",
    "platform-default": "platform-default",
    "build-arch": "build-arch",
    "copied-file": "copied-file",
    "package-arch": "package-arch",
    "package-source": "package-source",
    "download-arch": "image-download",
}
"""The construct that each trait stands for where its value names x86."""


def with_findings(
    discoveries: Iterable[Discovery], component: str = "", path: str = ""
) -> Iterator[Discovery]:
    """Yield `discoveries`, and behind each sighting what ties it to x86.

    `component` is the purl of the own image that the file builds; where it is empty, a finding
    belongs to the sighting's own component if the project builds that. One place is one finding.
    `path` is the file's: what it says of scripts is for the look at scripts to judge.
    """
    told: set[tuple[int, str, str]] = set()
    for seen in discoveries:
        yield seen
        if not isinstance(seen, Sighting) or (path and seen.occurrence.path != path):
            continue
        for trait in seen.occurrence.traits:
            if not _names_x86(trait):
                continue
            found = _finding(seen, trait, component)
            key = (found.line, found.construct, found.text)
            if key not in told:
                told.add(key)
                yield found


def _names_x86(trait: Trait) -> bool:
    return trait.name in _CONSTRUCT_OF and named_architecture(trait.value) == X86


def _finding(seen: Sighting, trait: Trait, component: str) -> Finding:
    construct = _constructs()[_CONSTRUCT_OF[trait.name]]
    own = seen.purl if seen.origin is Origin.SELF_BUILT else ""
    return Finding(
        rule=construct.rule,
        construct=construct.id,
        title=construct.title,
        path=seen.occurrence.path,
        line=seen.occurrence.line,
        effect=Effect.CHANGE,
        reason=Reason.CONFIGURED,
        text=_text(seen, trait),
        way_out=construct.way_out,
        minutes=construct.minutes,
        url=construct.url,
        scope=seen.occurrence.scope,
        component=component or own,
    )


def _text(seen: Sighting, trait: Trait) -> str:
    """What stands there: a download and a package by their names."""
    if trait.name == "download-arch":
        _, has, address = seen.purl.partition("download_url=")
        return unquote(address) if has else seen.name
    return f"{seen.name}: {trait.value}" if trait.name == "package-arch" else trait.value


@cache
def _constructs() -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(FAMILY)}
