"""The catalog's records, as they stand in `resources/catalog/*.toml`."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Support(StrEnum):
    """What a source says about a product on arm64."""

    SUPPORTED = "supported"
    """It runs: from `since` on where that is given, else in current releases."""
    MANUAL_BUILD = "manual-build"
    """No arm64 artifact is published, but the source builds."""
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"
    """The source lists the product without saying whether it runs."""


class On(StrEnum):
    """Where an operating system is: its kernel counts on a host only."""

    HOST = "host"
    IMAGE = "image"


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What one source says, where it says so, and when that was read (ISO 8601)."""

    status: Support
    since: str = ""
    """First version that runs on arm64."""
    recommended: str = ""
    """First version that is advised, for speed or fewer defects."""
    line: str = ""
    """The claim speaks of this release line only: `7` of 7.x."""
    tags: tuple[str, ...] = ()
    """The claim speaks only of image tags of these patterns: `*-alpine`."""
    on: On | None = None
    """The claim speaks of an operating system in such a place only."""
    alternative: str = ""
    source: str
    url: str = ""
    date: str = ""
    note: str = ""
    outdated: bool = False
    """A newer source contradicts it: shown, never decisive."""


class Product(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One product or project, the names it goes by, and what is claimed about it."""

    id: str
    replaces: tuple[str, ...] = ()
    """Ids of other entries, of earlier files, that this one stands in for."""
    supersedes: tuple[str, ...] = ()
    """Ids of entries, of earlier files, whose claims by the sources of this one no longer count."""
    name: str
    aliases: tuple[str, ...] = ()
    """Exact names: purls without version, image repositories, bare names, `publisher/*`."""
    possible: tuple[str, ...] = ()
    """Names that may also mean something else: their evidence never decides."""
    vendor: str = ""
    category: str = ""
    kind: str = ""
    purchased: bool = False
    images: bool = True
    """Whether the claims hold for container images too, not for the program alone."""
    runtime: str = ""
    """Name of the runtime an image carries; its tag is then that runtime's version."""
    claim: tuple[Claim, ...] = ()
    origin: str = ""
    """The file it stands in; set when it is loaded."""


class AdviceEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What would make products run better on arm64, apart from whether they run.

    It holds where every condition that is given holds; `line`, `below` and `since` need a version
    that is known.
    """

    id: str
    products: tuple[str, ...]
    """Ids of the products that it is for."""
    text: str
    """One sentence; it may name {name}, {version} and {ended}."""
    line: str = ""
    """Only for this release line: `7` of 7.x."""
    below: str = ""
    """Only for versions older than this."""
    since: str = ""
    """Only for this version and newer ones."""
    on: On | None = None
    """Only for an operating system in such a place."""
    ended: str = ""
    """ISO 8601: only when the release's support has ended on that day, or soon will."""
    source: str
    url: str = ""
    date: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One product that a name means, and why it is thought so."""

    product: Product
    certain: bool
    alias: str
    """The catalog's name that was hit."""
