"""The services of a host as `systemctl list-units` names them, as text and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import tomli

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.document import Document
from workbench.scan.hosts.listed import Listed
from workbench.scan.syntax.plain import scalar_of, tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

_HEADING = regex(r"^\s*UNIT\s+LOAD\s+ACTIVE\s+SUB\b", re.MULTILINE)
_LINE = regex(r"[\s●×*○↻]*(\S+)\.service\s+(\S+)\s+(\S+)\s+(\S+)(?:\s.*)?")
_ABSENT = frozenset({"not-found", "masked", "bad-setting", "error"})


def is_table(document: Document) -> bool:
    """Whether the text starts like the table of `systemctl list-units`."""
    return bool(_HEADING.search(document.text[:2000]))


def is_json(document: Document) -> bool:
    """Whether it is the JSON of `systemctl list-units --output json`."""
    start = document.data[:2000]
    return all(word in start for word in (b'"unit"', b'"load"', b'"active"', b'"sub"'))


def table_services(document: Document) -> Iterator[Listed]:
    """Yield the services that the table names; units that are not there are left out."""
    for number, line in enumerate(document.lines, 1):
        match = _LINE.fullmatch(line)
        if match and match[2] not in _ABSENT and (name := service_name(match[1])):
            yield Listed(name=name, line=number)


def json_services(document: Document) -> Iterator[Listed]:
    """Yield the services of the JSON form. Raises Unreadable."""
    lines = ValueLines(document, ("unit",))
    for unit in tables_of(read_plain_json(document)):
        name = scalar_of(unit.get("unit"))
        line = lines.line("unit", name)
        if name.endswith(".service") and scalar_of(unit.get("load")) not in _ABSENT:
            plain = service_name(name.removesuffix(".service"))
            if plain:
                yield Listed(name=plain, line=line)


def service_name(unit: str) -> str:
    """Return the program that a service is named after; empty for parts of the system itself."""
    if any(fnmatchcase(unit, pattern) for pattern in _of_the_system()):
        return ""
    return re.sub(r"\\x([0-9a-f]{2})", _character, unit.partition("@")[0])


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


@cache
def _of_the_system() -> tuple[str, ...]:
    content = tomli.loads((resources() / "scan" / "host-units.toml").read_text(encoding="utf-8"))
    return tuple(content["system"])
