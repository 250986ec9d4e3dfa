"""The colours of flame graphs: quiet for one side, blue to orange for a difference.

Blue and orange stay apart under the common colour deficiencies, and the direction is written
beside them. The middle is a grey of the scheme: no difference has no colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from workbench.ui.colours import Scheme

STEPS = 12
"""Shades on each side of the middle: few enough to paint frames of one shade together."""


@dataclass(frozen=True)
class FlameTones:
    """The colours of one appearance, as `#rrggbb`."""

    plain: tuple[str, ...]
    same: str
    less: str
    more: str
    match: str
    dark_text: str = "#000000"
    light_text: str = "#ffffff"


LIGHT_TONES = FlameTones(
    plain=("#dfe6f1", "#d5dfee", "#e6ebf4", "#cdd9eb", "#dae2ef"),
    same="#e4e7ec",
    less="#2c6fbb",
    more="#d9770f",
    match="#7b3fb5",
)
DARK_TONES = FlameTones(
    plain=("#38455a", "#3f4d65", "#333f52", "#46556f", "#3b4960"),
    same="#3b424e",
    less="#5aa6f2",
    more="#f0a04b",
    match="#c79bf2",
)


def tones_of(scheme: Scheme) -> FlameTones:
    """Return the tones that go with a scheme."""
    return DARK_TONES if scheme.dark else LIGHT_TONES


@cache
def shade(tones: FlameTones, step: int) -> QColor:
    """Return the colour of a step: towards `more` above the middle, towards `less` below."""
    end = QColor(tones.more if step > 0 else tones.less)
    middle = QColor(tones.same)
    part = 0.0 if step == 0 else 0.15 + 0.85 * abs(step) / STEPS
    channels = (
        round(a + (b - a) * part)
        for a, b in (
            (middle.red(), end.red()),
            (middle.green(), end.green()),
            (middle.blue(), end.blue()),
        )
    )
    return QColor(*channels)


@cache
def text_on(tones: FlameTones, ground: str) -> QColor:
    """Return the text colour with the higher contrast on `ground`."""
    dark, light = QColor(tones.dark_text), QColor(tones.light_text)
    here = luminance(QColor(ground))
    return dark if (here + 0.05) / (luminance(dark) + 0.05) >= 1.05 / (here + 0.05) else light


def luminance(colour: QColor) -> float:
    """Return the relative luminance (0..1) as WCAG 2 defines it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
