"""The constructs as data: complete, translated, and each able to be met."""

from __future__ import annotations

import re

import polib
import pytest

from workbench.model import words
from workbench.model.resources import resources
from workbench.scan.source.construct import Vocabulary, constructs

FAMILIES = sorted(
    path.stem for path in (resources() / "source").glob("*.toml") if path.stem != "architectures"
)


@pytest.mark.parametrize("family", FAMILIES)
def test_that_every_construct_has_a_known_rule_and_its_own_id(family):
    every = constructs(family)
    assert len({c.id for c in every}) == len(every)
    assert {c.rule for c in every} <= set(words.RULE)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c.id) for c in every)


@pytest.mark.parametrize("family", FAMILIES)
def test_that_titles_and_ways_out_are_translated(family):
    path = resources() / "translations" / "ja" / "source.po"
    translated = {e.msgid for e in polib.pofile(str(path)).translated_entries()}
    for construct in constructs(family):
        assert {construct.title, construct.way_out} <= translated


@pytest.mark.parametrize("family", FAMILIES)
def test_that_each_word_leads_back_to_its_construct(family):
    vocabulary = Vocabulary(constructs(family))
    for construct in constructs(family):
        for word in construct.words:
            name = word.replace("*", "x").encode()
            assert vocabulary.of_word(name) is not None
            assert vocabulary.words is not None
            assert vocabulary.words.fullmatch(name)
