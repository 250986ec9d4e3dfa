"""Package URLs: the identity of a component."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from packageurl import PackageURL

from workbench.model.regex import regex

_PLAIN_TYPES = frozenset({"cargo", "gem", "npm", "pypi"})
_PLAIN_NAME = regex(r"[a-z0-9-]+")
_PLAIN_VERSION = regex(r"[A-Za-z0-9.-]*")


def make_purl(
    type_: str,
    name: str,
    version: str = "",
    *,
    namespace: str = "",
    qualifiers: dict[str, str] | None = None,
    subpath: str = "",
) -> str:
    """Return the canonical purl (https://github.com/package-url/purl-spec)."""
    if (
        not (namespace or qualifiers or subpath)
        and type_ in _PLAIN_TYPES
        and _PLAIN_NAME.fullmatch(name)
        and _PLAIN_VERSION.fullmatch(version)
    ):  # nothing to encode: a lock file holds tens of thousands of these
        return f"pkg:{type_}/{name}@{version}" if version else f"pkg:{type_}/{name}"
    purl = PackageURL(
        type=type_,
        namespace=_encodable(namespace) or None,
        name=_encodable(name),
        version=_encodable(version) or None,
        qualifiers={key: _encodable(value) for key, value in (qualifiers or {}).items()},
        subpath=_encodable(subpath) or None,
    ).to_string()
    # Digests are written as the purl specification's own examples for images have them.
    return purl.replace("@sha256:", "@sha256%3A")


def _encodable(text: str) -> str:
    """Spell out what is no Unicode, as in file names in other encodings, so that names differ."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


@lru_cache(maxsize=65_536)
def parse_purl(purl: str) -> PackageURL:
    """Parse a purl; one that was parsed lately is not parsed again. Raises ValueError."""
    return PackageURL.from_string(purl)


def same_purl(a: str, b: str) -> bool:
    """Whether two spellings mean one package. What is no purl is the same as nothing."""
    try:
        return parse_purl(a) == parse_purl(b)
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def without_version(purl: str) -> str:
    """Return `purl` less its version: what two versions of one component share."""
    return parse_purl(purl)._replace(version=None).to_string()


def ecosystem(purl: str) -> str:
    """Return the purl's type: `pypi`, `maven`, `docker`, ..."""
    return purl[4:].split("/", 1)[0]


def slug(text: str) -> str:
    """Return a product's name as people write it in a purl: `Oracle Database` so."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w.+]+", "-", plain).strip("-._+")
