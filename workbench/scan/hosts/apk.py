"""What Alpine's package tool prints: apk list, apk info -v, and its database."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.hosts.listed import Listed

_PACKAGE = r"([A-Za-z0-9_][\w.+-]*)-(\d[^\s-]*-r\d+)"
_LIST = regex(rf"{_PACKAGE} (\S+) \{{[^}}]*\}} \(.*\)(?: \[(.*)\])?")
_INFO = regex(rf"{_PACKAGE}(?: - .*)?")
_OLDER = regex(rf"upgradable from: {_PACKAGE}")
_WARNING = "WARNING: "


def is_list(document: Document) -> bool:
    """Whether every line is one of `apk list` or of `apk info -v`."""
    lines = [
        line for line in document.text[:65536].split("\n")[:-1] or document.lines if line.strip()
    ]
    told = [line.rstrip() for line in lines if not line.startswith(_WARNING)]
    return bool(told) and all(_LIST.fullmatch(line) or _INFO.fullmatch(line) for line in told)


def list_packages(document: Document) -> Iterator[Listed]:
    """Yield each installed package; `apk list` names those that could be installed as well."""
    for number, line in enumerate(document.lines, 1):
        match = _LIST.fullmatch(line.rstrip())
        if match:
            name, version, arch, state = match.groups()
            older = _OLDER.search(state or "")
            if older:
                name, version = older.groups()
            if older or state == "installed":
                yield Listed(name=name, version=version, line=number, arch=arch)
        elif match := _INFO.fullmatch(line.rstrip()):
            yield Listed(name=match[1], version=match[2], line=number)


def database_packages(document: Document) -> Iterator[Listed]:
    """Yield each package of /lib/apk/db/installed."""
    fields: dict[str, str] = {}
    start = 0
    for number, line in enumerate([*document.lines, ""], 1):
        if not line:
            if fields.get("P"):
                yield Listed(
                    name=fields["P"],
                    version=fields.get("V", ""),
                    line=start,
                    arch=fields.get("A", ""),
                )
            fields = {}
        elif line[1:2] == ":":
            if line[0] == "P":
                start = number
            fields[line[0]] = line[2:].strip()
