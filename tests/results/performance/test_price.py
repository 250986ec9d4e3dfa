"""Prices as people type them."""

import pytest

from workbench.results.performance.price import Price, PriceError


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("0.34 USD", 0.34, "USD"),
        ("1,234.5 JPY", 1234.5, "JPY"),
        ("¥42.5", 42.5, "¥"),
        (".2", 0.2, ""),
    ],
)
def test_that_amount_and_currency_are_told_apart(text, amount, currency):
    assert (Price.parse(text).amount, Price.parse(text).currency) == (amount, currency)


@pytest.mark.parametrize("text", ["", "free", "0", "0,289 EUR", "1,2", "1 2", "-3", "1.2.3"])
def test_that_what_could_be_read_two_ways_is_refused(text):
    with pytest.raises(PriceError):
        Price.parse(text)
