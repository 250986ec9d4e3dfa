"""Formats that are imported when a file of the project bears one of their names first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from workbench.scan.format import Format


class Shelf:
    """The formats of one module. Their names are known before they are loaded."""

    def __init__(self, patterns: tuple[str, ...], load: Callable[[], tuple[Format, ...]]) -> None:
        self.patterns = patterns
        """Of all of its formats together, as Format reads them."""
        self._load = load

    @cached_property
    def formats(self) -> tuple[Format, ...]:
        """The formats themselves; asking for them imports what reads their files."""
        return self._load()

    def of(self, path: str) -> tuple[Format, ...]:
        """Return the formats that are named like the file at `path`, which the shelf is."""
        if len(self.formats) == 1:
            return self.formats
        return tuple(format_ for format_ in self.formats if format_.matches(path))


def shelf_of(format_: Format) -> Shelf:
    """Return a shelf on which `format_` stands alone."""
    return Shelf(format_.patterns, lambda: (format_,))
