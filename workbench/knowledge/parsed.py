"""Package URLs taken apart, each once: several judges look at the same component in a row."""

from __future__ import annotations

from functools import lru_cache

from packageurl import PackageURL


@lru_cache(maxsize=256)
def parsed(purl: str) -> PackageURL | None:
    """Return the parts of `purl`, None where it is no package URL."""
    try:
        return PackageURL.from_string(purl)
    except ValueError:
        return None
