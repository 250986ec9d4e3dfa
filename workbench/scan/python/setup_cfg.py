"""The options of a setup.cfg, with lines: setuptools' lists, and pbr's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope

_SECTION = regex(r"\[([^\]]+)\]\s*(?:[#;].*)?$")
_OPTION = regex(r"([^\s=:#;\[][^=:]*)[=:][ \t]*(.*)")
_SCOPES = {
    "install_requires": Scope.RUNTIME,
    "setup_requires": Scope.BUILD,
    "tests_require": Scope.TEST,
}
_EXTRAS = ("options.extras_require", "extras")


class Value(msgspec.Struct, frozen=True):
    """One line of an option's value."""

    line: int
    text: str


class Requirements(msgspec.Struct, frozen=True):
    """A list of requirements in one option."""

    scope: Scope
    values: tuple[Value, ...]


def setup_cfg_requirements(document: Document) -> Iterator[Requirements]:
    """Yield the lists of requirements, each entry still as written."""
    for section, option, values in _options(document.lines):
        if section == "options" and option in _SCOPES:
            yield Requirements(_SCOPES[option], tuple(_entries(values)))
        elif section in _EXTRAS:
            yield Requirements(group_scope(option, Scope.OPTIONAL), tuple(_entries(values)))


def _options(lines: list[str]) -> Iterator[tuple[str, str, list[Value]]]:
    """Yield section, option in its canonical spelling and lines of value, comments off."""
    section, option = "", ""
    values: list[Value] = []
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        if line[0] in " \t":
            values.append(Value(number, bare))
            continue
        if option:
            yield section, option, values
        header, declared = _SECTION.match(line), _OPTION.match(line)
        option, values = "", []
        if header:
            section = header[1].strip()
        elif declared:
            name = declared[1].strip()
            option = name.replace("-", "_") if section == "options" else name
            values = [Value(number, declared[2])]
    if option:
        yield section, option, values


def _entries(values: list[Value]) -> Iterator[Value]:
    """One requirement a line, or separated by semicolons where the option is on one line.

    A semicolon in front of a marker stays: setuptools splits a line of its own only.
    """
    for place, value in enumerate(values):
        alone = place == 0 and len(values) == 1
        for part in (
            value.text.split(";") if alone and not _has_marker(value.text) else [value.text]
        ):
            text = re.split(r"(?:^|\s)#", part)[0].strip()
            if text:
                yield Value(value.line, text)


def _has_marker(text: str) -> bool:
    return bool(
        re.search(r";\s*\(?\s*(?:python_|sys_|platform_|os_name|implementation_|extra)", text)
    )
