"""A list or bill of materials that a person imported: what software lies elsewhere."""

from __future__ import annotations

import msgspec

from workbench.model.run import RunFile

TABLE = "purchased-table"
"""The format of a table of purchased products: people say which column is what."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One import: its files, and what their text does not tell.

    `host` is the name that a person gave the host; `os` its operating system (`amzn-2`). `columns`
    gives for each field of a purchased product the header of its column, for tables only, and
    `sheet` the sheet of a workbook. `imported` is ISO 8601 with offset. Empty means "not told".
    """

    id: str
    files: tuple[RunFile, ...] = ()
    host: str = ""
    os: str = ""
    imported: str = ""
    columns: dict[str, str] = {}
    sheet: str = ""
