"""One Python requirement: PEP 508, a direct address or a local file."""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.python.platform_marker import marker_traits
from workbench.scan.remote import repository_purl, without_secrets

MAX_LENGTH = 20_000
"""Characters; a longer requirement is none that people or tools write."""

_VCS = regex(r"(?:git|hg|svn|bzr)\+|git://", re.IGNORECASE)
_TOOL = regex(r"^[a-z]+\+", re.IGNORECASE)
_ADDRESS = regex(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_EGG = regex(r"[#&]egg=([A-Za-z0-9][\w.-]*)")
_REFERENCE = regex(r"(?<=[^/:@])@([^@/]+)$")
_PLAIN_PIN = regex(r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)==(\d+(?:\.\d+)*)")
"""What most lines of a compiled file are: known for a requirement without a parser."""
_HEAD = regex(r"\s*[A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?")


class PythonRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """What one requirement asks for.

    `name` is as written. `version` is set by an exact pin only; anything looser is `constraint`.
    `purl` is set where the requirement has an address and no package name.
    """

    name: str
    version: str = ""
    constraint: str = ""
    traits: tuple[Trait, ...] = ()
    purl: str = ""

    @property
    def key(self) -> str:
        """The normalised name (PEP 503)."""
        return canonicalize_name(self.name)

    def sighting(
        self,
        path: str,
        line: int,
        scope: Scope,
        reader: str,
        *,
        direct: bool = True,
        locked: str = "",
    ) -> Sighting:
        """Return the sighting of it at a place; `locked` is a version pinned elsewhere."""
        version = self.version or locked
        return Sighting(
            purl=self.purl or make_purl("pypi", self.key, version),
            name=self.name,
            version=version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=path,
                line=line,
                scope=scope,
                direct=direct,
                constraint=self.constraint,
                traits=self.traits,
                reader=reader,
            ),
        )


def parse_requirement(text: str) -> PythonRequirement | None:
    """Read one requirement; None for one that names the project's own code (`.`, a folder).

    Raises ValueError where it is no requirement.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise ValueError("is too long")
    if plain := _PLAIN_PIN.fullmatch(text):
        return PythonRequirement(name=plain[1], version=plain[2])
    if _VCS.match(text) or _ADDRESS.match(text):
        bare, _, marker = text.partition(" ;")
        return _addressed("", bare.strip(), marker_traits(marker.strip()))
    if _is_local(text):
        return _file(text.partition(";")[0].partition("[")[0].strip(), "", ())
    try:
        parsed = Requirement(text)
    except InvalidRequirement:
        raise ValueError("is no requirement") from None
    traits = marker_traits(str(parsed.marker)) if parsed.marker else ()
    if parsed.url:
        return _addressed(parsed.name, parsed.url, traits)
    pins = [s for s in parsed.specifier if s.operator in ("==", "===")]
    if len(pins) == 1 and not pins[0].version.endswith(".*"):
        return PythonRequirement(name=parsed.name, version=pins[0].version, traits=traits)
    constraint = _HEAD.sub("", text.partition(";")[0], count=1).strip().strip("()").strip()
    return PythonRequirement(name=parsed.name, constraint=constraint, traits=traits)


def _is_local(text: str) -> bool:
    """Whether pip would take `text` for a path."""
    path = text.partition(";")[0].strip()
    return (
        path.startswith(("./", "../", "/", "~", "file:", ".[", ".\\", "..\\"))
        or path in (".", "..")
        or (path.endswith((".whl", ".tar.gz", ".zip")) and " " not in path)
    )


def _addressed(name: str, address: str, traits: tuple[Trait, ...]) -> PythonRequirement | None:
    """Read `address`, of the package `name` where that is known."""
    if address.lower().startswith("file:"):
        return _file(address, name, traits)
    if not _VCS.match(address):
        return _file(address, name, traits)
    egg = _EGG.search(address)
    name = name or (egg[1] if egg else "")
    plain = without_secrets(address)
    traits = (*traits, Trait("vcs", plain))
    if name:
        return PythonRequirement(name=name, traits=traits)
    reference = _REFERENCE.search(plain)
    repository = _REFERENCE.sub("", plain)
    purl = repository_purl(_TOOL.sub("", repository), reference[1] if reference else "")
    if purl is None:
        raise ValueError("names no package")
    shown = repository.rstrip("/").rpartition("/")[2].removesuffix(".git")
    return PythonRequirement(name=shown, traits=traits, purl=purl)


def _file(address: str, name: str, traits: tuple[Trait, ...]) -> PythonRequirement | None:
    """Read the address or path of a wheel or source archive; its name holds the version."""
    remote = not address.lower().startswith("file:") and bool(_ADDRESS.match(address))
    filename = unquote(re.split(r"[?#]", address)[0].rpartition("/")[2])
    version = ""
    if filename.endswith(".whl"):
        try:
            found, parsed, _, tags = parse_wheel_filename(filename)
        except InvalidWheelFilename:
            raise ValueError("is no wheel's name") from None
        name, version = name or str(found), str(parsed)
        platforms = sorted({tag.platform for tag in tags})
        traits = (*traits, *(Trait("wheel-platform", p) for p in platforms))
    elif filename.endswith((".tar.gz", ".zip")):
        try:
            found, parsed = parse_sdist_filename(filename)
            name, version = name or str(found), str(parsed)
        except InvalidSdistFilename:
            egg = _EGG.search(address)
            name = name or (egg[1] if egg else "")
    elif not remote:
        return None
    if not name:
        raise ValueError("names no package")
    if remote:
        traits = (*traits, Trait("url", without_secrets(address)))
    return PythonRequirement(name=name, version=version, traits=traits)
