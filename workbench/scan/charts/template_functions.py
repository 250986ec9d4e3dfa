"""What the functions of Helm's templates return, where that follows from their arguments.

Functions: https://helm.sh/docs/chart_template_guide/function_list/. Only those that decide on names
are here; what any other returns is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.scan.charts.template_value import Value, as_text, as_value, is_true, joined
from workbench.scan.shell.expansion import MAX_LENGTH, Expansion, Unknown

MOST_ELEMENTS = 10_000

_VERB = re.compile(r"%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])")
_VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_BOUND = re.compile(r"(>=|<=|!=|>|<|=|\^|~)?\s*(\S+)")


class CannotTell(Exception):
    """What the function returns does not follow from what is known."""


def call(name: str, arguments: list[Value], source: str) -> Value:
    """Return what the function returns; Unknown where that cannot be told."""
    wording, on_any, on_known = _WORDING.get(name), _ON_ANY.get(name), _ON_KNOWN.get(name)
    try:
        if wording is not None:
            return wording(arguments, source)
        if on_any is not None:
            return on_any(arguments)
        if on_known is not None and not any(isinstance(a, Unknown | Expansion) for a in arguments):
            return on_known(arguments)
    except (CannotTell, IndexError, TypeError, ValueError, KeyError, AttributeError):
        pass
    return Unknown(source)


def _default(given: list[Value]) -> Value:
    fallback, value = (given[0], given[1]) if len(given) > 1 else (given[0], None)
    truth = is_true(value)
    if truth is None:
        raise CannotTell
    return value if truth else fallback


def _coalesce(given: list[Value]) -> Value:
    for value in given:
        truth = is_true(value)
        if truth is None:
            raise CannotTell
        if truth:
            return value
    return None


def _ternary(given: list[Value]) -> Value:
    yes, no, test = given
    truth = is_true(test)
    if truth is None:
        raise CannotTell
    return yes if truth else no


def _and(given: list[Value]) -> Value:
    unknown = False
    for value in given:
        truth = is_true(value)
        if truth is False:
            return value
        unknown = unknown or truth is None
    if unknown:
        raise CannotTell
    return given[-1]


def _or(given: list[Value]) -> Value:
    for value in given:
        truth = is_true(value)
        if truth is None:
            raise CannotTell
        if truth:
            return value
    return given[-1]


def _not(given: list[Value]) -> Value:
    truth = is_true(given[0])
    if truth is None:
        raise CannotTell
    return not truth


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
    return as_value(joined(pieces))


def _print(given: list[Value], source: str) -> Value:
    return as_value(joined([as_text(value, source) for value in given]))


def _same_text(given: list[Value], source: str) -> Value:
    value = given[-1]
    if value is None:
        return ""
    return as_value(as_text(value, source))


def _trimmed(given: list[Value]) -> Value:
    value = given[-1]
    return value.strip() if isinstance(value, str) else value


def _itself(given: list[Value]) -> Value:
    return given[-1]


def _copied(given: list[Value]) -> Value:
    left = MOST_ELEMENTS

    def copied(value: Value) -> Value:
        nonlocal left
        left -= 1
        if left < 0:
            raise CannotTell
        if isinstance(value, dict):
            return {key: copied(member) for key, member in value.items()}
        return [copied(element) for element in value] if isinstance(value, list) else value

    return copied(given[-1])


def _dict(given: list[Value]) -> Value:
    return {str(key): value for key, value in zip(given[::2], given[1::2], strict=False)}


def _list(given: list[Value]) -> Value:
    return list(given)


def _get(given: list[Value]) -> Value:
    table, key = given
    if isinstance(table, Unknown | Expansion) or not isinstance(key, str):
        raise CannotTell
    return table.get(key, "") if isinstance(table, dict) else ""


def _has_key(given: list[Value]) -> Value:
    table, key = given
    if not isinstance(table, dict) or not isinstance(key, str):
        raise CannotTell
    return key in table


def _index(given: list[Value]) -> Value:
    value = given[0]
    for key in given[1:]:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key]
        elif value is None:
            return None
        else:
            raise CannotTell
    return value


def _merge(given: list[Value]) -> Value:
    """Return the first table with what it lacks from those behind it."""
    tables = [value for value in given if value is not None]
    if not all(isinstance(table, dict) for table in tables):
        raise CannotTell
    merged: Value = {}
    for table in tables:
        merged = merge_over(table, merged)
    return merged


def _merge_overwrite(given: list[Value]) -> Value:
    return _merge(given[::-1])


def merge_over(base: Value, over: Value, depth: int = 0) -> Value:
    """Return the table `base` with what `over` has put over it; null takes a member away."""
    if not isinstance(base, dict) or not isinstance(over, dict) or depth > 60:
        return over
    merged = dict(base)
    for key, value in over.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_over(merged[key], value, depth + 1) if key in merged else value
    return merged


def _set(given: list[Value]) -> Value:
    table, key, value = given
    if not isinstance(table, dict) or not isinstance(key, str) or len(table) > MOST_ELEMENTS:
        raise CannotTell
    table[key] = value
    return table


def _append(given: list[Value]) -> Value:
    values, value = given
    if not isinstance(values, list) or len(values) > MOST_ELEMENTS:
        raise CannotTell
    return [*values, value]


def _kind_is(given: list[Value]) -> Value:
    if isinstance(given[1], Unknown):
        raise CannotTell
    return _kind(given[1]) == given[0]


def _kind(value: Value) -> str:
    if isinstance(value, str | Expansion):
        return "string"
    for kind, name in ((bool, "bool"), (dict, "map"), (list, "slice"), (int, "int")):
        if isinstance(value, kind):
            return name
    return "invalid" if value is None else "float64"


def _eq(given: list[Value]) -> Value:
    return any(_plain(given[0]) == _plain(other) for other in given[1:])


def _plain(value: Value) -> object:
    # Values files keep numbers as they are written; templates compare them with numbers.
    return value if isinstance(value, bool | list | dict) or value is None else str(value)


def _number(value: Value) -> float:
    if isinstance(value, str | int | float):
        return float(value)
    raise CannotTell


def _text(value: Value) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise CannotTell


def _replace(given: list[Value]) -> Value:
    old, new, text = (_text(value) for value in given)
    if len(text) * max(len(new), 1) > MAX_LENGTH:
        raise CannotTell
    return text.replace(old, new)


def _trim_suffix(given: list[Value]) -> Value:
    return _text(given[1]).removesuffix(_text(given[0]))


def _trim_prefix(given: list[Value]) -> Value:
    return _text(given[1]).removeprefix(_text(given[0]))


def _trunc(given: list[Value]) -> Value:
    length, text = int(_number(given[0])), _text(given[1])
    return text[:length] if length >= 0 else text[length:]


def _length(given: list[Value]) -> Value:
    value = given[0]
    return len(value) if isinstance(value, str | list | dict) else 0


def _join(given: list[Value]) -> Value:
    values = given[1]
    if not isinstance(values, list):
        raise CannotTell
    return _text(given[0]).join(_text(value) for value in values)


def _split_list(given: list[Value]) -> Value:
    return list(_text(given[1]).split(_text(given[0])))


def _split(given: list[Value]) -> Value:
    return {f"_{at}": part for at, part in enumerate(_text(given[1]).split(_text(given[0])))}


def _first(given: list[Value]) -> Value:
    return given[0][0] if isinstance(given[0], list) else None


def _last(given: list[Value]) -> Value:
    return given[0][-1] if isinstance(given[0], list) else None


def _has(given: list[Value]) -> Value:
    return isinstance(given[1], list) and given[0] in given[1]


def _semver_compare(given: list[Value]) -> Value:
    bounds, version = _text(given[0]), _version(_text(given[1]))
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


_ON_ANY: dict[str, Callable[[list[Value]], Value]] = {
    "and": _and,
    "append": _append,
    "coalesce": _coalesce,
    "deepCopy": _copied,
    "default": _default,
    "dict": _dict,
    "empty": _not,
    "get": _get,
    "hasKey": _has_key,
    "index": _index,
    "kindIs": _kind_is,
    "list": _list,
    "merge": _merge,
    "mergeOverwrite": _merge_overwrite,
    "mustAppend": _append,
    "mustDeepCopy": _copied,
    "mustMerge": _merge,
    "mustMergeOverwrite": _merge_overwrite,
    "not": _not,
    "or": _or,
    "required": _itself,
    "set": _set,
    "ternary": _ternary,
    "trim": _trimmed,
    "tuple": _list,
    "typeIs": _kind_is,
}
"""Those that can do with arguments that are not known."""
_WORDING: dict[str, Callable[[list[Value], str], Value]] = {
    "print": _print,
    "printf": _printf,
    "quote": _same_text,
    "squote": _same_text,
    "toString": _same_text,
}
"""Those that put texts together, in which what is not known is shown by its source."""
_ON_KNOWN: dict[str, Callable[[list[Value]], Value]] = {
    "contains": lambda given: _text(given[0]) in _text(given[1]),
    "eq": _eq,
    "first": _first,
    "float64": lambda given: _number(given[0]),
    "ge": lambda given: _number(given[0]) >= _number(given[1]),
    "gt": lambda given: _number(given[0]) > _number(given[1]),
    "has": _has,
    "hasPrefix": lambda given: _text(given[1]).startswith(_text(given[0])),
    "hasSuffix": lambda given: _text(given[1]).endswith(_text(given[0])),
    "int": lambda given: int(_number(given[0] or 0)),
    "int64": lambda given: int(_number(given[0] or 0)),
    "join": _join,
    "last": _last,
    "le": lambda given: _number(given[0]) <= _number(given[1]),
    "len": _length,
    "lower": lambda given: _text(given[0]).lower(),
    "lt": lambda given: _number(given[0]) < _number(given[1]),
    "ne": lambda given: not _eq(given),
    "replace": _replace,
    "semverCompare": _semver_compare,
    "split": _split,
    "splitList": _split_list,
    "trimAll": lambda given: _text(given[1]).strip(_text(given[0])),
    "trimPrefix": _trim_prefix,
    "trimSuffix": _trim_suffix,
    "trunc": _trunc,
    "upper": lambda given: _text(given[0]).upper(),
}
