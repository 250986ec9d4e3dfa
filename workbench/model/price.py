"""What an hour of an instance costs, as a person typed it."""

from __future__ import annotations

import re

import msgspec

_PRICE = re.compile(r"(?P<before>[^\d\s.,+-]*)\s*(?P<amount>\d+(?:\.\d+)?|\.\d+)\s*(?P<after>.*)")
_PER_HOUR = re.compile(r"\s*(?:/|per)\s*(?:h|hr|hour)\.?$", re.IGNORECASE)


class Price(msgspec.Struct, frozen=True):
    """An amount per hour. `currency` is the text around it as typed: `USD`, `$`, or empty."""

    amount: float
    currency: str = ""
    text: str = ""


def parse_price(text: str) -> Price:
    """Read `0.289`, `0.289 USD`, `$0.289/h`, `¥43.5`. Raises ValueError, one clause.

    A decimal comma is refused: `1,234` is two different prices in two countries.
    """
    typed = text.strip()
    match = _PRICE.fullmatch(_PER_HOUR.sub("", typed))
    if match is None or "," in typed or re.search(r"\d", match["after"]):
        raise ValueError(f"{typed!r} is no price per hour: write it as 0.289 or 0.289 USD")
    currency = " ".join(filter(None, (match["before"].strip(), match["after"].strip())))
    amount = float(match["amount"])
    if not 0 < amount < float("inf"):
        raise ValueError(f"{typed!r} is no price per hour: it must be above zero")
    return Price(amount, currency, typed)
