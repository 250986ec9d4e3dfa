import pytest

from tests.results.functional.reports import case, outcomes, read
from workbench.results.functional import tap
from workbench.results.functional.tap_stream import NO_SUBTEST
from workbench.results.records import Outcome
from workbench.scan.document import Document, Unreadable


def read_text(text):
    return tap.read(Document("a.tap", text.encode()))


def test_that_subtests_are_named_by_their_parents():
    assert outcomes(read("perl.tap")) == {
        "adds": "passed",
        "fails": "failed",
        "later": "skipped",
        "4": "skipped",
        "cart::holds one": "passed",
        "cart::holds two": "failed",
        "cart > deep::inner": "passed",
        "cart::deep": "passed",
        "cart": "failed",
        "6": "skipped",
        "日本語の名前": "passed",
    }


def test_that_prove_names_tests_by_their_file():
    told = outcomes(read("prove.txt"))
    assert told["t/shop.t > cart::holds two"] == "failed"
    assert len(told) == len(outcomes(read("perl.tap")))


def test_that_prove_reads_several_files_and_its_own_ok_is_no_test():
    report = read_text(
        "a.t .. \nok 1 - x\n1..1\nok\nt/b.t .. \n1..2\nok 1 - y\nok 2 - z\nok\n"
        "All tests successful.\nFiles=2, Tests=3,  0 wallclock secs\nResult: PASS\n"
    )
    assert list(outcomes(report)) == ["a.t::x", "t/b.t::y", "t/b.t::z"]


def test_that_node_counts_the_same_tests():
    report = read("node.tap")
    assert len(report.cases) == 7  # "# tests 7" in the file
    assert case(report, "日本語 # hash").seconds == pytest.approx(0.008518109)
    assert "3 == 4" in case(report, "fails").message


def test_that_a_hash_without_a_directive_belongs_to_the_name():
    assert outcomes(read("bats.tap"))["has # a hash"] == "passed"
    assert outcomes(read("tap14.tap"))["adds # the comment stays"] == "passed"
    assert outcomes(read("tap14.tap"))["escaped # hash"] == "skipped"


def test_that_not_ok_with_skip_is_skipped():
    assert outcomes(read("bats13.tap"))["skipped"] == "skipped"


def test_that_times_in_bats_names_are_times():
    report = read("bats-timing.tap")
    assert case(report, "adds").seconds == 0.012
    assert outcomes(report) == outcomes(read("bats.tap"))


def test_that_a_name_that_only_looks_timed_is_kept():
    report = read_text("1..2\nok 1 - answers in 10ms\nok 2 - adds\n")
    assert list(outcomes(report)) == ["answers in 10ms", "adds"]


def test_that_bailing_out_is_a_failed_test_and_a_warning():
    report = read("perl-bail-out.tap")
    assert outcomes(report) == {"first": "passed", "Bail out!": "error"}
    assert "data base is gone" in report.warnings[0]


def test_that_diagnostics_explain_the_failure():
    assert "command not found" in case(read("bats.tap"), "missing command").message


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("1..3\nok 1\nok 2\n", "2 of 3 planned", 1),
        ("ok 1\nok 2\n", "no plan", 3),
        ("ok 1\n1..2\n", "1 of 2 planned", 2),
        ("1..1\nok 1\n1..1\nok 1\n", "two plans", 3),
        ("1..2\nok 1\nok 3\n", "expects test 2", 3),
        ("1..2\nok 1\n    1..2\n    ok 1\nok 2\n", "1 of 2 planned", 3),
        ("1..1\nok 1\n    1..1\n    ok 1\n", "subtest has no end", 5),
        ("1..1\nok 1\n  ---\n  a: b\n", "block has no end", 3),
        ("1..1\nok 1", "last line has no end", 2),
        ("", "no plan", 1),
        ("a.t .. \n1..1\nok 1\nok\n", "'Result:' is missing", 5),
    ],
)
def test_that_an_incomplete_stream_is_unreadable(text, reason, line):
    with pytest.raises(Unreadable, match=reason) as raised:
        read_text(text)
    assert raised.value.line == line


def test_that_a_plan_of_nothing_says_that_nothing_ran():
    report = read_text("1..0 # SKIP no network\n")
    assert report.cases == ()
    assert "holds no test" in report.warnings[0]


def test_that_a_todo_that_passes_is_passed():
    report = read_text("1..1\nok 1 - a # TODO later\n")
    assert [c.outcome for c in report.cases] == [Outcome.PASSED]


def test_that_indented_words_of_a_program_are_no_subtest():
    report = read_text("1..1\n    ok so far\n    ok 7 lines\nok 1 - a\n")
    assert list(outcomes(report)) == ["a"]
    assert report.warnings == (NO_SUBTEST.format(count=2),)
