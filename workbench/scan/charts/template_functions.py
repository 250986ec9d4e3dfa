"""What the functions of Helm's templates return, where that follows from their arguments.

Functions: https://helm.sh/docs/chart_template_guide/function_list/. Only those that decide on names
are read; what any other returns is not known. Here are those that choose and compare.
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.scan.charts import template_tables, template_texts
from workbench.scan.charts.template_value import CannotTell, Value, is_true, number_of
from workbench.scan.shell.expansion import Expansion, Unknown


def call(name: str, arguments: list[Value], source: str) -> Value:
    """Return what the function returns; Unknown where that cannot be told."""
    wording = template_texts.WORDING.get(name)
    on_any, on_known = _ON_ANY.get(name), _ON_KNOWN.get(name)
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


def _itself(given: list[Value]) -> Value:
    return given[-1]


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


_ON_ANY: dict[str, Callable[[list[Value]], Value]] = {
    **template_tables.ON_ANY,
    **template_texts.ON_ANY,
    "and": _and,
    "coalesce": _coalesce,
    "default": _default,
    "empty": _not,
    "kindIs": _kind_is,
    "not": _not,
    "or": _or,
    "required": _itself,
    "ternary": _ternary,
    "typeIs": _kind_is,
}
"""Those that can do with arguments that are not known."""
_ON_KNOWN: dict[str, Callable[[list[Value]], Value]] = {
    **template_tables.ON_KNOWN,
    **template_texts.ON_KNOWN,
    "eq": _eq,
    "float64": lambda given: number_of(given[0]),
    "ge": lambda given: number_of(given[0]) >= number_of(given[1]),
    "gt": lambda given: number_of(given[0]) > number_of(given[1]),
    "int": lambda given: int(number_of(given[0] or 0)),
    "int64": lambda given: int(number_of(given[0] or 0)),
    "le": lambda given: number_of(given[0]) <= number_of(given[1]),
    "lt": lambda given: number_of(given[0]) < number_of(given[1]),
    "ne": lambda given: not _eq(given),
}
