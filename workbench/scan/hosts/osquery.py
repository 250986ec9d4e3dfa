"""Rows of osquery: what `osqueryi --json` prints, and the results that its daemon logs.

https://osquery.io/schema/. The tables are told apart by their columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.scan.document import Document
from workbench.scan.hosts.json_rows import json_rows
from workbench.scan.hosts.listed import Listed
from workbench.scan.syntax.plain import scalar_of, table_of, tables_of
from workbench.scan.syntax.value_lines import ValueLines

_TABLES: tuple[tuple[str, frozenset[str]], ...] = (
    ("deb", frozenset({"name", "version", "revision"})),
    ("deb", frozenset({"name", "version", "maintainer"})),
    ("rpm", frozenset({"name", "version", "release"})),
    ("windows", frozenset({"name", "version", "publisher"})),
    ("windows", frozenset({"name", "version", "uninstall_string"})),
    ("npm", frozenset({"name", "version", "homepage", "directory"})),
    ("pypi", frozenset({"name", "version", "summary", "author"})),
    ("system", frozenset({"platform", "platform_like"})),
    ("system", frozenset({"codename", "build", "name", "version"})),
)
"""What a row is, and the columns that show it; the first that fits decides."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: its host where the log tells one, its table, and what it names."""

    host: str
    table: str
    listed: Listed


def is_osquery(document: Document) -> bool:
    """Whether it holds rows of osquery's tables of packages."""
    data = document.data
    logged = b'"hostIdentifier"' in data and (b'"columns"' in data or b'"snapshot"' in data)
    start = data[:4000]
    shown = start.lstrip()[:1] == b"[" and b'"name"' in start and b'"version"' in start
    return logged or (shown and any(_has(start, columns) for _, columns in _TABLES[:7]))


def rows(document: Document) -> Iterator[Row]:
    """Yield each row that names software. Raises Unreadable."""
    lines = ValueLines(document, ("name",))
    for number, entry in json_rows(document):
        host = scalar_of(entry.get("hostIdentifier"))
        if scalar_of(entry.get("action")) == "removed":
            continue
        found = list(tables_of(entry.get("snapshot"))) or [table_of(entry.get("columns")) or entry]
        for columns in found:
            table = next((name for name, needed in _TABLES if needed <= columns.keys()), "")
            name = scalar_of(columns.get("name"))
            if table and name:
                line = number or lines.line("name", name)
                yield Row(host=host, table=table, listed=_listed(columns, table, line))


def _listed(columns: dict[str, object], table: str, line: int) -> Listed:
    version = scalar_of(columns.get("version"))
    if table == "rpm":
        version = "-".join(filter(None, (version, scalar_of(columns.get("release")))))
    vendor = scalar_of(columns.get("vendor")) or scalar_of(columns.get("publisher"))
    return Listed(
        name=scalar_of(columns.get("name")),
        version=version,
        line=line,
        arch=scalar_of(columns.get("arch")),
        vendor="" if vendor == "null" else vendor,
    )


def _has(start: bytes, columns: frozenset[str]) -> bool:
    return all(f'"{column}"'.encode() in start for column in columns)
