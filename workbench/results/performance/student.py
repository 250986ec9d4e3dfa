"""Student's t for whole degrees of freedom, without a statistics library at run time."""

from __future__ import annotations

import math


def t_within(t: float, freedom: int) -> float:
    """Return P(-t < T < t) for `t` >= 0 and `freedom` >= 1.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4 (finite
    sums, exact for whole degrees of freedom).
    """
    angle = math.atan2(t, math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0 if freedom == 1 else term
    for step in range(2 + odd, freedom - 1, 2):
        term *= square * (step - 1) / step
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total


def t_quantile(confidence: float, freedom: int) -> float:
    """Return the t that holds `confidence` (0..1) of the distribution between -t and t."""
    low, high = 0.0, 1.0
    while t_within(high, freedom) < confidence:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        if t_within(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return high
