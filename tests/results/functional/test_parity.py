import pytest

from tests.results.functional.reports import read, report
from workbench.results import parity
from workbench.results.failures import Group
from workbench.results.parity import compare_tests


def compare(x86_64, arm64):
    """Compare sides of one file a run."""
    found = compare_tests([[r] for r in x86_64], [[r] for r in arm64])
    assert found is not None
    return found


def failure(found, test):
    (one,) = (f for f in found.failures if f.test == test)
    return one


def test_that_pytest_reports_are_sorted_into_the_lists():
    found = compare([read("pytest-x86_64.xml")], [read("pytest-arm64.xml")])
    assert found.regressed == (
        "test_shop.TestCart::test_loads_native_library",
        "test_shop::test_average",
    )
    assert found.pre_existing == (
        "test_shop.Legacy::test_sub",
        "test_shop::test_old_defect",
        "test_shop::test_order_is_stored",
    )
    assert found.missing == ("test_shop::test_x86_only_module",)
    assert found.added == ("test_shop::test_new_on_arm",)
    assert found.skipped_on_arm64 == ("test_shop::test_simd",)
    assert found.skipped_on_x86_64 == ("test_shop::test_neon",)
    assert (found.flaky, found.fixed) == ((), ())


def test_that_each_test_counts_once_on_each_side():
    found = compare([read("pytest-x86_64.xml")], [read("pytest-arm64.xml")])
    assert parity.Counts(passed=14, failed=3, skipped=3) == found.x86_64
    assert parity.Counts(passed=12, failed=5, skipped=3) == found.arm64


def test_that_failures_are_sorted_with_their_reason():
    found = compare([read("pytest-x86_64.xml")], [read("pytest-arm64.xml")])
    native = failure(found, "test_shop.TestCart::test_loads_native_library")
    assert (native.group, native.rule) == (Group.ARM64, "shared-object")
    assert native.matched == "cannot open shared object file"
    rounding = failure(found, "test_shop::test_average")
    assert (rounding.group, rounding.rule) == (Group.ARM64, "rounding")
    assert "FMA" in rounding.hint
    database = failure(found, "test_shop::test_order_is_stored")
    assert (database.group, database.rule) == (Group.PRE_EXISTING, "connection")


def test_that_a_fused_multiplication_on_real_arm64_is_found():
    """The arm64 side ran in an emulator: its Go compiler fused a multiplication and an addition."""
    found = compare([read("go-x86_64.jsonl")], [read("go-arm64.jsonl")])
    assert found.regressed == ("shop.example.shop::TestFused",)
    assert failure(found, "shop.example.shop::TestFused").rule == "rounding"
    assert found.skipped_on_arm64 == ("shop.example.shop::TestArch",)
    assert "shop.example.shop::TestDial" in found.pre_existing


def test_that_junit_and_json_of_one_go_run_name_the_same_tests():
    found = compare([read("go-x86_64.jsonl")], [read("gotestsum-arm64.xml")])
    assert found.regressed == ("shop.example.shop::TestFused",)
    assert found.added == ()
    assert found.missing == ("shop.example.shop.nobuild::(package)",)
    assert any("different tools" in w for w in found.warnings)


def test_that_surefires_retry_is_flaky():
    found = compare([read("surefire-retry.xml")], [read("surefire-retry.xml")])
    assert [f.test for f in found.flaky] == ["shop.RetryTest::secondTry"]
    assert found.flaky[0].arm64 == (1, 1)
    assert found.pre_existing == ("shop.RetryTest::never",)


def test_that_repeats_with_mixed_outcomes_are_flaky_and_nothing_else():
    steady, failed = report(passed=["race"]), report(failed=["race"])
    found = compare([steady] * 3, [steady, failed, steady])
    assert (found.regressed, found.pre_existing) == ((), ())
    assert [(f.test, f.x86_64, f.arm64) for f in found.flaky] == [("shop::race", (3, 0), (2, 1))]
    assert found.flaky[0].is_steady_on_x86_64
    assert (found.x86_64.passed, found.arm64.flaky, found.arm64.passed) == (1, 1, 0)


def test_that_flaky_on_both_sides_is_not_steady_on_x86_64():
    mixed = [report(passed=["race"]), report(failed=["race"])]
    assert not compare(mixed, mixed).flaky[0].is_steady_on_x86_64


def test_that_a_test_skipped_in_some_repeats_passed():
    found = compare([report(passed=["a"])], [report(skipped=["a"]), report(passed=["a"])])
    assert (found.arm64.passed, found.skipped_on_arm64) == (1, ())


def test_that_what_was_skipped_on_x86_64_is_not_missing():
    found = compare([report(passed=["b"], skipped=["a"])], [report(passed=["b"])])
    assert found.missing == ()


def test_that_what_arm64_repairs_is_fixed():
    assert compare([report(failed=["a"])], [report(passed=["a"])]).fixed == ("shop::a",)


