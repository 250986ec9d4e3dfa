"""Numbers of a comparison as people read them: no more digits than a measurement holds."""

from __future__ import annotations

from math import floor, log10

from workbench.model.language import Language


def number(value: float) -> str:
    """Return `value` with four significant digits, thousands grouped: `1,235`, `12.35`."""
    if not value:
        return "0"
    digits = 3 - floor(log10(abs(value)))
    return f"{round(value, digits):,.{min(max(digits, 0), 6)}f}"


def times(value: float) -> str:
    """Return a ratio: `1.18`."""
    return f"{value:,.2f}"


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it: `850 µs`, `12.4 ms`, `3.2 s`."""
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:,.3g} s" if seconds < 1000 else f"{seconds:,.0f} s"


def share(value: float | None, language: Language) -> str:
    """Return a fraction in per cent: `81.4 %`; words where it is not known."""
    return language("not known") if value is None else f"{value * 100:.1f} %"


def percentile(p: float) -> str:
    """Return 0.999 as the field writes it: `p99.9`."""
    return f"p{p * 100:.6g}"
