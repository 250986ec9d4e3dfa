"""Whose JAR it is: by the Maven coordinates in it, its manifest, or its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.syntax.read_zip import Archive

MAX_COORDINATES = 2000
MAX_NAME = 255
"""No file system takes a longer name; an archive's entry may have one."""

_SMALL = 64 * 1024
_MANIFEST = "META-INF/MANIFEST.MF"
_ENDING = "/pom.properties"
_POM = regex(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_FILE = regex(
    r"(?P<name>[A-Za-z][\w.+-]*?)"
    r"(?:(?:-|_(?=\d+\.\d+\.\d))(?P<version>\d[\w.+]*(?:-(?:SNAPSHOT|alpha|beta|rc|cr|m|b|jre|android|incubating)"
    r"[\w.]*(?:-\d[\w.]*)*)*)(?:-(?P<classifier>(?!.*-\d+\.\d)[A-Za-z][\w.-]*))?)?",
    re.IGNORECASE,
)
_COORDINATE = regex(r"[\w.+-]{1,200}")
_GROUP = regex(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """A library by its coordinates; `group` is empty where only its name is known."""

    name: str
    group: str = ""
    version: str = ""
    classifier: str = ""


def identify(archive: Archive, file_name: str) -> tuple[Identity | None, list[Identity]]:
    """Return what the JAR is and what else its authors packed into it.

    Coordinates count for the JAR where its file is named after them: a JAR that was made of others
    keeps theirs. None for a name that no tool gives.
    """
    stem = file_name.rpartition(".")[0]
    inside = list(dict.fromkeys(_coordinates(archive)))
    named = [c for c in inside if stem == c.name or stem.startswith(f"{c.name}-")]
    if named:
        own = max(named, key=lambda c: (_fits(stem, c), len(c.name)))
        return _with_classifier(own, stem), [c for c in inside if c is not own]
    return _from_name(archive, stem), inside


def _fits(stem: str, coordinates: Identity) -> bool:
    return stem.startswith(f"{coordinates.name}-{coordinates.version}")


def _with_classifier(own: Identity, stem: str) -> Identity:
    rest = stem.removeprefix(f"{own.name}-{own.version}")
    classifier = rest[1:] if rest != stem and rest.startswith("-") else ""
    return Identity(name=own.name, group=own.group, version=own.version, classifier=classifier)


def _coordinates(archive: Archive) -> Iterator[Identity]:
    paths = [n for n in archive.names if n.endswith(_ENDING) and _POM.fullmatch(n)]
    for path in paths[:MAX_COORDINATES]:
        try:
            document = Document(path, archive.read(path, _SMALL))
            said = {name: value for name, value, _ in read_properties(document)}
        except Unreadable:
            continue
        group, name, version = (said.get(k, "") for k in ("groupId", "artifactId", "version"))
        if _COORDINATE.fullmatch(group) and _COORDINATE.fullmatch(name):
            known = version if _COORDINATE.fullmatch(version) else ""
            yield Identity(group=group, name=name, version=known)


def _from_name(archive: Archive, stem: str) -> Identity | None:
    named = _FILE.fullmatch(stem) if len(stem) <= MAX_NAME else None
    if named is None:
        return None
    said = _manifest(archive)
    version = named["version"] or said.get("implementation-version", "")
    version = version or said.get("bundle-version", "")
    name = named["name"]
    # Maven and sbt write the group into the vendor's id, and the artifact into the title.
    vendor = said.get("implementation-vendor-id", "")
    is_group = said.get("implementation-title") == name and _GROUP.fullmatch(vendor)
    return Identity(
        group=vendor if is_group else "",
        name=name,
        version=version if re.fullmatch(r"\d[\w.+-]{0,99}", version) else "",
        classifier=named["classifier"] or "",
    )


def _manifest(archive: Archive) -> dict[str, str]:
    """The manifest's main attributes by lower-case name (JAR File Specification)."""
    if _MANIFEST not in archive.names:
        return {}
    try:
        text = Document(_MANIFEST, archive.read(_MANIFEST, _SMALL)).text
    except Unreadable:
        return {}
    main = text.replace("\n ", "").partition("\n\n")[0]
    entries = (line.partition(": ") for line in main.split("\n"))
    return {name.lower(): value.strip() for name, colon, value in entries if colon}
