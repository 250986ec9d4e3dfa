"""What the names of files and folders say about architectures: `x86/`, `_avx2.c`, `arm64/`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures

_WORDS = architectures().in_paths
_ARCHITECTURE = {
    **dict.fromkeys(_WORDS.other, "other"),
    **dict.fromkeys(_WORDS.arm, "arm"),
    **dict.fromkeys(_WORDS.x86, "x86"),
}
_PATTERN = re.compile(
    "|".join(
        f"(?P<{architecture}>{'|'.join(word for word in words if not word.isalnum())})"
        for architecture, words in (("arm", _WORDS.arm), ("x86", _WORDS.x86))
    )
)
_ELSEWHERE = frozenset(_WORDS.elsewhere)
_VENDORED = frozenset(_WORDS.vendored)
_SPLIT = regex(r"[._\-]+|(?<=[a-z])(?=[A-Z][A-Z])")
_CAMEL = regex(r"[a-z][A-Z][A-Z]")
_JOINED = (
    (re.compile(r"x86[_\-]?64", re.IGNORECASE), "x8664"),
    (re.compile(r"sse4[._]([12])", re.IGNORECASE), r"sse4\1"),
    (re.compile(r"avx[_\-](?=512|2)", re.IGNORECASE), "avx"),
)
"""Names that are written with a sign in their midst."""


def _parts(segment: str) -> list[str]:
    for pattern, plain in _JOINED:
        segment = pattern.sub(plain, segment)
    return _SPLIT.split(segment)


@lru_cache(maxsize=65536)
def _said(word: str) -> str:
    """Return the architecture that one word names; empty where it names none."""
    known = _ARCHITECTURE.get(word)
    if known is None:
        found = _PATTERN.fullmatch(word)
        known = found.lastgroup if found else None
    return known or ""


def is_vendored(path: str) -> bool:
    """Whether a folder of `path` is named as those are that hold other people's code."""
    return not _VENDORED.isdisjoint(path.lower().split("/")[:-1])


@lru_cache(maxsize=65536)
def is_elsewhere(path: str) -> bool:
    """Whether a part of `path` names a system other than Linux: Graviton runs none."""
    parts = [part for segment in path.split("/") for part in _parts(segment)]
    return "Mac" in parts or not _ELSEWHERE.isdisjoint(part.lower() for part in parts)


@lru_cache(maxsize=65536)
def apart(segment: str) -> tuple[str, str]:
    """Return the architecture that a part of a path names, empty if none, and the rest."""
    found, rest = "", []
    for part in _parts(segment):
        low = part.lower()
        said = _said(low)
        if said and (said != "arm" or found != "x86"):
            found = found or said
        elif not said:
            rest.append(low)
    return found, "-".join(rest)


def architecture_in(path: str) -> str:
    """Return `x86`, `arm`, `other` or nothing: what the most telling part of `path` names."""
    folder, _, name = path.rpartition("/")
    return _named(name) or _of_folder(folder)


def architectures_in(folder: str, names: Collection[str]) -> list[str]:
    """Return what architecture_in does for each file in `folder`: mostly what the folder says.

    The names are read together, because in most folders none of them tells anything.
    """
    above = _of_folder(folder)
    if not _may_tell("_".join(names)):
        return [above] * len(names)
    return [_named(name) or above for name in names]


@lru_cache(maxsize=65536)
def _of_folder(folder: str) -> str:
    if not folder:
        return ""
    above, _, name = folder.rpartition("/")
    found = _named(name)
    if not found and above.rpartition("/")[2] == "arch":
        return "" if name in _WORDS.neutral else "other"
    return found or _of_folder(above)


def _named(segment: str) -> str:
    return apart(segment)[0] if _may_tell(segment) else ""


def _may_tell(segment: str) -> bool:
    """Whether a part of a path, or one of several that are joined by `_`, may name something."""
    low = segment.lower()
    words = low.replace("-", "_").replace(".", "_").split("_")
    return any(map(_said, words)) or (low != segment and _CAMEL.search(segment) is not None)


def without(path: str) -> str:
    """Return `path` less what names architectures, in lower case, every folder in its place."""
    return "/".join(apart(segment)[1] for segment in path.split("/"))


def less_architecture(path: str) -> str:
    """Return `path` less what names architectures, in lower case: the same for all that differ so.

    A folder that does nothing but name one is left out.
    """
    return "/".join(filter(None, without(path).split("/")))
