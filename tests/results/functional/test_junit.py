from collections import Counter

import pytest

from tests.results.functional.reports import case, outcomes, read
from workbench.results.functional import junit
from workbench.results.functional.message import NO_TESTS
from workbench.results.records import Outcome
from workbench.scan.document import Document, Unreadable


def read_text(text):
    return junit.read(Document("report.xml", text.encode()))


def counted(name):
    return Counter(outcomes(read(name)).values())


def test_that_pytests_outcomes_are_told_apart():
    assert counted("pytest-x86_64.xml") == {"passed": 14, "failed": 2, "error": 1, "skipped": 3}
    told = outcomes(read("pytest-x86_64.xml"))
    assert told["test_shop::test_order_is_stored"] == "error"
    assert told["test_shop::test_known_bug"] == "skipped"
    assert told["test_shop.Legacy::test_sub"] == "failed"


def test_that_names_with_japanese_and_parameters_are_kept():
    told = outcomes(read("pytest-arm64.xml"))
    assert told["test_shop::test_日本語の名前"] == "passed"
    assert told["test_shop::test_discount[half]"] == "passed"


def test_that_a_message_keeps_its_kind_and_text():
    failed = case(read("surefire-arm64.xml"), "snappy")
    assert "java.lang.UnsatisfiedLinkError" in failed.message
    assert failed.message.startswith("no snappyjava in java.library.path")


def test_that_surefires_failed_attempts_come_before_the_pass():
    told = [(c.name, c.outcome) for c in read("surefire-retry.xml").cases]
    assert told == [
        ("steady", Outcome.PASSED),
        ("secondTry", Outcome.FAILED),
        ("secondTry", Outcome.PASSED),
        ("never", Outcome.FAILED),
        ("never", Outcome.FAILED),
        ("never", Outcome.FAILED),
    ]


def test_that_surefires_nested_class_keeps_its_own_name():
    told = outcomes(read("surefire-x86_64.xml"))
    assert told["shop.ShopTest$Cart::empty"] == "passed"
    assert told["shop.ShopTest::holds(int)[2]"] == "passed"


def test_that_thousands_separators_of_surefire_are_read():
    assert [c.seconds for c in read("surefire-thousands.xml").cases] == [1234.5, 1002.0]


def test_that_what_a_test_printed_is_no_test():
    assert set(outcomes(read("gradle.xml"))) == {
        "shop.ShopTest::total()",
        "shop.ShopTest::holds(int)[1]",
        "shop.ShopTest::snappy()",
        "shop.ShopTest::staging()",
    }


def test_that_a_program_that_ctest_could_not_start_failed():
    told = outcomes(read("ctest.xml"))
    assert told == {
        "shop.pass": "passed",
        "shop.fail": "failed",
        "shop.segv": "failed",
        "shop.skip": "skipped",
        "shop.slow": "failed",
        "shop.missing": "error",
        "shop.disabled": "skipped",
        "shop.日本語": "passed",
    }
    assert case(read("ctest.xml"), "shop.fail").message == "expected 3 got 4"


def test_that_data_sets_of_phpunit_belong_to_their_class():
    assert counted("phpunit.xml") == {"passed": 4, "failed": 2, "error": 3, "skipped": 2}
    assert outcomes(read("phpunit.xml"))['ShopTest::testSums with data set "wrong"'] == "failed"


def test_that_rspec_and_bats_are_read():
    assert counted("rspec.xml") == {"passed": 4, "failed": 2, "skipped": 2}
    assert counted("bats.xml") == {"passed": 3, "failed": 2, "skipped": 1}


def test_that_node_tests_are_named_by_the_suites_around_them():
    told = outcomes(read("node.xml"))
    assert told["cart::holds one"] == "passed"
    assert told["later"] == "skipped"


def test_that_a_build_that_failed_is_an_error():
    told = outcomes(read("go-junit-report.xml"))
    assert told["shop.example/shop/nobuild::[build failed]"] == "error"


def test_that_reruns_of_gotestsum_are_all_kept():
    broken = [c for c in read("gotestsum-rerun.xml").cases if c.name == "TestBroken"]
    assert [c.outcome for c in broken] == [Outcome.FAILED] * 3


def test_that_a_failure_of_the_suite_itself_is_a_failed_test():
    report = read_text('<testsuite name="s"><error message="no fixture"/></testsuite>')
    assert [(c.id, c.error, c.message) for c in report.cases] == [
        ("s::(suite)", True, "no fixture")
    ]


def test_that_the_suites_tell_apart_one_class_under_two_browsers():
    case_ = '<testcase classname="a.B" name="c"/>'
    report = read_text(
        f'<testsuites><testsuite name="Firefox">{case_}</testsuite>'
        f'<testsuite name="Chrome">{case_}</testsuite></testsuites>'
    )
    assert [c.id for c in report.cases] == ["Firefox > a.B::c", "Chrome > a.B::c"]


def test_that_googletest_statuses_are_skips():
    report = read_text(
        '<testsuites><testsuite name="A"><testcase name="x" classname="A" status="notrun" '
        'result="suppressed"/><testcase name="y" classname="A" status="run" result="skipped">'
        '<skipped message="no GPU"/></testcase></testsuite></testsuites>'
    )
    assert [c.outcome for c in report.cases] == [Outcome.SKIPPED] * 2


def test_that_a_report_without_tests_says_so():
    assert read_text("<testsuites/>").warnings == (NO_TESTS,)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "<testsuites>", "<html/>", "<testsuite><testcase></testsuite>", "no xml"],
)
def test_that_what_is_no_report_is_unreadable(text):
    with pytest.raises(Unreadable):
        read_text(text)


def test_that_no_other_file_is_read_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    text = (
        f'<!DOCTYPE t [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
        '<testsuite><testcase name="x"><failure>&a;</failure></testcase></testsuite>'
    )
    assert "hidden" not in read_text(text).cases[0].message


def test_that_unclear_commas_give_no_time_but_a_warning():
    report = read_text('<testsuite name="s"><testcase name="a" time="1,234"/></testsuite>')
    assert report.cases[0].seconds is None
    assert "1,234" in report.warnings[0]


def test_that_a_suite_that_counts_more_than_it_lists_warns():
    report = read_text('<testsuite name="s" tests="3"><testcase name="a"/></testsuite>')
    assert report.warnings == (junit.FEWER.format(counted=3, listed=1),)
    assert read("phpunit.xml").warnings == ()


def test_that_a_failure_weighs_more_than_a_skip():
    report = read_text(
        '<testsuite name="s"><testcase name="a"><skipped/><error message="teardown"/></testcase>'
        "</testsuite>"
    )
    assert [(c.outcome, c.error) for c in report.cases] == [(Outcome.FAILED, True)]