def test_that_a_new_test_that_fails_is_added_and_explained():
    found = compare([report()], [report(failed=["a"], message="exec format error")])
    assert found.added == ("shop::a",)
    assert failure(found, "shop::a").group is Group.ARM64


def test_that_a_failure_on_both_sides_may_hide_one_of_arm64():
    found = compare(
        [report(failed=["a"], message="connection refused")],
        [report(failed=["a"], message="Illegal instruction (core dumped)")],
    )
    assert found.pre_existing == ("shop::a",)
    hidden = failure(found, "shop::a")
    assert hidden.group is Group.ARM64
    assert "another reason" in hidden.reason


def test_that_one_cause_on_both_sides_is_pre_existing():
    both = report(failed=["a"], message="Illegal instruction (core dumped)")
    found = failure(compare([both], [both]), "shop::a")
    assert (found.group, found.rule) == (Group.PRE_EXISTING, "illegal-instruction")


def test_that_no_pattern_means_unexplained_and_not_arm64():
    found = compare([report(passed=["a"])], [report(failed=["a"], message="expected 3 got 4")])
    assert failure(found, "shop::a").group is Group.UNEXPLAINED


def test_that_a_machine_without_its_server_is_the_environment():
    found = compare([report(passed=["a"])], [report(failed=["a"], message="connection refused")])
    assert found.regressed == ("shop::a",)
    assert failure(found, "shop::a").group is Group.ENVIRONMENT


def test_that_slower_needs_repeats_on_both_sides():
    fast, slow = report(passed=["a"], seconds=1.0), report(passed=["a"], seconds=2.0)
    found = compare([fast], [slow])
    assert (found.slower, found.total.ratio) == ((), None)
    assert any("Times are not judged: it takes 3 runs" in w for w in found.warnings)


def test_that_slower_beyond_noise_is_listed_with_its_ratio():
    fast = [report(passed=["a"], seconds=s) for s in (1.0, 1.1, 1.05)]
    slow = [report(passed=["a"], seconds=s) for s in (2.1, 2.0, 2.2)]
    found = compare(fast, slow)
    assert [s.test for s in found.slower] == ["shop::a"]
    assert found.slower[0].times.ratio == pytest.approx(2.0)
    assert found.total.ratio == pytest.approx(2.0)
    assert not any("Times are not judged" in w for w in found.warnings)


def test_that_faster_is_not_slower_but_shows_in_the_total():
    fast = [report(passed=["a"], seconds=1.0)] * 3
    slow = [report(passed=["a"], seconds=2.0)] * 3
    found = compare(slow, fast)
    assert (found.slower, found.total.ratio) == ((), 0.5)


def test_that_one_side_alone_is_none():
    assert compare_tests([[report(passed=["a"])]], []) is None
    assert compare_tests([], []) is None


def test_that_sides_without_a_common_test_warn():
    found = compare([report(passed=["a"])], [report(passed=["b"])])
    assert parity.NOTHING_IN_COMMON in found.warnings


def test_that_a_side_without_tests_warns():
    assert "The test results of arm64 hold no test." in compare([report()], [report()]).warnings


def test_that_warnings_of_the_files_name_their_side():
    found = compare([report(passed=["a"])], [report(passed=["a"], warnings=("It bailed out.",))])
    assert "arm64: It bailed out." in found.warnings


def test_that_a_test_that_fails_in_one_of_two_runs_is_flaky_and_in_no_other_list():
    found = compare_tests(
        [[read("pytest-x86_64.xml")]], [[read("pytest-arm64.xml")], [read("pytest-x86_64.xml")]]
    )
    assert found is not None
    counts = found.x86_64
    assert (counts.passed, counts.failed, counts.skipped, counts.flaky) == (14, 3, 3, 0)
    (average,) = [f for f in found.flaky if f.test == "test_shop::test_average"]
    assert average.arm64 == (1, 1)
    assert average.test not in (*found.regressed, *found.pre_existing)
    assert {f.group for f in found.failures} == {"arm64", "pre-existing"}
    assert found.warnings


def test_that_both_sides_swapped_mirror_the_lists():
    one, other = read("pytest-x86_64.xml"), read("pytest-arm64.xml")
    forth, back = compare([one], [other]), compare([other], [one])
    assert (forth.regressed, forth.added) == (back.fixed, back.missing)
    assert forth.pre_existing == back.pre_existing


def test_that_no_test_is_in_two_lists():
    found = compare([read("pytest-x86_64.xml")], [read("pytest-arm64.xml")])
    lists = (
        found.regressed,
        found.pre_existing,
        found.fixed,
        found.missing,
        found.added,
        found.skipped_on_arm64,
        found.skipped_on_x86_64,
        tuple(f.test for f in found.flaky),
    )
    together = [test for tests in lists for test in tests]
    assert len(together) == len(set(together))
