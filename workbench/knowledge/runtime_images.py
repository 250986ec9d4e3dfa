"""Which container images are a language's runtime, from `resources/runtimes/images.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.model.image import ImageReference
from workbench.model.regex import regex
from workbench.model.resources import resources

_LEADING_NUMBER = regex(r"v?(?P<version>\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class _Image:
    runtime: str
    name: re.Pattern[str]
    tag: re.Pattern[str]


def runtime_of_image(image: ImageReference) -> tuple[str, str] | None:
    """Return the runtime (`python`, `java`, ...) and its version in `image`.

    The version is empty where neither name nor tag tells it (`node:lts`). None: no such image.
    """
    name = image.official_name
    for entry in _known():
        match = entry.name.fullmatch(name)
        if match:
            return entry.runtime, _version(match) or _version(entry.tag.match(image.tag))
    return None


def _version(match: re.Match[str] | None) -> str:
    found = {key: value for key, value in match.groupdict().items() if value} if match else {}
    if "major" in found and "minor" in found:
        return f"{found['major']}.{found['minor']}"
    return found.get("version", "")


@cache
def _known() -> tuple[_Image, ...]:
    path = resources() / "runtimes" / "images.toml"
    data = tomli.loads(path.read_text(encoding="utf-8"))
    return tuple(
        _Image(
            runtime=entry["runtime"],
            name=re.compile(entry["image"]),
            tag=re.compile(entry["tag"]) if "tag" in entry else _LEADING_NUMBER,
        )
        for entry in data["image"]
    )
