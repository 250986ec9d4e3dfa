"""What an hour of one side costs."""

from __future__ import annotations

import re

import msgspec

from workbench.model.regex import regex

_AMOUNT = regex(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")


class PriceError(ValueError):
    """A price's text cannot be understood. The message is one line that names the mend."""


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What one hour of one side costs: the amount, and its currency exactly as typed."""

    amount: float
    currency: str
    text: str

    @classmethod
    def parse(cls, text: str) -> Price:
        """Read `0.34 USD`, `$0.34`, `¥42.5`, `1,234.5 JPY`, or a bare `0.34`.

        Raises:
            PriceError: the text holds no amount above zero, or more than one.
        """
        amounts = _AMOUNT.findall(text)
        rest = _AMOUNT.sub("", text).strip()
        if len(amounts) != 1 or re.search(r"[\d,.\-]", rest):
            raise PriceError(f"'{text.strip()}' is no price: write it like 0.34 USD (per hour)")
        amount = float(amounts[0].replace(",", ""))
        if amount <= 0:
            raise PriceError(f"'{text.strip()}': a price per hour must be above 0")
        return cls(amount=amount, currency=rest, text=text.strip())
