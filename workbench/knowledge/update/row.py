"""What is read from a source: tables of rows, each cell with the line it stands in."""

from __future__ import annotations

import hashlib

import msgspec

from workbench.knowledge.catalog import Support
from workbench.model.regex import regex

_LINK = regex(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_ADDRESS = regex(r"https?://[^\s<>|)\]]+")
_MARKS = regex(r"~~|\*\*|`|<br\s*/?>")


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cell; of words that are not kept, as in the baseline, only the digest is there."""

    text: str = ""
    digest: str = ""

    @classmethod
    def of(cls, text: str) -> Cell:
        """Keep a cell as it is written, but for white space."""
        return cls(" ".join(text.split()))

    @property
    def mark(self) -> str:
        """What is another where the words are."""
        return self.digest or hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def plain(self) -> str:
        """The words without links and marks."""
        return " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", self.text)).split())

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every http(s) address in it, each once, in order."""
        found = (a.rstrip(".,;") for a in _ADDRESS.findall(self.text))
        return tuple(dict.fromkeys(found))


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a row says of a product, as the catalog words it."""

    name: str
    vendor: str = ""
    category: str = ""
    kind: str = ""
    purchased: bool = False
    images: bool = True
    aliases: tuple[str, ...] = ()
    status: Support = Support.SUPPORTED
    since: str = ""
    recommended: str = ""
    line: str = ""
    url: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of one table. `key` tells rows of a table apart; `line` counts from 1."""

    key: tuple[str, ...]
    line: int
    cells: tuple[Cell, ...]
    facts: Facts


class SourceTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a source, read whole."""

    id: str
    """Name of the table, with the file that it stands in: `isv.md`."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Refused(Exception):
    """A table has another shape than the one known: none of it is read."""

    def __init__(self, table: str, reason: str, line: int = 0) -> None:
        super().__init__(f"{table}:{line}: {reason}" if line else f"{table}: {reason}")
