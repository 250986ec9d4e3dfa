"""Every text of the window has its Japanese, with the same places in it."""

import ast
import re
import string
from pathlib import Path

import polib
import pytest

import workbench.ui
from workbench.model.resources import resources

CALLS = {"say", "_say", "phrase"}
PLACE = re.compile(r"\{(\w*)")


def texts():
    """Yield every literal that is said anywhere in the window, with its file."""
    folder = Path(workbench.ui.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and name_of(node.func) in CALLS:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, path
                assert not isinstance(first, ast.JoinedStr), f"{path}: formats before it translates"


def name_of(function):
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def japanese():
    entries = {}
    for path in sorted((resources() / "translations" / "ja").glob("*.po")):
        entries.update({e.msgid: e.msgstr for e in polib.pofile(str(path))})
    return entries


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_that_every_text_of_the_window_is_translated():
    known = japanese()
    missing = sorted({text for text, _ in texts() if not known.get(text)})
    assert not missing


def test_that_the_scan_for_texts_sees_them():
    assert len({text for text, _ in texts()}) > 150


def test_that_translations_have_the_places_of_their_texts():
    for text, translated in japanese().items():
        assert places(text) == places(translated), text


def test_that_the_windows_own_translations_are_all_in_use():
    used = {text for text, _ in texts()}
    own = polib.pofile(str(resources() / "translations" / "ja" / "window.po"))
    assert not [e.msgid for e in own if e.msgid not in used]


@pytest.mark.parametrize("mark", ["!", "！"])
def test_that_nothing_is_shouted(mark):
    assert not [text for text, _ in texts() if mark in text]
