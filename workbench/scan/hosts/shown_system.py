"""What a host shows of its operating system: its os-release file, its list of packages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from workbench.knowledge.systems import Sign, System, known_systems, system_named
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

OS_RELEASE = "os-release"

_ASSIGNMENT = regex(r"([A-Z_]+)=(.*)")


def system_in(document: Document) -> System | None:
    """Return the system that an os-release file describes, None where it is none that is known.

    NAME goes before ID, as CentOS and CentOS Stream share one.

    Raises Unreadable.
    """
    assigned = (_ASSIGNMENT.match(line.strip()) for line in document.lines)
    said = {match[1]: match[2] for match in assigned if match}
    if "ID" not in said:
        raise Unreadable("is no os-release file: it says no ID=")
    version = _unquoted(said.get("VERSION_ID", ""))
    by_id = system_named(f"{_unquoted(said['ID'])} {version}")
    return by_id and (system_named(f"{_unquoted(said.get('NAME', ''))} {version}") or by_id)


def system_of_packages(ecosystem: str, packages: Iterable[tuple[str, str]]) -> System | None:
    """Return the system that a whole list of `packages` (name, version) shows, None for none.

    The packages that a system names itself by go before those that merely look like it.
    """
    listed = list(packages)
    by_name = dict(listed)
    for named in (True, False):
        for known in known_systems():
            if known.packages != ecosystem:
                continue
            for sign in known.sign:
                if (sign.package != "*") is named:
                    found = _signed(sign, by_name if named else listed)
                    if found is not None:
                        return known.at(found)
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


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'")
