"""Operating systems of hosts: what names one, and what a list of its packages says of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

import msgspec

from workbench.model.purl import make_purl
from workbench.model.resources import resources
from workbench.scan.document import Document, Unreadable

OS_RELEASE = "os-release"

_VERSION = re.compile(r"\d+(?:\.\d+)*")
_ASSIGNMENT = re.compile(r"([A-Z_]+)=(.*)")


class Sign(msgspec.Struct, frozen=True):
    """A package that tells its system: patterns of its name, an expression on its version."""

    package: str
    version: str


class Release(msgspec.Struct, frozen=True):
    """A release, and the pattern of a sign that means it."""

    sign: str
    release: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of `resources/scan/systems.toml`."""

    ids: tuple[str, ...]
    title: str
    purl: str
    namespace: str = ""
    packages: str = ""
    tag: str = ""
    parts: int = 0
    sign: tuple[Sign, ...] = ()
    release: tuple[Release, ...] = ()


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


def system_named(words: str) -> System | None:
    """Return the system that `debian-12`, `Amazon Linux 2` or `ubuntu 22.04` names, if any."""
    plain = re.sub(r"[\s_:]+", " ", words.casefold()).strip()
    best: tuple[int, Known] | None = None
    for known in _known():
        for id_ in known.ids:
            rest = plain[len(id_) :]
            fits = plain.startswith(id_) and (not rest or not rest[0].isalpha())
            if fits and (best is None or len(id_) > best[0]):
                best = (len(id_), known)
    if best is None:
        return None
    release = _VERSION.search(plain, best[0])
    return _system(best[1], release[0] if release else "")


def system_in(document: Document) -> System | None:
    """Return the system that an os-release file describes, None where it is none that is known.

    Raises Unreadable.
    """
    assigned = (_ASSIGNMENT.match(line.strip()) for line in document.lines)
    said = {match[1]: match[2] for match in assigned if match}
    if "ID" not in said:
        raise Unreadable("is no os-release file: it says no ID=")
    return system_named(f"{_unquoted(said['ID'])} {_unquoted(said.get('VERSION_ID', ''))}")


def system_of_packages(ecosystem: str, packages: Iterable[tuple[str, str]]) -> System | None:
    """Return the system that a whole list of `packages` (name, version) shows, None for none.

    The packages that a system names itself by go before those that merely look like it.
    """
    listed = list(packages)
    by_name = dict(listed)
    for named in (True, False):
        for known in _known():
            if known.packages != ecosystem:
                continue
            for sign in known.sign:
                if (sign.package != "*") is named:
                    found = _signed(sign, by_name if named else listed)
                    if found is not None:
                        return _system(known, _release(known, found))
    return None


def _signed(sign: Sign, packages: dict[str, str] | list[tuple[str, str]]) -> str | None:
    pattern = re.compile(sign.version)
    if isinstance(packages, dict):
        names = [sign.package] if "*" not in sign.package else list(packages)
        found = [
            pattern.search(packages[n])
            for n in names
            if n in packages and fnmatchcase(n, sign.package)
        ]
        return next((match[1] for match in found if match), None)
    votes = [match[1] for _, version in packages if (match := pattern.search(version))]
    return max(set(votes), key=votes.count) if votes else None


def _release(known: Known, sign: str) -> str:
    for release in known.release:
        if fnmatchcase(sign, release.sign):
            return release.release
    return sign if not sign or _VERSION.fullmatch(sign) else ""


def _system(known: Known, release: str) -> System:
    if known.parts:
        release = ".".join(release.split(".")[: known.parts])
    return System(
        name=known.purl,
        title=known.title,
        release=release,
        namespace=known.namespace,
        packages=known.packages,
        tag=known.tag,
    )


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'")


@cache
def _known() -> tuple[Known, ...]:
    text = (resources() / "scan" / "systems.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["system"], tuple[Known, ...])
