"""What Debian's package tools print: dpkg-query -W, dpkg -l, apt list, and the status file."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.hosts.listed import Listed

_NAME = r"[a-z0-9][a-z0-9+.-]+"
_VERSION = r"(?:\d+:)?\d[A-Za-z0-9.+~:-]*"
_ARCH = r"[a-z0-9-]+"
_QUERY = regex(
    rf"(?:[a-z]{{2}}[a-zA-Z ]?[\t ,;|]+)?({_NAME})(?::({_ARCH}))?(?:[\t ,;|]+|=(?!=))({_VERSION})"
    rf"(?:[\t ,;|]+({_ARCH}))?(?:[\t ,;|].*)?"
)
_WITHOUT_VERSION = regex(rf"({_NAME})(?::{_ARCH})?[\t ,;|=]*")
_LISTED = regex(rf"[a-zA-Z](.)[a-zA-Z ]?\s+({_NAME})(?::({_ARCH}))?\s+({_VERSION})\s+({_ARCH})\b.*")
_APT = regex(rf"({_NAME})/\S*\s({_VERSION})\s({_ARCH})\s\[(?:installed|upgradable)[^\]]*\]")
_UPGRADABLE = regex(r"\[upgradable from: (\S+)\]")
_MOST_SAMPLED = 200
_INSTALLED = frozenset({"i", "t", "w", "U", "H", "F"})
"""States of `dpkg -l` in which files of the package are on the host."""


def is_query(document: Document) -> bool:
    """Whether the text looks like what `dpkg-query -W` prints, in one of its usual formats."""
    lines = [line for line in document.text[:65536].split("\n")[:-1] if line.strip()]
    lines = (lines or [line for line in document.lines if line.strip()])[:_MOST_SAMPLED]
    found = sum(bool(_QUERY.fullmatch(line.strip())) for line in lines)
    known = found + sum(bool(_WITHOUT_VERSION.fullmatch(line.strip())) for line in lines)
    return found > 0 and known == len(lines) and found * 2 > len(lines)


def query_packages(document: Document) -> Iterator[Listed]:
    """Yield name, version and architecture; packages without a version are not installed."""
    for number, line in enumerate(document.lines, 1):
        match = _QUERY.fullmatch(line.strip())
        if match:
            name, arch, version, column = match.groups()
            yield Listed(name=name, version=version, line=number, arch=arch or column or "")


def listed_packages(document: Document) -> Iterator[Listed]:
    """Yield what `dpkg -l` says is on the host; removed packages are left out."""
    for number, line in enumerate(document.lines, 1):
        match = _LISTED.fullmatch(line)
        if match and match[1] in _INSTALLED:
            yield Listed(name=match[2], version=match[4], line=number, arch=match[3] or match[5])


def apt_packages(document: Document) -> Iterator[Listed]:
    """Yield what `apt list --installed` says; of an upgradable package the version in use."""
    for number, line in enumerate(document.lines, 1):
        match = _APT.match(line)
        if match:
            older = _UPGRADABLE.search(line)
            version = older[1] if older else match[2]
            yield Listed(name=match[1], version=version, line=number, arch=match[3])


def status_packages(document: Document) -> Iterator[Listed]:
    """Yield the installed packages of a status file; those of status.d say no state."""
    fields: dict[str, str] = {}
    start = 0
    for number, line in enumerate([*document.lines, ""], 1):
        if not line.strip():
            if fields.get("Package") and fields.get("Status", "ok installed").endswith(
                " installed"
            ):
                yield Listed(
                    name=fields["Package"],
                    version=fields.get("Version", ""),
                    line=start,
                    arch=fields.get("Architecture", ""),
                )
            fields = {}
        elif line[0] not in " \t":
            name, _, value = line.partition(":")
            if name == "Package":
                start = number
            fields[name] = value.strip()
