import pytest

from tests.results.coverage.reports import coverage, read
from workbench.results import coverage_parity
from workbench.results.coverage_parity import compare_coverage


def compare(x86_64, arm64):
    found = compare_coverage(x86_64, arm64)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("x86_64", "arm64", "lost"),
    [
        ("coveragepy-x86_64.xml", "coveragepy-arm64.xml", (18, 19, 20, 21, 22)),
        ("coveragepy-x86_64.json", "coveragepy-arm64.json", (18, 19, 20, 21, 22)),
        ("coveragepy-x86_64.xml", "coveragepy-arm64.lcov", (18, 19, 20, 21, 22)),
        ("jacoco-x86_64.xml", "jacoco-arm64.xml", (14,)),
        ("go-x86_64.cover", "go-arm64.cover", (25, 26)),
        ("jest-x86_64-lcov.info", "jest-arm64-lcov.info", (6,)),
        ("jest-x86_64-clover.xml", "jest-arm64-cobertura.xml", (6,)),
        ("c8-x86_64-clover.xml", "c8-arm64-clover.xml", (6, 7)),
    ],
)
def test_that_lines_covered_on_x86_64_only_are_found(x86_64, arm64, lost):
    found = compare([read(x86_64)], [read(arm64)])
    assert [f.lost for f in found.files] == [lost]
    assert (found.only_x86_64, found.only_arm64, found.ambiguous) == ((), (), ())


def test_that_fractions_and_their_difference_are_those_of_the_tool():
    found = compare([read("coveragepy-x86_64.json")], [read("coveragepy-arm64.json")])
    assert found.x86_64 == 16 / 18
    assert found.arm64 == 12 / 18
    assert found.delta == pytest.approx(-4 / 18)


def test_that_a_line_covered_by_any_report_is_covered():
    found = compare([coverage(a=([1, 2], []))], [coverage(a=([1], [2])), coverage(a=([2], [1]))])
    assert (found.arm64, found.files) == (1.0, ())


def test_that_lines_without_code_on_arm64_are_told_apart():
    found = compare([coverage(a=([1, 2, 3], []))], [coverage(a=([1], [3]))])
    assert [(f.lost, f.absent) for f in found.files] == [((3,), (2,))]


def test_that_folders_of_two_machines_are_bridged():
    one = coverage(**{"/home/a/shop/src/a.c": ([1], []), "/home/a/shop/lib/a.c": ([5], [])})
    other = coverage(**{"/srv/ci/src/a.c": ([], [1]), "/srv/ci/lib/a.c": ([5], [])})
    found = compare([one], [other])
    assert [(f.path, f.arm64_path, f.lost) for f in found.files] == [
        ("/home/a/shop/src/a.c", "/srv/ci/src/a.c", (1,))
    ]


def test_that_ambiguous_files_are_said_and_not_compared():
    one = coverage(**{"/home/shop/a.c": ([1], [])})
    other = coverage(**{"/srv/x/a.c": ([], [1]), "/srv/y/a.c": ([], [1])})
    found = compare([one], [other])
    assert found.files == ()
    assert found.ambiguous == ("/home/shop/a.c", "/srv/x/a.c", "/srv/y/a.c")
    assert "left out" in found.warnings[0]


def test_that_files_of_one_side_are_listed_with_a_warning():
    found = compare([coverage(a=([1], []), b=([1], []))], [coverage(a=([1], []), c=([], [1]))])
    assert (found.only_x86_64, found.only_arm64) == (("b",), ("c",))
    assert len(found.warnings) == 2


def test_that_different_tools_warn():
    found = compare([coverage(a=([1], []))], [coverage(tool="gcovr", a=([1], []))])
    assert found.warnings == (coverage_parity.DIFFERENT_TOOLS.format(x86_64="LCOV", arm64="gcovr"),)


def test_that_no_lines_give_no_fraction():
    found = compare([coverage(a=([1], []))], [coverage(a=([], []))])
    assert (found.x86_64, found.arm64, found.delta) == (1.0, None, None)
    assert coverage_parity.NO_LINES.format(side="arm64") in found.warnings


def test_that_one_side_alone_is_none():
    assert compare_coverage([], [coverage(a=([1], []))]) is None


def test_that_a_lost_line_is_named_where_the_fractions_are_equal():
    found = compare([read("jacoco-x86_64.xml")], [read("jacoco-arm64.xml")])
    assert (found.x86_64, found.arm64, found.delta) == (0.75, 0.75, 0)
    (lost,) = found.files
    assert (lost.path, lost.lost, lost.absent) == ("shop/Shop.java", (14,), ())
    assert found.warnings == ()
