"""What the programs of an arm64 image come to: are they for arm64?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.lookup.inside.contents import Contents
from workbench.model.regex import regex
from workbench.model.status import Status

_NAMES_ANOTHER = regex(
    r"(?<![a-z0-9])(?:amd64|x86|x86[-_]64|x64|i[3-6]86|ia32|386|linux(?:32|64)|armv?[5-7]\w*|armhf"
    r"|s390x?|ppc\w*|mips\w*|riscv\w*|loong\w*|sparc\w*|testdata|tests?)(?![a-z0-9])"
)
"""What says of a file that it is for another architecture on purpose, or for tests."""
MOST_NAMED = 3

ALL_ARM64 = "All {count} programs and libraries in the arm64 image of {image} are made for arm64"
STARTS_OTHER = "The arm64 image of {image} starts {path}, which is made for {platform}"
NONE_ARM64 = "The arm64 image of {image} holds no program for arm64: {path} is made for {platform}"
SOME_OTHER = (
    "{count} of {all} programs and libraries in the arm64 image of {image} are made for "
    "{platform}: {path}"
)
NO_PROGRAM = "The arm64 image of {image} holds no compiled program that tells anything"


class Verdict(msgspec.Struct, frozen=True):
    """A status, and the sentence for it with its values."""

    status: Status
    detail: str
    values: dict[str, str]


def verdict(contents: Contents, starts: str, image: str) -> Verdict:
    """Judge the programs in `contents`; `starts` is the path of the one that the image starts."""
    every = contents.programs
    others = {p: on for p, on in every.items() if not _for_arm64(on)}
    if not every:
        return Verdict(Status.UNKNOWN, NO_PROGRAM, {"image": image})
    if starts in others:
        return Verdict(Status.BLOCKED, STARTS_OTHER, _values(image, starts, others))
    if len(others) == len(every):
        first = min(others)
        return Verdict(Status.BLOCKED, NONE_ARM64, _values(image, first, others))
    stray = sorted(_stray(every, others))
    if stray:
        named = ", ".join(f"/{path}" for path in stray[:MOST_NAMED])
        more = f", +{len(stray) - MOST_NAMED}" if len(stray) > MOST_NAMED else ""
        values = _values(image, stray[0], others) | {
            "path": named + more,
            "count": f"{len(stray):,}",
            "all": f"{len(every):,}",
        }
        return Verdict(Status.CHANGE, SOME_OTHER, values)
    count = f"{len(every) - len(others):,}"
    return Verdict(Status.READY, ALL_ARM64, {"image": image, "count": count})


def _values(image: str, path: str, others: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {"image": image, "path": f"/{path}", "platform": ", ".join(others[path])}


def _for_arm64(platforms: tuple[str, ...]) -> bool:
    return any(p.endswith("-aarch64") for p in platforms)


def _stray(every: dict[str, tuple[str, ...]], others: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield what is for another architecture, does not say so, and has no twin for arm64."""
    twins = {p.rpartition("/")[2] for p, on in every.items() if _for_arm64(on)}
    for path in others:
        if path.rpartition("/")[2] not in twins and not _NAMES_ANOTHER.search(path.lower()):
            yield path
