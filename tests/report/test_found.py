"""How findings and their effort are worded."""

from __future__ import annotations

import pytest

from tests.found import finding, shop_findings, sse
from workbench.assess.effort import Effort, effort
from workbench.assess.rollup import count
from workbench.model.language import Language
from workbench.report.found import about, aside, basis, by_effect, capital, extent

ENGLISH = Language("en")


def test_that_the_counts_are_told_by_effect_and_the_rest_apart():
    counts = count(shop_findings())
    assert by_effect(counts, ENGLISH) == "1 to change, 0 performance notes, 1 ported"
    assert aside(counts, ENGLISH) == "1 in tests, 1 seldom a problem"
    assert aside(count([finding()]), ENGLISH) == ""


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, ""),
        (10, "about 10 min"),
        (59, "about 59 min"),
        (60, "about 1 h"),
        (89, "about 1 h"),
        (90, "about 2 h"),
        (60 * 1200, "about 1,200 h"),
    ],
)
def test_that_the_estimate_is_no_more_exact_than_it_is(minutes, told):
    assert about(Effort(minutes=minutes), ENGLISH) == told


def test_that_the_basis_is_shown():
    taken = effort([sse("a.c", 1, "scan"), sse("a.c", 7, "find"), finding(path="b.c")])
    assert extent(taken, ENGLISH) == "3 functions in 2 files"
    assert basis(taken, ENGLISH) == [
        "2 × 60 min: SSE to SSE4.2 intrinsics",
        "1 × 90 min: inline assembly",
    ]


def test_that_one_is_not_several():
    assert extent(effort([finding()]), ENGLISH) == "1 function in 1 file"


def test_that_it_is_told_in_japanese():
    japanese = Language("ja")
    taken = effort([sse("a.c", 1, "scan")])
    assert about(taken, japanese) == "約 1 時間"
    assert basis(taken, japanese) == ["1 × 60 分: SSE〜SSE4.2 の組み込み関数"]


def test_that_names_keep_their_small_letters():
    assert capital("inline assembly") == "Inline assembly"
    assert capital("x86 header") == "x86 header"
