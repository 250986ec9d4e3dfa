from __future__ import annotations

import pytest

from workbench.report.fitting import BREAK, breakable, drawable, fitted, font_characters


def test_that_kana_from_a_mac_are_composed():
    assert drawable("か\u3099", font_characters()) == "が"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ok \U0001f600", "ok [U+1F600]"),
        ("a\x07b", "a[U+0007]b"),
        ("a\tb", "a b"),
        ("\udc80", "?"),
        ("漢字 한국어 кириллица ≥ é", "漢字 한국어 кириллица ≥ é"),
    ],
)
def test_that_what_has_no_glyph_is_spelt_out(text: str, shown: str):
    assert drawable(text, font_characters()) == shown


def test_that_short_words_and_japanese_stay_as_they_are():
    for text in ("snappy-java", "a few plain words in a row", "日本語の長い文章です。" * 5):
        assert breakable(text) == text


def test_that_a_long_word_can_break_after_punctuation_and_else_anywhere():
    assert breakable("org.example.something.Else") == BREAK.join(
        ["org.", "example.", "something.", "Else"]
    )
    pieces = breakable("x" * 40).split(BREAK)
    assert "".join(pieces) == "x" * 40
    assert max(map(len, pieces)) <= 6


def test_that_a_line_number_stays_with_its_file():
    assert breakable("configuration.yaml:118").endswith("yaml:118")


def test_that_addresses_stay_exact():
    address = "https://docs.example/" + "x" * 60
    assert fitted({"href": address, "list": (address,)}, font_characters()) == {
        "href": address,
        "list": [breakable(address)],
    }
