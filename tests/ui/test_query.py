import pytest

from tests.ui.builders import small_inventory
from workbench.ui.inventory.query import VALUES, parse, with_field
from workbench.ui.inventory.rows import ComponentRow
from workbench.ui.inventory.search_field import SearchField


@pytest.fixture
def rows():
    return [ComponentRow(a, (), a.component.occurrences[0]) for a in small_inventory()]


def names(text, rows):
    return [row.assessment.component.name for row in parse(text).select(rows)]


def test_that_free_words_must_all_occur(rows):
    assert names("LIBRARY 00003", rows) == ["library-00003"]


def test_that_a_status_may_be_shortened_and_joined(rows):
    found = parse("status:block,unk").select(rows)
    assert {row.assessment.status for row in found} == {"blocked", "unknown"}


def test_that_an_exact_value_does_not_mean_its_longer_brothers(rows):
    assert parse("kind:library").fields["kind"] == ("library",)


def test_that_a_file_pattern_matches_any_occurrence(rows):
    assert names("file:web/*", rows) == ["golang"]
    assert names("file:dockerfile", rows) == ["golang"]


def test_that_an_unknown_field_word_and_value_are_told(rows):
    query = parse("colour:red status:purple numpy")
    assert query.unknown == ("colour:", "status:purple")
    assert query.words == ("numpy",)


def test_that_a_package_url_is_a_word_and_no_field(rows):
    assert names("pkg:docker/golang@1.20", rows) == ["golang"]
    assert not parse("https://example.test/x").unknown


def test_that_decided_and_disagree_answer_yes_and_no(rows):
    assert names("decided:yes", rows) == []
    assert len(names("disagree:no", rows)) == len(rows)


def test_that_setting_a_field_replaces_it_and_keeps_the_rest():
    text = with_field("numpy status:ready kind:tool", "status", "blocked")
    assert text == "numpy kind:tool status:blocked"
    assert with_field(text, "status", "") == "numpy kind:tool"


@pytest.mark.parametrize(
    "text", ["", ":", "::", '"', "status:", 'file:"a b', "a:b:c", "\u3000日本"]
)
def test_that_no_text_is_too_odd_to_parse(text, rows):
    parse(text).select(rows)


def test_that_field_words_and_values_are_completed(qtbot, say):
    field = SearchField(say)
    qtbot.addWidget(field)
    assert field.offers("nu stat", 7) == ["status:"]
    assert field.offers("status:b", 8) == ["status:blocked"]
    assert field.offers("status:blocked,u", 16) == [
        "status:blocked,upgrade",
        "status:blocked,unknown",
    ]
    assert set(field.offers("s", 1)) == {f"{n}:" for n in VALUES if n.startswith("s")}
