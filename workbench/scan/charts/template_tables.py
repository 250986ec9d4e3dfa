"""The functions of Helm's templates that make lists and tables and look into them."""

from __future__ import annotations

from collections.abc import Callable

from workbench.scan.charts.template_value import CannotTell, Value
from workbench.scan.shell.expansion import Expansion, Unknown

MOST_ELEMENTS = 10_000


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


def _first(given: list[Value]) -> Value:
    return given[0][0] if isinstance(given[0], list) else None


def _last(given: list[Value]) -> Value:
    return given[0][-1] if isinstance(given[0], list) else None


def _has(given: list[Value]) -> Value:
    return isinstance(given[1], list) and given[0] in given[1]


def _length(given: list[Value]) -> Value:
    value = given[0]
    return len(value) if isinstance(value, str | list | dict) else 0


ON_ANY: dict[str, Callable[[list[Value]], Value]] = {
    "append": _append,
    "deepCopy": _copied,
    "dict": _dict,
    "get": _get,
    "hasKey": _has_key,
    "index": _index,
    "list": _list,
    "merge": _merge,
    "mergeOverwrite": _merge_overwrite,
    "mustAppend": _append,
    "mustDeepCopy": _copied,
    "mustMerge": _merge,
    "mustMergeOverwrite": _merge_overwrite,
    "set": _set,
    "tuple": _list,
}
"""Those that can do with arguments that are not known."""
ON_KNOWN: dict[str, Callable[[list[Value]], Value]] = {
    "first": _first,
    "has": _has,
    "last": _last,
    "len": _length,
}
