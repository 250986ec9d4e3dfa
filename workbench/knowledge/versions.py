"""Which of two versions is older, by the order of the ecosystem they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from workbench.model.regex import regex

MAX_LENGTH = 128
"""Longer strings are no versions; the bound keeps hostile ones out of the parsers."""

_NUMBERS = regex(r"v?(\d+(?:\.\d+)*)(.*)", re.DOTALL)
_AFTER_NUMBERS = regex(r"[-_+.].*|u\d.*|(?:rc|alpha|beta|a|b|p|m)\d*(?:[-_+.].*)?")
_DATE = regex(r"\d{6,}.*|\d{4}-\d\d-\d\d.*")
_DAY = regex(r"\b\d{4}([-.])\d\d\1\d\d(?!\d)")
_COMMIT = regex(r"(?=.*[a-f])[0-9a-f]{7,40}")
_SEMVER = regex(r"v?\d+(?:\.\d+){0,3}(?:[-+][0-9A-Za-z.+-]+)?")

_UNIVERS = {
    "apk": "AlpineLinuxVersion",
    "cargo": "SemverVersion",
    "composer": "ComposerVersion",
    "deb": "DebianVersion",
    "gem": "RubygemsVersion",
    "golang": "GolangVersion",
    "maven": "MavenVersion",
    "npm": "SemverVersion",
    "nuget": "NugetVersion",
    "rpm": "RpmVersion",
}
_SEMANTIC = frozenset({"cargo", "composer", "golang", "npm", "nuget"})
_REFUSALS = (ValueError, TypeError, AttributeError, IndexError, KeyError)
"""What the version classes raise on text that is no version."""
_BY_NUMBERS = frozenset({"docker", "generic", "github", "helm", "oci"})


def is_older(ecosystem: str, version: str, than: str, *, line: bool = False) -> bool | None:
    """Say whether `version` comes before `than`; None where the order cannot be told.

    `ecosystem` is a purl type. With `line`, a version with fewer numbers than `than` stands for
    the newest of its line, as an image's tag or a declared runtime does: `3.7` is not older than
    `3.7.5`.
    """
    if len(version) > MAX_LENGTH or len(than) > MAX_LENGTH:
        return None
    if line and (mine := numbers(version)) and (theirs := numbers(than)):
        shared = mine[: len(theirs)]
        return shared != theirs[: len(mine)] and _padded(mine) < _padded(theirs)
    if ecosystem in _BY_NUMBERS and (days := _DAY.search(version)) and _DAY.fullmatch(than):
        return _day(days[0]) < _day(than)
    try:
        left, right = _parse(ecosystem, version), _parse(ecosystem, than)
        return None if left is None or right is None else bool(left < right)
    except _REFUSALS:
        return None


def numbers(tag: str) -> tuple[int, ...]:
    """Return the version that an image tag or release name starts with, empty where it has none.

    `3.9-slim-bullseye` is 3.9, `v1.7` is 1.7. A date, a commit or a word (`latest`, `bookworm`)
    is no version, nor is a digest.
    """
    if len(tag) > MAX_LENGTH or _DATE.fullmatch(tag) or _COMMIT.fullmatch(tag):
        return ()
    match = _NUMBERS.fullmatch(tag)
    if not match or (match[2] and not _AFTER_NUMBERS.fullmatch(match[2])):
        return ()
    return tuple(int(part) for part in match[1].split("."))


def is_version(ecosystem: str, text: str) -> bool:
    """Say whether `text` can be put in order at all."""
    return is_older(ecosystem, text, text) is not None


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    """Trailing zeros say nothing: 1.15 and 1.15.0 are one version."""
    while version and version[-1] == 0:
        version = version[:-1]
    return version


def _day(text: str) -> str:
    """Releases that are named by their day, `RELEASE.2023-05-04T...`, order by it."""
    return text.replace(".", "-")


def _parse(ecosystem: str, text: str) -> Any:
    """Return something that compares by the ecosystem's order, or None."""
    if not any(c.isdigit() for c in text):
        return None
    if ecosystem == "pypi":
        return _pypi()(text)
    if ecosystem in _BY_NUMBERS or ecosystem not in _UNIVERS:
        return _padded(found) if (found := numbers(text)) else None
    if ecosystem in _SEMANTIC and not _SEMVER.fullmatch(text):
        return None
    if ecosystem == "maven" and not text[:1].isdigit():
        return None
    return _univers(ecosystem)(text)


@cache
def _pypi() -> Callable[[str], Any]:
    from packaging.version import Version

    return Version


@cache
def _univers(ecosystem: str) -> Callable[[str], Any]:
    """Return the ecosystem's version class: a late import, it takes 0.15 s."""
    from univers import versions

    made: Callable[[str], Any] = getattr(versions, _UNIVERS[ecosystem])
    return made
