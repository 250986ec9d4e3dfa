"""Texts made fit for the page: only what the font can draw, and a place to break everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import cache
from typing import Any

from workbench.model.regex import regex
from workbench.report.plain import encodable

BREAK = "\u200b"
"""Marks where a long word may break; the template turns it into an empty box, which leaves no
trace in the text that people search and copy."""

LONGEST_WORD = 18
STEP = 6
_LONG_RUN = regex(rf"[!-,.0-\u1fff]{{{LONGEST_WORD},}}")
"""Neither white space, nor what a line may break after anyway, nor East Asian text."""
_AFTER_PUNCTUATION = regex(r"(?<=[._:@=&?%,+~#])(?=[^._:@=&?%,+~#])(?!\d+$)")
"""A line number stays with its file."""
_LONG_PART = regex(rf"[^{BREAK}]{{{LONGEST_WORD},}}")


@cache
def font_characters() -> frozenset[int]:
    """Return the code points that the report's fonts can draw."""
    from fontTools.ttLib import TTFont
    from noto_cjk_sans_jp_bold import FONT_PATH as BOLD
    from noto_cjk_sans_jp_regular import FONT_PATH as REGULAR

    known = []
    for path in (REGULAR, BOLD):
        with TTFont(str(path), lazy=True) as font:
            known.append(frozenset(font["cmap"].getBestCmap()))
    return known[0] & known[1]


def drawable(text: str, characters: Set[int]) -> str:
    """Compose accents and kana; write what has no glyph as `[U+1F600]`, never as an empty box."""
    composed = unicodedata.normalize("NFC", encodable(text)).replace(BREAK, "")
    return "".join(
        c if ord(c) in characters or c == "\n" else " " if c.isspace() else f"[U+{ord(c):04X}]"
        for c in composed
    )


def breakable(text: str) -> str:
    """Put breaks into words too long for a column: after punctuation, else every few letters."""
    return _LONG_RUN.sub(_with_breaks, text) if len(text) >= LONGEST_WORD else text


def _with_breaks(run: re.Match[str]) -> str:
    parts = _AFTER_PUNCTUATION.sub(BREAK, run[0])
    return _LONG_PART.sub(lambda part: _chunks(part[0]), parts)


def _chunks(part: str) -> str:
    return BREAK.join(part[n : n + STEP] for n in range(0, len(part), STEP))


def fitted(data: Any, characters: Set[int]) -> Any:
    """Return JSON-like `data` with every text made fit; addresses under `href` stay exact."""
    if isinstance(data, str):
        return breakable(drawable(data, characters))
    if isinstance(data, list | tuple):
        return [fitted(item, characters) for item in data]
    if isinstance(data, dict):
        return {
            key: encodable(value) if key == "href" else fitted(value, characters)
            for key, value in data.items()
        }
    return data
