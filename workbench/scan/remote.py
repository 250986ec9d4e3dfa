"""Addresses that dependencies are fetched from, fit to be shown."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from workbench.model.purl import make_purl
from workbench.model.regex import regex

_SCP = regex(r"(?:git\+)?(?:ssh://)?(?<![\w.-])[\w.-]++@([\w.-]+):(?!\d+/)(.+)")
_GITHUB = regex(r"(?:www\.)?github\.com")
_SAFE_NAME = regex(r"[\w.-]+")


def without_secrets(address: str) -> str:
    """Return `address` less user, password, query and fragment: these may hold secrets.

    An address that cannot be taken apart gives the empty string.
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))
    except ValueError:
        return ""


def repository_purl(address: str, reference: str = "") -> str | None:
    """Return the purl of a version-controlled repository that is known by its address alone.

    On GitHub that is `pkg:github/owner/name@reference`, elsewhere a generic purl with `vcs_url`.
    None where the address names no repository.
    """
    plain = without_secrets(_SCP.sub(r"ssh://\1/\2", address))
    if not plain:
        return None
    parts = urlsplit(plain)
    folders = [part for part in parts.path.removesuffix(".git").split("/") if part]
    if not folders or not _SAFE_NAME.fullmatch(folders[-1]):
        return None
    if _GITHUB.fullmatch(parts.netloc.lower()) and len(folders) == 2:
        return make_purl("github", folders[1], reference, namespace=folders[0])
    return make_purl("generic", folders[-1], reference, qualifiers={"vcs_url": plain})
