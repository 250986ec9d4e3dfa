"""The operating systems of images and hosts, from `resources/systems/systems.toml`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.resources import resources

_VERSION = regex(r"\d+(?:\.\d+)*")


class Sign(msgspec.Struct, frozen=True):
    """A package that tells its system: patterns of its name, an expression on its version."""

    package: str
    version: str


class Release(msgspec.Struct, frozen=True):
    """A release, and the pattern of what a sign or a version says where it means that release."""

    sign: str
    release: str


class System(msgspec.Struct, frozen=True, kw_only=True):
    """An operating system with its release, as far as that is known.

    `namespace` is that of its packages' URLs; `packages` their type: deb, rpm, apk. `tag` is what
    its own packages carry in their version.
    """

    name: str
    title: str
    release: str = ""
    namespace: str = ""
    packages: str = ""
    tag: str = ""

    @property
    def purl(self) -> str:
        """The package URL of the system itself."""
        return make_purl("generic", self.name, self.release)

    @property
    def label(self) -> str:
        """Name and release in one word, as the `distribution` trait has it: `debian-12`."""
        return f"{self.name}-{self.release}" if self.release else self.name


class KnownSystem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the table."""

    ids: tuple[str, ...]
    title: str
    purl: str
    namespace: str = ""
    packages: str = ""
    tag: str = ""
    parts: int = 0
    sign: tuple[Sign, ...] = ()
    release: tuple[Release, ...] = ()

    def at(self, version: str) -> System:
        """Return the system at the release that `version`, or what a sign says, belongs to."""
        parts = version.split(".")
        version = ".".join(parts[: self.parts or len(parts)])
        for release in self.release:
            if fnmatchcase(version, release.sign):
                version = release.release
        return System(
            name=self.purl,
            title=self.title,
            release=version if _VERSION.fullmatch(version) else "",
            namespace=self.namespace,
            packages=self.packages,
            tag=self.tag,
        )


def system_called(name: str, version: str) -> System:
    """Return the system of the table whose URL's name is `name`. Raises KeyError."""
    return _by_name()[name].at(version)


def system_named(words: str) -> System | None:
    """Return the system that `debian-12`, `Amazon Linux 2` or `ubuntu 22.04` names, if any."""
    plain = re.sub(r"[\s_:]+", " ", words.casefold()).strip()
    best: tuple[int, KnownSystem] | None = None
    for known in known_systems():
        for id_ in known.ids:
            rest = plain[len(id_) :]
            fits = plain.startswith(id_) and (not rest or not rest[0].isalpha())
            if fits and (best is None or len(id_) > best[0]):
                best = (len(id_), known)
    if best is None:
        return None
    release = _VERSION.search(plain, best[0])
    return best[1].at(release[0] if release else "")


@cache
def known_systems() -> tuple[KnownSystem, ...]:
    """Return the table, in its order."""
    text = (resources() / "systems" / "systems.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text)["system"], tuple[KnownSystem, ...])


@cache
def _by_name() -> dict[str, KnownSystem]:
    return {known.purl: known for known in known_systems()}
