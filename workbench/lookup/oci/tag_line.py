"""Which tags of a repository are later ones of the same line, and which name an architecture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.knowledge.versions import numbers
from workbench.model.regex import regex

_PARTS = regex(r"(v?)(\d+(?:\.\d+)*)(.*)", re.DOTALL)
_DIGITS = regex(r"[\d.]+")
_X86 = regex(r"(?:(?<=[-_.])|^)(?:linux[-_]?)?(?:amd64|x86[-_]64|x64)(?=[-_.]|$)")
_ARM = regex(r"(?:(?<=[-_.])|^)(?:linux[-_]?)?(?:arm64|aarch64)(?:v8)?(?=[-_.]|$)")
_LOOSE = regex(r"^[-_.]+|[-_.]+$|(?<=[-_.])[-_.]+")


def later_tags(tag: str, tags: Iterable[str]) -> list[str]:
    """Return the tags of the same line as `tag` with a higher version, the lowest first.

    A line is what `1.2.3-alpine3.18` and `1.4.0-alpine3.20` share: the same words around the
    version, whatever numbers they hold. Tags with as many numbers as `tag` come alone where there
    are any: `1.25` is followed by `1.26` and not by `1.26.1`, which is the same image.
    """
    mine = _split(tag)
    if mine is None:
        return []
    sign, version, words = mine
    found: dict[tuple[int, ...], str] = {}
    for other in tags:
        theirs = _split(other)
        if theirs is None or (theirs[0], theirs[2]) != (sign, words):
            continue
        if _padded(theirs[1]) > _padded(version):
            known = found.get(theirs[1])
            if known is None or other > known:
                found[theirs[1]] = other
    alike = {v: t for v, t in found.items() if len(v) == len(version)}
    return [t for _, t in sorted((alike or found).items())]


def without_x86(tag: str) -> list[str]:
    """Return what `tag` would be for several architectures, and for arm64, if it names x86."""
    if not _X86.search(tag):
        return []
    plain = _LOOSE.sub("", _X86.sub("", tag))
    arm64 = (_X86.sub(word, tag) for word in ("arm64", "arm64v8", "aarch64"))
    return [t for t in dict.fromkeys((plain, *arm64)) if t]


def names_arm64(tag: str) -> bool:
    """Whether `tag` says that its image is for arm64."""
    return bool(_ARM.search(tag))


def _split(tag: str) -> tuple[str, tuple[int, ...], str] | None:
    """Return the sign before the version, the version, and the words behind it."""
    version = numbers(tag)
    parts = _PARTS.fullmatch(tag)
    if not version or not parts:
        return None
    return parts[1], version, _DIGITS.sub("#", parts[3])


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    while version and version[-1] == 0:
        version = version[:-1]
    return version
