"""Purchased software from a table: which column is what, and what each row says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from workbench.model.problem import Problem
from workbench.project.purchased import FIELDS, Purchased, purchased_from
from workbench.project.table import Table

HEADERS: dict[str, tuple[str, ...]] = {
    "name": (
        *("product name", "product", "software name", "software", "application name"),
        *("application", "name"),
        *("製品名", "製品", "商品名", "品名", "ソフトウェア名", "ソフトウェア", "ソフト名"),
        *("アプリケーション名", "アプリケーション", "名称", "名前"),
    ),
    "vendor": (
        *("vendor", "vendor name", "publisher", "manufacturer", "supplier", "maker", "company"),
        *("ベンダー", "ベンダ", "ベンダー名", "ベンダ名", "メーカー", "メーカ", "メーカー名"),
        *("製造元", "発行元", "開発元", "提供元", "販売元", "会社名"),
    ),
    "version": (
        *("version", "ver", "product version", "version in use", "release"),
        *("バージョン", "ヴァージョン", "版数", "版", "リリース"),
    ),
    "where": (
        *("where", "location", "installed on", "host", "hostname", "host name", "server"),
        *("server name", "environment"),
        *("場所", "設置場所", "導入場所", "導入先", "配置先", "インストール先", "利用箇所"),
        *("ホスト", "ホスト名", "サーバー", "サーバ", "サーバー名", "サーバ名", "環境"),
    ),
    "note": (
        *("note", "notes", "comment", "comments", "remark", "remarks", "memo", "description"),
        *("備考", "メモ", "コメント", "注記", "摘要", "説明"),
    ),
    "kind": ("kind", "種別"),
    "url": ("url", "link", "website", "web site", "homepage", "リンク", "ホームページ", "サイト"),
}
"""What people call the columns, for each field the most telling first."""


SEARCHED_ROWS = 20


def guess_mapping(header: tuple[str, ...]) -> dict[str, int]:
    """Return for each field that can be recognised the index of its column.

    A column serves one field. A header that equals a name of a field goes before one that merely
    contains it, such as "Product name (official)".
    """
    plain = [_plain(text) for text in header]
    mapping: dict[str, int] = {}
    for matches in (_equals, _contains):
        for field in FIELDS:
            columns = (
                column
                for name in HEADERS[field]
                for column, text in enumerate(plain)
                if matches(text, _plain(name)) and column not in mapping.values()
            )
            if field not in mapping and (column := next(columns, None)) is not None:
                mapping[field] = column
    return mapping


def with_header(table: Table) -> Table:
    """Return `table` with the row as its header that names the most columns.

    Lists that people made often start with a title and a date. The first row stays the header
    where no other of the first ones names more.
    """
    first = [table.header, *(row.cells for row in table.rows[:SEARCHED_ROWS])]
    named = [len(guess_mapping(cells)) if "name" in guess_mapping(cells) else 0 for cells in first]
    place = named.index(max(named))
    if not place:
        return table
    return msgspec.structs.replace(table, header=first[place], rows=table.rows[place:])


def remembered_mapping(header: tuple[str, ...], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field whose remembered header is there.

    Where not even the product's name is found, the mapping is guessed.
    """
    mapping = {f: header.index(title) for f, title in columns.items() if title in header}
    return mapping if "name" in mapping else guess_mapping(header)


def import_rows(
    table: Table, mapping: Mapping[str, int], *, lines: bool = False
) -> tuple[tuple[Purchased, ...], tuple[Problem, ...]]:
    """Make an entry of every row of `table`; `mapping` gives the column of each field.

    A row is taken whole or it is one problem with its line. Rows that say the same count once; with
    `lines`, entries have the line of the first.
    """
    if "name" not in mapping:
        return (), (Problem(table.path, "no column is chosen for the name of the product"),)
    entries: dict[Purchased, int] = {}
    problems = []
    for row in table.rows:
        fields = {f: row.cells[c] for f, c in mapping.items() if c < len(row.cells)}
        if any(row.cells[len(table.header) :]):
            text = "holds more cells than the header: put quotes around text with the delimiter"
            problems.append(Problem(table.path, text, row.line))
            continue
        try:
            entry = purchased_from({**fields, "kind": fields.get("kind", "").lower()})
            entries.setdefault(entry, row.line)
        except ValueError as error:
            problems.append(Problem(table.path, str(error), row.line))
    if lines:
        placed = tuple(msgspec.structs.replace(e, line=line) for e, line in entries.items())
        return placed, tuple(problems)
    return tuple(entries), tuple(problems)


def _plain(text: str) -> str:
    """Return `text` in one width and case, punctuation and underscores as single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def _equals(text: str, name: str) -> bool:
    return text == name


def _contains(text: str, name: str) -> bool:
    """Whether `name` occurs in `text`: as whole words where words are set apart by spaces."""
    return f" {name} " in f" {text} " if name.isascii() else len(name) > 1 and name in text
