"""What look-ups say is said in Japanese, too, with the same places to fill."""

from __future__ import annotations

import importlib
import pkgutil
import re

import polib
import pytest

import workbench.lookup
from workbench.engine import online
from workbench.model.resources import resources

PLACES = re.compile(r"\{(\w+)\}")
_LANGUAGE = re.compile(r"[a-z}] [a-z{]+ [a-z{]")


def _modules():
    yield online
    for found in pkgutil.walk_packages(workbench.lookup.__path__, "workbench.lookup."):
        yield importlib.import_module(found.name)


def _sentences() -> set[str]:
    """Constants of several words: what a look-up says of what it learnt, or could not."""
    return {
        value
        for module in _modules()
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and _LANGUAGE.search(value)
    }


def _translations() -> dict[str, str]:
    path = resources() / "translations" / "ja" / "lookup.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


def test_that_the_sentences_are_found_where_they_are_written():
    assert len(_sentences()) > 30


@pytest.mark.parametrize("sentence", sorted(_sentences()))
def test_that_each_sentence_has_a_japanese_translation_with_its_places(sentence):
    translated = _translations().get(sentence)
    assert translated
    assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(sentence))


def test_that_no_translation_is_left_of_what_is_no_longer_said():
    assert set(_translations()) <= _sentences()
