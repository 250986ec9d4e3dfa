"""The functions of Helm's templates that put texts together and take them apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.model.regex import regex
from workbench.scan.charts.template_value import (
    CannotTell,
    Value,
    as_text,
    as_value,
    joined,
    number_of,
    size_of,
    text_of,
)
from workbench.scan.shell.expansion import MAX_LENGTH, Expansion

_VERB = regex(r"%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])")
_VERSION = regex(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_BOUND = regex(r"(>=|<=|!=|>|<|=|\^|~)?\s*(\S+)")


def _printf(given: list[Value], source: str) -> Value:
    form, rest = given[0], given[1:]
    if not isinstance(form, str):
        raise CannotTell
    pieces: list[Expansion] = []
    at = 0
    for verb in _VERB.finditer(form):
        pieces.append(as_text(form[at : verb.start()], source))
        at = verb.end()
        pieces.append(as_text("%" if verb[1] == "%" else rest.pop(0), source))
    pieces.append(as_text(form[at:], source))
    return _bounded(joined(pieces))


def _print(given: list[Value], source: str) -> Value:
    return _bounded(joined([as_text(value, source) for value in given]))


def _bounded(text: Expansion) -> Value:
    """Return `text` as a value. A text that is put into itself doubles with every line."""
    if size_of(text) > MAX_LENGTH:
        raise CannotTell
    return as_value(text)


def _same_text(given: list[Value], source: str) -> Value:
    value = given[-1]
    if value is None:
        return ""
    return as_value(as_text(value, source))


def _trimmed(given: list[Value]) -> Value:
    value = given[-1]
    return value.strip() if isinstance(value, str) else value


def _replace(given: list[Value]) -> Value:
    old, new, text = (text_of(value) for value in given)
    if len(text) * max(len(new), 1) > MAX_LENGTH:
        raise CannotTell
    return text.replace(old, new)


def _trim_suffix(given: list[Value]) -> Value:
    return text_of(given[1]).removesuffix(text_of(given[0]))


def _trim_prefix(given: list[Value]) -> Value:
    return text_of(given[1]).removeprefix(text_of(given[0]))


def _trunc(given: list[Value]) -> Value:
    length, text = int(number_of(given[0])), text_of(given[1])
    return text[:length] if length >= 0 else text[length:]


def _join(given: list[Value]) -> Value:
    values = given[1]
    if not isinstance(values, list):
        raise CannotTell
    return _bounded(as_text(text_of(given[0]).join(text_of(value) for value in values), ""))


def _split_list(given: list[Value]) -> Value:
    return list(text_of(given[1]).split(text_of(given[0])))


def _split(given: list[Value]) -> Value:
    return {f"_{at}": part for at, part in enumerate(text_of(given[1]).split(text_of(given[0])))}


def _semver_compare(given: list[Value]) -> Value:
    bounds, version = text_of(given[0]), _version(text_of(given[1]))
    return any(
        all(_within(version, bound) for bound in _BOUND.finditer(way.replace(",", " ")))
        for way in bounds.split("||")
    )


def _within(version: tuple[int, ...], bound: re.Match[str]) -> bool:
    sign, other = bound[1] or "=", _version(bound[2])
    if sign == "^":
        return other <= version and version[0] == other[0]
    if sign == "~":
        return other <= version and version[:2] == other[:2]
    return {
        ">=": version >= other,
        "<=": version <= other,
        ">": version > other,
        "<": version < other,
        "=": version == other,
        "!=": version != other,
    }[sign]


def _version(text: str) -> tuple[int, ...]:
    match = _VERSION.match(text)
    if match is None:
        raise CannotTell
    return tuple(int(part or 0) for part in match.groups())


WORDING: dict[str, Callable[[list[Value], str], Value]] = {
    "print": _print,
    "printf": _printf,
    "quote": _same_text,
    "squote": _same_text,
    "toString": _same_text,
}
"""Those that put texts together, in which what is not known is shown by its source."""
ON_ANY: dict[str, Callable[[list[Value]], Value]] = {"trim": _trimmed}
ON_KNOWN: dict[str, Callable[[list[Value]], Value]] = {
    "contains": lambda given: text_of(given[0]) in text_of(given[1]),
    "hasPrefix": lambda given: text_of(given[1]).startswith(text_of(given[0])),
    "hasSuffix": lambda given: text_of(given[1]).endswith(text_of(given[0])),
    "join": _join,
    "lower": lambda given: text_of(given[0]).lower(),
    "replace": _replace,
    "semverCompare": _semver_compare,
    "split": _split,
    "splitList": _split_list,
    "trimAll": lambda given: text_of(given[1]).strip(text_of(given[0])),
    "trimPrefix": _trim_prefix,
    "trimSuffix": _trim_suffix,
    "trunc": _trunc,
    "upper": lambda given: text_of(given[0]).upper(),
}
