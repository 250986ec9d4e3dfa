"""Numbers and durations as tools print them."""

import pytest

from workbench.results.quantity import count, duration, fraction, measured, number
from workbench.scan.document import Unreadable


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("445.00us", 0.000445),
        ("12µs", 12e-6),
        ("3ns", 3e-9),
        ("4.45ms", 0.00445),
        ("1.5s", 1.5),
        ("1m2.5s", 62.5),
        ("2h", 7200.0),
    ],
)
def test_that_durations_become_seconds(text, seconds):
    assert duration(text) == pytest.approx(seconds, rel=1e-12)


@pytest.mark.parametrize("text", ["", "4.45", "ms", "4,45ms", "-1s", "4.45 parsecs", "1e3ms"])
def test_that_a_duration_needs_a_number_and_a_known_unit(text):
    with pytest.raises(Unreadable):
        duration(text)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e999", "0x10", "1_000", "12ms", "١٢"])
def test_that_only_plain_finite_numbers_are_numbers(text):
    with pytest.raises(Unreadable):
        number(text, 3)


def test_that_a_decimal_comma_says_what_to_do():
    with pytest.raises(Unreadable, match="LC_ALL=C") as caught:
        number("3,5", 4)
    assert caught.value.line == 4


def test_that_times_are_not_negative_and_counts_are_whole():
    with pytest.raises(Unreadable, match="negative"):
        measured("-1")
    with pytest.raises(Unreadable, match="whole number"):
        count("1.5")


def test_that_percent_become_exact_fractions():
    assert [fraction(p) for p in (50.0, 97.5, 99.9, 99.99)] == [0.5, 0.975, 0.999, 0.9999]
