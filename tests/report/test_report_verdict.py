from __future__ import annotations

import pytest

from tests.records import assessed, claim
from workbench.assess.snapshot import Snapshot
from workbench.model.evidence import Source
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.report.verdict import verdict

B, U, R = Status.BLOCKED, Status.UNKNOWN, Status.READY


def _project(statuses: list[Status], *, presumed: bool = False) -> Snapshot:
    source = Source.PRESUMPTION if presumed else Source.INDEX
    rows = [
        assessed(f"pkg:npm/p{n}", f"p{n}", s, evidence=() if s is U else (claim(s, source),))
        for n, s in enumerate(statuses)
    ]
    return Snapshot(name="p", root="/srv/p", assessments=tuple(rows))


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([B, R, R], "1 of 3 components blocks the move; 2 are ready."),
        ([B, B, R], "2 of 3 components block the move; 1 is ready."),
        ([U, R], "No component is known to block the move, but 1 of 2 is unknown; 1 is ready."),
        ([U], "No component is known to block the move, but 1 of 1 is unknown; 0 are ready."),
        ([R, R], "None of 2 components blocks the move; 2 are ready."),
        ([R], "The one component does not block the move; 1 is ready."),
        ([], "Nothing recognised, so nothing was assessed. This is not a pass."),
    ],
)
def test_that_the_sentence_says_what_the_counts_say(statuses: list[Status], said: str):
    assert verdict(_project(statuses), Language("en")) == said


def test_that_presumed_is_never_silently_ready():
    english = Language("en")
    assert "2 are ready, 2 of them presumed." in verdict(_project([R, R], presumed=True), english)
    assert "1 is presumed ready." in verdict(_project([B, R], presumed=True), english)


def test_that_the_sentence_is_one_japanese_sentence_after_the_other():
    said = verdict(_project([B, R, R], presumed=True), Language("ja"))
    assert said == (
        "3 件のコンポーネントのうち 1 件が移行を妨げています。2 件は対応済で、うち 2 件は推定です。"
    )


def test_that_a_presumption_that_yields_is_no_disagreement():
    presumed = claim(R, Source.PRESUMPTION)
    index, catalog = claim(B, Source.INDEX), claim(R, Source.CATALOG)
    assert not assessed("pkg:npm/p", "p", B, evidence=(index, presumed)).disagreement
    assert assessed("pkg:npm/p", "p", B, evidence=(index, catalog)).disagreement
