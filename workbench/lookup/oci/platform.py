"""What an image runs on, as OCI's image index and image configuration say it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from workbench.model.regex import regex

_SPELT: dict[str, tuple[str, str]] = {
    "aarch64": ("arm64", ""),
    "x86_64": ("amd64", ""),
    "x86-64": ("amd64", ""),
    "i386": ("386", ""),
    "armhf": ("arm", "v7"),
    "armel": ("arm", "v6"),
}
"""How some builders spell an architecture; the first four as containerd's platforms package."""
_PLAIN = regex(r"[A-Za-z0-9][\w.+-]{0,40}")


class Platform(msgspec.Struct, frozen=True, order=True):
    """System, architecture and variant, in Go's words."""

    os: str
    architecture: str
    variant: str = ""

    @property
    def text(self) -> str:
        """`linux/arm64`, `linux/arm/v7`; the variant v8 that every arm64 has is left out."""
        parts = [self.os, self.architecture, self.variant]
        if self.architecture == "arm64" and self.variant == "v8":
            parts.pop()
        return "/".join(filter(None, parts))

    @property
    def is_arm64(self) -> bool:
        """Whether it is what Graviton runs."""
        return self.os == "linux" and self.architecture == "arm64"


def platform_of(value: object) -> Platform | None:
    """Return what a `platform` object or an image configuration says; None where it says nothing.

    `unknown/unknown`, as builders write for what is no image, says nothing.
    """
    if not isinstance(value, dict):
        return None
    os, architecture = (_word(value.get(name)) for name in ("os", "architecture"))
    variant = _word(value.get("variant"))
    architecture, usual = _SPELT.get(architecture, (architecture, ""))
    if not architecture or architecture == "unknown" or os == "unknown":
        return None
    return Platform(os or "linux", architecture, variant or usual)


def named(platforms: Iterable[Platform]) -> str:
    """Return the platforms in one line, each once, Linux before others."""
    once = sorted(set(platforms), key=lambda p: (p.os != "linux", p))
    return ", ".join(dict.fromkeys(p.text for p in once))


def _word(value: object) -> str:
    return value.lower() if isinstance(value, str) and _PLAIN.fullmatch(value) else ""
