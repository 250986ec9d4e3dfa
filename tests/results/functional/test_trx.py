import pytest

from tests.results.functional.reports import FOLDER, case, outcomes, read
from workbench.results.functional import trx
from workbench.scan.document import Document, Unreadable


def test_that_rows_stand_in_for_their_data_driven_test():
    assert outcomes(read("mstest.trx")) == {
        "Shop.Tests.CartTests::AddsPrices": "passed",
        "Shop.Tests.CodecTests::LoadsCodec": "failed",
        "Shop.Tests.CartTests::Staging": "skipped",
        "Shop.Tests.CartTests::Holds (1)": "passed",
        "Shop.Tests.CartTests::Holds (2)": "failed",
        "Shop.Tests.CartTests::Waits": "error",
        "Shop.Tests.CartTests::日本語の名前": "passed",
    }


def test_that_time_spans_are_seconds():
    report = read("mstest.trx")
    assert case(report, "LoadsCodec").seconds == 62.5
    assert case(report, "日本語の名前").seconds == 24 * 3600 + 2 * 3600 + 3 * 60 + 4.5
    assert case(report, "Staging").seconds is None


def test_that_a_timeout_says_so():
    assert case(read("mstest.trx"), "Waits").message == "Timeout"


def test_that_a_class_name_is_not_repeated_in_the_test():
    assert "Shop.Tests.CartTests::Holds(count: 1)" in outcomes(read("xunit.trx"))


def test_that_an_unknown_outcome_is_unreadable_with_its_line():
    text = (FOLDER / "xunit.trx").read_text("utf-8").replace('"Failed"', '"Maybe"', 1)
    with pytest.raises(Unreadable, match="Maybe") as raised:
        trx.read(Document("x.trx", text.encode()))
    assert raised.value.line == 6


def test_that_a_run_that_was_aborted_warns():
    text = (FOLDER / "xunit.trx").read_text("utf-8")
    text = text.replace('<ResultSummary outcome="Failed">', '<ResultSummary outcome="Aborted">')
    report = trx.read(Document("x.trx", text.encode()))
    assert "tests may be missing" in report.warnings[0]
