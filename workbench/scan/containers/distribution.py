"""Which distribution an image is made from, as far as its name tells."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.knowledge.system_images import system_of_image
from workbench.knowledge.systems import system_called
from workbench.model.image import ImageReference
from workbench.model.resources import resources


class Distribution(msgspec.Struct, frozen=True):
    """One entry of `resources/systems/distributions.toml`."""

    system: str
    image: tuple[str, ...]
    tag: tuple[str, ...] = ()


def distribution_of(image: ImageReference) -> str:
    """Return the purl namespace of the packages in `image`, or an empty string."""
    system = system_of_image(image)
    if system is not None:
        return system.namespace
    words = set(re.split(r"[-_.]", image.tag.lower()))
    for entry in _distributions():
        if entry.tag and not words.intersection(entry.tag):
            continue
        if any(fnmatchcase(image.name, pattern) for pattern in entry.image):
            return system_called(entry.system, "").namespace
    return ""


@cache
def _distributions() -> tuple[Distribution, ...]:
    text = (resources() / "systems" / "distributions.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text)["distribution"], tuple[Distribution, ...])
