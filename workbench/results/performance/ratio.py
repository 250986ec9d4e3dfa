"""arm64 over x86_64: the ratio of two answers, and what it means in money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.model.run import Architecture
from workbench.results.performance.price import Price
from workbench.results.performance.records import Estimate
from workbench.results.performance.resampling import CONFIDENCE, Resampled, interval

OPEN = "no ratio: {side} was never loaded to its limit, so what it can hold is not known"
UNKNOWN = "no ratio: nothing is known of {side}"
CURRENCIES = "no price-performance: prices are in {x86} and in {arm}"
_TINY = 1e-300
"""For resamples that lie below everything measured: their ratio has no upper end."""
ONE_PRICE = "no price-performance: the price of {side} is missing"


def ratio(
    x86: Resampled, arm: Resampled, confidence: float = CONFIDENCE
) -> tuple[Estimate, tuple[str, ...]]:
    """Return arm64 over x86_64 and warnings. Each side was resampled on its own."""
    sides = ((Architecture.X86_64, x86), (Architecture.ARM64, arm))
    for architecture, side in sides:
        if side.value is None:
            return Estimate(), (UNKNOWN.format(side=architecture.value),)
    for architecture, side in sides:
        if side.open_high:
            return Estimate(), (OPEN.format(side=architecture.value),)
    repeats = min(x86.repeats, arm.repeats)
    if not x86.value or arm.value is None:
        return Estimate(repeats=repeats), (UNKNOWN.format(side=Architecture.X86_64.value),)
    value = arm.value / x86.value
    if x86.replicates is None or arm.replicates is None:
        return Estimate(value=value, repeats=repeats), ()
    with np.errstate(invalid="ignore"):
        replicates = arm.replicates / x86.replicates.clip(min=_TINY)
    known = replicates[~np.isnan(replicates)]
    if len(known) < confidence * len(replicates):
        return Estimate(value=value, repeats=repeats), ()
    low, high = interval(known, confidence)
    return Estimate(value=value, low=low, high=high, repeats=repeats), ()


def price_performance(
    ratio: Estimate, prices: Mapping[Architecture, Price], higher_is_better: bool = True
) -> tuple[Estimate, tuple[str, ...]]:
    """Return work per money, arm64 over x86_64, and warnings; above 1 arm64 is the cheaper.

    None without a word where no price is known. Prices are taken as exact.
    """
    x86, arm = prices.get(Architecture.X86_64), prices.get(Architecture.ARM64)
    if x86 is None and arm is None:
        return Estimate(), ()
    if x86 is None or arm is None:
        side = Architecture.X86_64 if x86 is None else Architecture.ARM64
        return Estimate(), (ONE_PRICE.format(side=side.value),)
    if x86.currency != arm.currency:
        texts = {"x86": x86.currency or "no currency", "arm": arm.currency or "no currency"}
        return Estimate(), (CURRENCIES.format(**texts),)
    if ratio.value is None:
        return Estimate(), ()
    cheaper = x86.amount / arm.amount

    def turned(value: float | None) -> float | None:
        if value is None:
            return None
        return cheaper * value if higher_is_better else cheaper / value

    low, high = turned(ratio.low), turned(ratio.high)
    if not higher_is_better:
        low, high = high, low
    return Estimate(value=turned(ratio.value), low=low, high=high, repeats=ratio.repeats), ()
