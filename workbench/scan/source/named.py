"""What the names of files and folders say about architectures: `x86/`, `_avx2.c`, `arm64/`."""

from __future__ import annotations

import re
from collections import defaultdict
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
_PATTERNS = [
    (re.compile("|".join(word for word in words if not word.isalnum())), architecture)
    for words, architecture in ((_WORDS.arm, "arm"), (_WORDS.x86, "x86"))
]
_ELSEWHERE = frozenset(_WORDS.elsewhere)
_JOINTS = regex(r"[._-]+")
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inl", ".inc")
_ALIKE = ("c", "cc", "cpp", "cxx")
_OF_COMPILERS = frozenset({"cpuid.h", "immintrin.h", "x86intrin.h", "mm_malloc.h", "msr.h", "io.h"})
"""Headers that an include in angle brackets takes from the compiler or the system."""
_VENDORED = frozenset(_WORDS.vendored)
_HEADER = regex(r"[/<\"]([\w.-]+\.h(?:pp)?)[>\"]$")
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
        known = next((name for words, name in _PATTERNS if words.fullmatch(word)), "")
    return known


def is_vendored(path: str) -> bool:
    """Whether a folder of `path` is named as those are that hold other people's code."""
    return not _VENDORED.isdisjoint(path.lower().split("/")[:-1])


@lru_cache(maxsize=65536)
def is_elsewhere(path: str) -> bool:
    """Whether a part of `path` names a system other than Linux: Graviton runs none."""
    parts = [part for segment in path.split("/") for part in _parts(segment)]
    return "Mac" in parts or not _ELSEWHERE.isdisjoint(part.lower() for part in parts)


@lru_cache(maxsize=65536)
def _segment(segment: str) -> tuple[str, str]:
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
    """As the first of `_segment`, which is asked only where there may be something to find."""
    low = segment.lower()
    words = low.replace("-", "_").replace(".", "_").split("_")
    if not any(map(_said, words)) and (low == segment or not _CAMEL.search(segment)):
        return ""
    return _segment(segment)[0]


def _without(path: str) -> str:
    return "/".join(_segment(segment)[1] for segment in path.split("/"))


def less_architecture(path: str) -> str:
    """Return `path` less what names architectures, in lower case: the same for all that differ so.

    A folder that does nothing but name one is left out.
    """
    return "/".join(filter(None, (_segment(segment)[1] for segment in path.split("/"))))


class Twins:
    """The files of a project that are named for 64-bit Arm, to find what stands in for x86 ones."""

    def __init__(self, paths: Collection[str]) -> None:
        self._files: set[str] = set()
        self._plain: set[str] = set()
        self._names: set[str] = set()
        self._paths = paths
        self._normal: frozenset[str] | None = None
        self._folders: dict[str, bool] = defaultdict(bool)
        for path in paths:
            self._names.add(path.rpartition("/")[2])
            if architecture_in(path) != "arm":
                continue
            self._files.add(_without(path))
            self._plain.add(less_architecture(path))
            parts = path.split("/")[:-1]
            for end in range(len(parts), 0, -1):
                if _segment(parts[end - 1])[0] == "arm":
                    self._folders["/".join([*parts[: end - 1], _segment(parts[end - 1])[1]])] = True

    def has(self, path: str) -> bool:
        """Whether a file or a folder named for Arm stands where `path` is named for x86."""
        if _without(path) in self._files:
            return True
        parts = path.split("/")[:-1]
        return any(
            _segment(parts[end - 1])[0] == "x86"
            and "/".join([*parts[: end - 1], _segment(parts[end - 1])[1]]) in self._folders
            for end in range(len(parts), 0, -1)
        )

    def replace(self, path: str) -> bool:
        """Whether a file or folder named for Arm is what `path`, which names nothing, is on x86.

        `cpu.c` beside `cpu_arm64.c` or `arm64/cpu.c`; `jit/` beside `jit_aarch64/`.
        """
        if less_architecture(path) in self._plain:
            return True
        parts = path.split("/")[:-1]
        return any(
            "/".join([*parts[: end - 1], _segment(parts[end - 1])[1]]) in self._folders
            for end in range(len(parts), 0, -1)
        )

    def have_portable(self, path: str) -> bool:
        """Whether the file that is named for x86 has one for everybody beside it.

        `blend.c` or `blend_generic.c` beside `blend_avx2.c`; `c/blend.c` beside `x86/blend.c`.
        """
        if self._normal is None:
            self._normal = frozenset(_JOINTS.sub("-", path.lower()) for path in self._paths)
        folder, slash, name = less_architecture(path).rpartition("/")
        stem, _, ending = name.rpartition("-")
        if not stem or path.endswith(_HEADERS):
            return False
        endings = {ending, *(_ALIKE if ending in _ALIKE else ("c",))}
        return any(
            f"{folder}{slash}{option}-{end}" in self._normal
            for end in endings
            for option in (
                stem,
                *(f"{stem}-{word}" for word in _WORDS.portable),
                *(f"{word}/{stem}" for word in _WORDS.portable),
            )
        )

    def is_own(self, included: str) -> bool:
        """Whether an `#include` is of a header that lies in the project.

        The library is its own then; or it is another header, of the name that one of x86 has.
        """
        header = _HEADER.search(included)
        if header is None or (included.endswith(">") and header[1] in _OF_COMPILERS):
            return False
        return header[1] in self._names
