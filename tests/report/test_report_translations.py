"""Nothing that the report says is left in English, and every place to fill is kept."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest

import workbench.report
from workbench.model import words
from workbench.model.resources import resources
from workbench.report.comparison.differences import LISTS
from workbench.report.labels import ACTION_CONTEXT, CONTEXT, LABELS, SECTIONS

CODE = Path(workbench.report.__file__).parent
TEMPLATES = resources() / "report"
ASKS = ("language", "counted")
OWN = ("report.po", "results.po")
PLACES = re.compile(r"\{(\w+)\}")


def _asked(tree: ast.AST) -> set[str]:
    """Every literal that the code hands to a translation."""
    return {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ASKS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _messages() -> dict[tuple[str, str], str]:
    return {
        (entry.msgctxt or "", entry.msgid): entry.msgstr
        for path in sorted((resources() / "translations" / "ja").glob("*.po"))
        for entry in polib.pofile(str(path))
        if not entry.fuzzy
    }


def _report_texts() -> set[tuple[str, str]]:
    labels = {*LISTS.values(), *LABELS.values(), *SECTIONS.values()}
    texts = {(CONTEXT, text) for text in labels}
    texts |= {(ACTION_CONTEXT, text) for text in words.ACTION.values()}
    for path in (*CODE.glob("*.py"), *(CODE / "comparison").glob("*.py")):
        texts |= {("", text) for text in _asked(ast.parse(path.read_text(encoding="utf-8")))}
    return texts


def _word_texts() -> set[tuple[str, str]]:
    tables = (words.STATUS, words.STATUS_MEANING, words.CONFIDENCE, words.ORIGIN, words.KIND)
    more = (words.KINDS, words.SCOPE, words.SOURCE, words.ACTION, words.OMISSION)
    found = (words.EFFECT, words.REASON, words.RULE)
    return {("", text) for table in (*tables, *more, *found) for text in table.values()}


def test_that_the_texts_are_found_where_they_are_written():
    texts = _report_texts()
    assert (CONTEXT, "Contents") in texts
    assert ("", "{count} of {total} components block the move") in texts
    assert len(texts) > 90


@pytest.mark.parametrize("text", sorted(_report_texts() | _word_texts()))
def test_that_each_text_has_a_japanese_translation(text: tuple[str, str]):
    assert _messages().get(text), f"no translation for {text!r}"


@pytest.mark.parametrize("catalog", OWN)
def test_that_translations_fill_the_same_places(catalog: str):
    entries = polib.pofile(str(resources() / "translations" / "ja" / catalog))
    wrong = [
        e.msgid for e in entries if set(PLACES.findall(e.msgid)) != set(PLACES.findall(e.msgstr))
    ]
    assert not wrong


@pytest.mark.parametrize("catalog", OWN)
def test_that_the_catalog_holds_nothing_that_the_report_no_longer_says(catalog: str):
    entries = polib.pofile(str(resources() / "translations" / "ja" / catalog))
    assert {(e.msgctxt or "", e.msgid) for e in entries} <= _report_texts()


def test_that_every_label_is_used_and_every_used_label_exists():
    source = "\n".join(p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.typ"))
    assert set(re.findall(r"\blabel\.(\w+)", source)) == set(LABELS)
