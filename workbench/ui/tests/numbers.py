"""How measured numbers are written: as many digits as people can use, and a unit that fits."""

from __future__ import annotations

_WHOLE = 100
_TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def number(value: float) -> str:
    """Return `value` with three significant digits, whole from 100 on, thousands separated."""
    if abs(value) >= _WHOLE:
        return f"{value:,.0f}"
    text = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in text and value else text


def fraction(value: float) -> str:
    """Return a fraction as a percentage: 0.001 is "0.1 %"."""
    return f"{number(value * 100)} %"


def ratio(value: float) -> str:
    """Return a ratio with two decimals."""
    return f"{value:.2f}"


def percentile(p: float) -> str:
    """Return how the field writes a percentile: 0.999 is "p99.9"."""
    return f"p{p * 100:.10g}"


def time_unit(seconds: float) -> tuple[float, str]:
    """Return the unit that suits times up to `seconds`: its size in seconds, and its symbol."""
    for size, symbol in _TIMES:
        if seconds >= size:
            return size, symbol
    return _TIMES[-1] if seconds else _TIMES[1]


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it: 0.01 is "10 ms"."""
    size, symbol = time_unit(seconds)
    return f"{number(seconds / size)} {symbol}"
