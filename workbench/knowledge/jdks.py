"""Distributions of the JDK and the names they go by, from `resources/runtimes/jdks.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.model.image import ImageReference
from workbench.model.resources import resources


@dataclass(frozen=True, slots=True)
class _Jdk:
    name: str
    image: re.Pattern[str]
    tag: re.Pattern[str] | None


def jdk_called(name: str) -> str:
    """Return the distribution that a version manager or a CI step calls `name`, or nothing."""
    return _names().get(name.strip().lower(), "")


def jdk_of_image(image: ImageReference) -> str:
    """Return the distribution of the JDK in an image that holds one, or nothing."""
    for jdk in _jdks():
        if jdk.image.fullmatch(image.official_name) or (jdk.tag and jdk.tag.fullmatch(image.tag)):
            return jdk.name
    return ""


@cache
def _data() -> list[dict[str, object]]:
    path = resources() / "runtimes" / "jdks.toml"
    entries: list[dict[str, object]] = tomli.loads(path.read_text(encoding="utf-8"))["jdk"]
    return entries


@cache
def _names() -> dict[str, str]:
    return {
        str(name): str(entry["jdk"])
        for entry in _data()
        if isinstance(entry["names"], list)
        for name in entry["names"]
    }


@cache
def _jdks() -> tuple[_Jdk, ...]:
    return tuple(
        _Jdk(
            name=str(entry["jdk"]),
            image=re.compile(str(entry["image"])),
            tag=re.compile(str(entry["tag"])) if "tag" in entry else None,
        )
        for entry in _data()
    )
