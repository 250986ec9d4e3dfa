"""Numbers and durations as tools print them, read strictly."""

from __future__ import annotations

import math
import re

from workbench.model.regex import regex
from workbench.scan.document import Unreadable

_NUMBER = regex(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = regex(r"[+-]?\d+,\d+", re.ASCII)
_DURATION = regex(r"(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+", re.ASCII)
_PART = regex(r"(\d+(?:\.\d*)?)(ns|us|µs|μs|ms|s|m|h)")
_PER_SECOND = {"ns": 1e9, "us": 1e6, "µs": 1e6, "μs": 1e6, "ms": 1e3, "s": 1.0}
_SECONDS = {"m": 60.0, "h": 3600.0}


def number(text: str, line: int = 0) -> float:
    """Return `text` as a finite number. Raises Unreadable, naming decimal commas as such."""
    text = text.strip()
    if _NUMBER.fullmatch(text) and math.isfinite(value := float(text)):
        return value
    if _DECIMAL_COMMA.fullmatch(text):
        raise Unreadable(f"'{text}' has a decimal comma: run the tool again with LC_ALL=C", line)
    raise Unreadable(f"'{text[:40]}' is not a number", line)


def measured(text: str, line: int = 0) -> float:
    """Return `text` as a number that is not negative: a time, a rate, a share."""
    value = number(text, line)
    if value < 0:
        raise Unreadable(f"'{text.strip()[:40]}' is negative", line)
    return value


def count(text: str, line: int = 0) -> int:
    """Return `text` as a whole number that is not negative."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        raise Unreadable(f"'{text[:40]}' is not a whole number", line)
    return int(text)


def seconds(value: float, unit: str, line: int = 0) -> float:
    """Return `value` of `unit` (ns, us, ms, s, m, h) in seconds."""
    if unit in _PER_SECOND:
        return value / _PER_SECOND[unit]
    if unit in _SECONDS:
        return value * _SECONDS[unit]
    raise Unreadable(f"'{unit[:20]}' is not a unit of time", line)


def duration(text: str, line: int = 0) -> float:
    """Return a duration with its unit or units ("1.5ms", "1m2.5s") in seconds."""
    text = text.strip()
    if not _DURATION.fullmatch(text):
        raise Unreadable(f"'{text[:40]}' is not a duration with a unit", line)
    return sum(seconds(float(value), unit) for value, unit in _PART.findall(text))


def fraction(percent: float) -> float:
    """Return percent as a fraction, free of the noise of dividing: 99.9 is 0.999 exactly."""
    return round(percent / 100, 12)
