"""Package URLs: the identity of a component."""

from __future__ import annotations

from packageurl import PackageURL


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
    return PackageURL(
        type=type_,
        namespace=namespace or None,
        name=name,
        version=version or None,
        qualifiers=qualifiers or {},
        subpath=subpath or None,
    ).to_string()


def without_version(purl: str) -> str:
    """Return `purl` less its version: what two versions of one component share."""
    parsed = PackageURL.from_string(purl)
    return parsed._replace(version=None).to_string()


def ecosystem(purl: str) -> str:
    """Return the purl's type: `pypi`, `maven`, `docker`, ..."""
    return purl[4:].split("/", 1)[0]
