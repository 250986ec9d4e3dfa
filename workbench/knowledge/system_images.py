"""Which operating system an image holds, from `resources/systems/images.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.knowledge.systems import System, system_called
from workbench.model.image import ImageReference
from workbench.model.resources import resources


@dataclass(frozen=True, slots=True)
class _Image:
    system: str
    name: re.Pattern[str]
    tag: re.Pattern[str] | None
    release: str
    rolling: bool


@dataclass(frozen=True, slots=True)
class _Known:
    images: tuple[_Image, ...]
    tags: tuple[tuple[str, re.Pattern[str]], ...]
    codenames: dict[str, tuple[str, str]]


def system_of_image(image: ImageReference) -> System | None:
    """Return the operating system in `image` at its release.

    The release is empty for systems that have none (Wolfi). None: the name does not tell it, as
    with `python:3.9-slim`, whose Debian is the newest of its day.
    """
    known = _known()
    name = image.official_name
    for entry in known.images:
        if (match := entry.name.fullmatch(name)) and (found := _release(entry, match, image.tag)):
            return system_called(entry.system, found[0])
    for system, pattern in known.tags:
        if match := pattern.search(image.tag):
            return system_called(system, _version(match))
    for word in re.split(r"[-_.]", image.tag.lower()):
        if word in known.codenames:
            return system_called(*known.codenames[word])
    return None


def _release(entry: _Image, name: re.Match[str], tag: str) -> tuple[str] | None:
    """Return the release, empty where there are none; None where nothing tells it."""
    if entry.rolling:
        return ("",)
    if entry.tag is None:
        return (_version(name),)
    found = entry.tag.match(tag)
    return (entry.release or _version(found),) if found else None


def _version(match: re.Match[str]) -> str:
    found = match.groupdict()
    return found.get("version") or f"{found['major']}.{found['minor']}"


@cache
def _known() -> _Known:
    path = resources() / "systems" / "images.toml"
    data = tomli.loads(path.read_text(encoding="utf-8"))
    return _Known(
        images=tuple(
            _Image(
                system=entry["system"],
                name=re.compile(entry["image"]),
                tag=re.compile(entry["tag"]) if "tag" in entry else None,
                release=entry.get("release", ""),
                rolling=entry.get("rolling", False),
            )
            for entry in data["image"]
        ),
        tags=tuple(
            (entry["system"], re.compile(rf"(?<![^-_.])(?:{entry['tag']})(?![^-_.])"))
            for entry in data["tag"]
        ),
        codenames={
            word: (system, release)
            for system, words in data["codenames"].items()
            for word, release in words.items()
        },
    )
