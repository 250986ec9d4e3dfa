"""The version of a component that is in use, as far as the project says it."""

from __future__ import annotations

import re

import msgspec

from workbench.knowledge.catalog import On
from workbench.model.component import Component, Kind, Occurrence
from workbench.model.purl import parse_purl
from workbench.model.regex import regex

_DIGEST = regex(r"[a-z0-9+._-]+:[0-9a-f]{32,}")
_MOVING = regex(
    r"(?!sha|git|commit)[a-z]+[\d.]*(?:[-_](?:[a-z]+|20\d{6}))*|(?:latest|stable|lts)\b.*|",
    re.IGNORECASE,
)
"""`latest`, `bookworm-slim`, `alpine3.18`, `trixie-20250520-slim`: the software in it is the newest
of its day. What ends in a number or hash of a build, `main-4f2a9c1`, is not among them."""


IN_IMAGE = "image"
"""Trait of an operating system that an image holds: the image."""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the version: exact, or ranges, or nothing."""

    ecosystem: str
    version: str = ""
    constraints: tuple[str, ...] = ()
    open: bool = False
    """Whether some place asks for it without naming any range."""
    image: bool = False
    digest: bool = False
    """Whether an image is pinned by its digest, with a tag or without."""
    digest_only: bool = False
    names_line: bool = False
    """Whether `3.9` means the newest 3.9, as an image tag and a declared runtime do."""
    moving: bool = False
    """Whether the tag is a word that follows the newest release, as `latest` and `bookworm` do."""
    on: frozenset[On] = frozenset()
    """Where an operating system is."""
    chart: bool = False
    """Whether it is a Helm chart, whose numbers are not those of what it installs."""


def usage_of(component: Component) -> Usage:
    """Return which version of `component` is in use."""
    try:
        purl = parse_purl(component.purl)
    except ValueError:
        return Usage(ecosystem="generic", version=component.version)
    if purl.type not in ("docker", "oci"):
        return Usage(
            ecosystem=purl.type,
            version=component.version,
            constraints=component.constraints,
            open=not all(o.constraint for o in component.occurrences),
            chart=purl.type == "helm",
            names_line=component.kind in (Kind.RUNTIME, Kind.OPERATING_SYSTEM),
            on=frozenset(_is_on(o) for o in component.occurrences),
        )
    tag, digest = component.version, ""
    if _DIGEST.fullmatch(tag):
        qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
        tag, digest = str(qualifiers.get("tag", "")), tag
    return Usage(
        ecosystem="docker",
        version=tag,
        image=True,
        digest=bool(digest),
        digest_only=bool(digest) and not tag,
        names_line=True,
        moving=bool(_MOVING.fullmatch(tag)),
    )


def _is_on(occurrence: Occurrence) -> On:
    held = any(t.name == IN_IMAGE for t in occurrence.traits)
    return On.IMAGE if held else On.HOST
