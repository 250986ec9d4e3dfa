"""The words that a regular expression needs: they are in every match of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.scan.source.construct import constructs
from workbench.scan.source.needed_words import needed_words

from .test_constructs import FAMILIES


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (rb"\bGOARCH[ \t]*=", (b"GOARCH",)),
        (rb"(-lmkl\w*)|\bfind_package[ \t]*\((MKL)", (b"-lmkl", b"find_package")),
        (rb"(?:a|bc)", ()),
        (rb"(?:xyz)?ab", (b"ab",)),
        (rb"(?:xyz)+ab", (b"xyz",)),
        (rb"(?i)mkl", ()),
        (rb"(?i:mkl)_", ()),
        (rb"\w+", ()),
    ],
)
def test_that_words_are_told_from_the_parts(pattern, words):
    assert needed_words(re.compile(pattern)) == words


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=3)
@given(data=st.data())
def test_that_every_match_holds_one_of_the_words(family, data):
    for construct in constructs(family):
        pattern = re.compile(construct.pattern.encode())
        if words := needed_words(pattern):
            matched = data.draw(st.from_regex(pattern))
            assert any(word in matched for word in words)
