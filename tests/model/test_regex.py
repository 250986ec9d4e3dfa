"""Expressions that are compiled when they are needed behave as compiled ones, and all compile."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import workbench
from workbench.model.regex import _Late, regex


def test_finds_what_a_compiled_expression_finds() -> None:
    """Methods, flags and bytes are those of `re`."""
    words = regex(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert words.findall("One two") == ["One", "two"]
    assert [m["word"] for m in words.finditer("a B")] == ["a", "B"]
    assert words.sub("-", "a1b") == "-1-"
    assert words.split("1a2") == re.split(r"([a-z]+)", "1a2")
    assert words.groups == 1
    assert words.pattern == r"(?P<word>[a-z]+)"
    found = regex(rb"\d+").search(b"a 12")
    assert found is not None
    assert found.span() == (2, 4)
    assert regex("a|b").fullmatch("ab") is None


def test_is_compiled_at_the_first_use_only() -> None:
    """A wrong one says so when it is used; that the product holds none is tested below."""
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(workbench.__path__, "workbench."):
        if not module.name.endswith("__main__"):
            yield module.name


def test_every_expression_of_the_product_compiles() -> None:
    """What is compiled late would otherwise fail late, too."""
    checked = 0
    for name in _modules():
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, _Late):
                assert getattr(value, "groups", None) is not None, name
                checked += 1
    assert checked > 700
