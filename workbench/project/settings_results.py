"""Prices, questions and columns, written into `project.toml`; all else stays as it was."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from workbench.model.errors import WorkbenchError
from workbench.project.purchased import SETTINGS_PATH
from workbench.project.settings import QUESTION_TEXTS, Question, parse_settings
from workbench.scan.document import Unreadable


def with_question(text: str, question: Question, prices: Mapping[str, str]) -> str:
    """Return `text` with `question` and `prices` in it; prices of other names stay.

    An empty price is taken out. Raises WorkbenchError where `text` is no TOML, or where that
    would touch anything else.
    """
    try:
        before = parse_settings(text.encode())[0]
        document = tomlkit.parse(text)
        if question != before.results:
            table = _table(document, "results")
            for key in QUESTION_TEXTS:
                _put(table, key, getattr(question, key))
            table["limits"] = list(question.limits)
        for name, price in prices.items():
            if before.prices.get(name, "") != price:
                _put(_table(document, "prices"), name, price)
        after = tomlkit.dumps(document)
        settings = parse_settings(after.encode())[0]
    except (TOMLKitError, RecursionError) as error:
        raise _by_hand(str(error)) from None
    except Unreadable as error:
        raise _by_hand(f"line {error.line} {error.reason}") from None
    kept = [p.description for p in settings.purchased] == [p.description for p in before.purchased]
    if settings.results != question or settings.name != before.name or not kept:
        raise _by_hand("the change would touch other entries")
    return after


def with_columns(text: str, columns: Mapping[str, str]) -> str:
    """Return `text` with `columns` as the remembered columns of purchased tables.

    Raises WorkbenchError where `text` is no TOML, or where that would touch anything else.
    """
    try:
        before = parse_settings(text.encode())[0]
        if before.columns == dict(columns):
            return text
        document = tomlkit.parse(text)
        table = _table(document, "columns")
        table.clear()
        table.update(columns)
        after = tomlkit.dumps(document)
        settings = parse_settings(after.encode())[0]
    except (TOMLKitError, RecursionError) as error:
        raise _by_hand(str(error)) from None
    except Unreadable as error:
        raise _by_hand(f"line {error.line} {error.reason}") from None
    kept = [p.description for p in settings.purchased] == [p.description for p in before.purchased]
    if settings.columns != dict(columns) or settings.name != before.name or not kept:
        raise _by_hand("the change would touch other entries")
    return after


def with_graviton(text: str, generation: str) -> str:
    """Return `text` with `generation` as the Graviton generation to propose.

    Raises WorkbenchError where `text` is no TOML.
    """
    try:
        document = tomlkit.parse(text)
        document["graviton"] = generation
        return tomlkit.dumps(document)
    except TOMLKitError as error:
        raise _by_hand(str(error)) from None


def _table(document: tomlkit.TOMLDocument, name: str) -> Table | InlineTable:
    if name not in document:
        document[name] = tomlkit.table()
    table = document[name]
    if not isinstance(table, Table | InlineTable):
        raise _by_hand(f"{name} in it is no [{name}] table")
    return table


def _put(table: Table | InlineTable, key: str, text: str) -> None:
    """Empty text is not told: such a line is taken out rather than left to be wondered about."""
    if text:
        table[key] = text
    elif key in table:
        del table[key]


def _by_hand(cause: str) -> WorkbenchError:
    return WorkbenchError(
        f"{SETTINGS_PATH} is left as it was: {cause}: mend the file in an editor, then try again"
    )
