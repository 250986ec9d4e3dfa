"""The `[[files]]` tables that stand in `run.toml` and `source.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from workbench.model.regex import regex
from workbench.model.run import ColumnMapping, RunFile
from workbench.scan.document import Unreadable
from workbench.scan.syntax.node import Node

if TYPE_CHECKING:
    from tomlkit.items import AoT, InlineTable

_SHA256 = regex(r"[0-9a-f]{64}|")


def file_tables(files: Iterable[RunFile]) -> AoT:
    """Return one table for each of `files`."""
    import tomlkit  # reading, which every scan does, goes without

    tables = tomlkit.aot()
    for file in files:
        table = tomlkit.table()
        table.update({"name": file.name, "format": file.format, "sha256": file.sha256})
        if file.columns is not None:
            table["columns"] = _columns_table(file.columns)
        tables.append(table)
    return tables


def read_files(node: Node, own: str) -> tuple[RunFile, ...]:
    """Return the files that the tables in `node` name; `own` is the file that holds the tables.

    Raises Unreadable, with the line, where one is not as it should be.
    """
    files = tuple(_file(element, own) for element in node)
    if not files:
        raise Unreadable("lists no files: each needs a [[files]] table", node.line)
    return files


def _file(node: Node, own: str) -> RunFile:
    name, format_, sha256 = (node[key].text for key in ("name", "format", "sha256"))
    # The name becomes a path: it must not lead out of the run's folder.
    if not name or name in (".", "..", own) or re.search(r"[/\\:\0]", name):
        raise Unreadable(f"has a file name that is none: {name!r}", node.line)
    if not format_:
        raise Unreadable(f"does not say the format of {name}", node.line)
    if not _SHA256.fullmatch(sha256):
        raise Unreadable(f"has a sha256 of {name} that is none: 64 hex digits", node.line)
    columns = node["columns"]
    return RunFile(name, format_, sha256, _columns(columns, name) if columns else None)


def _columns_table(columns: ColumnMapping) -> InlineTable:
    """On one line, only what is not the usual: the table of the file stays short."""
    import tomlkit

    table = tomlkit.inline_table()
    plain = msgspec.to_builtins(columns)
    usual = msgspec.to_builtins(ColumnMapping(time=columns.time))
    for key, value in plain.items():
        if key == "time" or value != usual[key]:
            table[key] = value
    return table


def _columns(node: Node, name: str) -> ColumnMapping:
    try:
        columns = msgspec.convert(node.plain(), ColumnMapping)
    except msgspec.ValidationError as error:
        raise Unreadable(f"has columns of {name} that are none: {error}", node.line) from None
    if not columns.time or len(columns.delimiter) != 1 or not 0 < columns.time_unit < 1e12:
        raise Unreadable(f"has columns of {name} that lack the name of the time", node.line)
    return columns
