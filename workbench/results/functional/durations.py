"""Durations as test tools write them: plain, with thousands separators, or with decimal commas."""

from __future__ import annotations

import math
from collections.abc import Iterable

from workbench.model.regex import regex

_PLAIN = regex(r"\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPED = regex(r"\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA = regex(r"\d+,\d+([eE][+-]?\d+)?")

UNCLEAR_COMMA = (
    "Times such as {time} could mean thousands or decimals, and nothing in the file tells which: "
    "these times are left out."
)


class Durations:
    """Reads the durations of one file, whose commas all mean the same.

    Maven Surefire separates thousands ("1,234.5"); tools under a European locale write decimal
    commas ("0,25"). "1,234" alone could be either: the file's other times decide, else it is None.
    """

    def __init__(self, written: Iterable[str]) -> None:
        self._comma = _meaning_of_comma(written)
        self.unclear = ""
        """A time that could not be understood for its comma; empty where there was none."""

    def seconds(self, written: str) -> float | None:
        """Return the seconds that `written` means, None for what is no duration."""
        written = written.strip()
        if _PLAIN.fullmatch(written):
            return _finite(written)
        if not (_GROUPED.fullmatch(written) or _DECIMAL_COMMA.fullmatch(written)):
            return None
        if not self._comma:
            self.unclear = self.unclear or written
            return None
        return _finite(written.replace(",", "" if self._comma == "thousands" else "."))

    def warnings(self) -> tuple[str, ...]:
        """Return what the reader of the file must be told."""
        return (UNCLEAR_COMMA.format(time=self.unclear),) if self.unclear else ()


def _meaning_of_comma(written: Iterable[str]) -> str:
    """Return `thousands`, `decimals`, or nothing where no time or contradicting times tell."""
    meanings = set()
    for text in written:
        text = text.strip()
        if "." in text:
            meanings.add("thousands")
        elif _DECIMAL_COMMA.fullmatch(text) and (
            text.startswith("0") or not _GROUPED.fullmatch(text)
        ):
            meanings.add("decimals")
    return meanings.pop() if len(meanings) == 1 else ""


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
