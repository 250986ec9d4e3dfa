import re
from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from tests.snapshots import shop
from workbench.model.advice import Advice
from workbench.model.language import Language
from workbench.ui.detail.detail_pane import DetailPane
from workbench.ui.detail.evidence_card import EvidenceCard
from workbench.ui.detail.history import history_html
from workbench.ui.detail.ways_out import ways_out
from workbench.ui.labels import breakable, link
from workbench.ui.phrases import ago


def found(name):
    return next(a for a in shop().assessments if a.component.name == name)


@pytest.fixture
def pane(qtbot, say):
    made = DetailPane(say)
    qtbot.addWidget(made)
    return made


def titles(pane):
    cards = [c for c in pane.findChildren(EvidenceCard) if not c.isHidden()]
    return [card.title for card in cards]


def test_that_the_deciding_evidence_is_marked_and_only_it(pane):
    pane.show_selection([found("org.xerial.snappy:snappy-java")], writable=True)
    assert titles(pane) == ["Catalog · decides", "Catalog"]


def test_that_an_ambiguous_match_is_called_possibly(pane):
    pane.show_selection([found("registry.example/legacy/pdf-renderer")], writable=True)
    assert titles(pane) == ["Index · decides", "Catalog · possibly"]


def test_that_where_a_person_decides_no_evidence_does(pane):
    pane.show_selection([found("com.hadoop.gplcompression:hadoop-lzo")], writable=True)
    assert titles(pane) == ["Catalog"]
    assert not pane._history.isHidden()
    assert not pane.withdraw.isHidden()


def test_that_a_decision_on_another_version_can_be_used_again(pane):
    pane.show_selection([found("numpy")], writable=True)
    assert not pane.again.isHidden()
    pane.again.click()
    assert pane.form.ruling().rationale == "1.18.0 は社内でビルド済み。"


def test_that_the_history_tells_what_rules_and_for_which_version(say):
    assert "rules now" in history_html(found("com.hadoop.gplcompression:hadoop-lzo"), say)
    assert "for version 1.18.0" in history_html(found("numpy"), say)
    assert history_html(found("polars"), say) == ""


def test_that_nothing_from_the_project_becomes_markup(say):
    hostile = found("com.hadoop.gplcompression:hadoop-lzo").decision
    evil = msgspec.structs.replace(hostile, rationale="<img src=x>", author="<b>")
    assessment = msgspec.structs.replace(
        found("com.hadoop.gplcompression:hadoop-lzo"), decision=evil, history=(evil,)
    )
    html = history_html(assessment, say)
    assert "<img" not in html
    assert 'href="&quot;' in link('"><b>', "x")


def test_that_the_version_to_take_leads_the_ways_out(say):
    ways = ways_out(found("org.xerial.snappy:snappy-java"), say)
    assert ways[0] == "Use version 1.1.4 or later"
    assert len(ways) == len(set(ways))


def test_that_advice_stands_apart_from_the_ways_out_in_the_readers_language(qtbot):
    advice = Advice(
        detail="{name} {version} or later is recommended",
        values=(("name", "Java"), ("version", "17")),
        source="Example guide",
        url="https://guide.example/java",
    )
    assessment = msgspec.structs.replace(found("polars"), advice=(advice,))
    pane = DetailPane(Language("ja"))
    qtbot.addWidget(pane)
    pane.show_selection([assessment], writable=True)
    texts = [shown.text() for shown in pane.findChildren(QLabel)]
    said = next(text for text in texts if "Java は 17 以降を推奨" in text)
    assert "https://guide.example/java" in said
    assert "Example guide" in said
    assert not ways_out(assessment, Language("ja"))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T11:59:30+00:00", "scanned just now"),
        ("2026-11-23T11:15:00+00:00", "scanned 45 min ago"),
        ("2026-11-23T05:00:00+00:00", "scanned 7 h ago"),
        ("2026-11-20T05:00:00+00:00", "scanned on 2026-11-20"),
        ("no time", ""),
    ],
)
def test_that_freshness_is_told_in_words(say, moment, words):
    assert ago(moment, datetime(2026, 11, 23, 12, tzinfo=UTC), say) == words


def test_that_long_names_can_break_and_lose_nothing():
    text = "pkg:maven/org.fusesource.leveldbjni/leveldbjni-all@1.8"
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert max(len(part) for part in re.split("\u200b", broken)) < 20
    assert breakable("1.8") == "1.8"
