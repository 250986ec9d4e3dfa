"""Findings rolled up, and what mending them takes."""

from __future__ import annotations

from tests.found import finding, shop_findings, sse
from workbench.assess.effort import Share, effort
from workbench.assess.rollup import count, roll_up
from workbench.model.component import Scope
from workbench.model.finding import Effect, Reason


def test_that_each_finding_is_counted_once():
    counts = count(shop_findings())
    assert counts.by_effect == {Effect.CHANGE: 1, Effect.NOTE: 0, Effect.PORTED: 1}
    assert (counts.tests, counts.quiet, counts.total) == (1, 1, 4)


def test_that_a_quiet_one_in_a_test_is_counted_once():
    counts = count([finding(quiet=True, scope=Scope.TEST)])
    assert (counts.tests, counts.quiet, counts.total) == (0, 1, 1)


def test_that_groups_add_up_to_the_counts():
    (rolled,) = roll_up(shop_findings()).values()
    shown = dict.fromkeys(Effect, 0)
    for group in rolled.groups:
        shown[group.effect] += len(group.findings)
    assert shown == rolled.counts.by_effect
    assert sum(len(g.findings) for g in rolled.tests) == rolled.counts.tests
    assert sum(len(g.findings) for g in rolled.quiet) == rolled.counts.quiet


def test_that_changes_stand_first_whatever_their_number():
    notes = [finding(line=n, effect=Effect.NOTE, construct="avx") for n in range(9)]
    (rolled,) = roll_up([*notes, finding()]).values()
    assert [g.effect for g in rolled.groups] == [Effect.CHANGE, Effect.NOTE]


def test_that_one_construct_with_two_effects_is_two_groups():
    found = [finding(), finding(line=9, effect=Effect.PORTED, reason=Reason.BRANCH)]
    (rolled,) = roll_up(found).values()
    assert [(g.effect, len(g.findings)) for g in rolled.groups] == [
        (Effect.CHANGE, 1),
        (Effect.PORTED, 1),
    ]


def test_that_places_stand_by_reason_path_and_line():
    found = [
        finding(path="b.c", line=2),
        finding(path="a.c", line=9, reason=Reason.CONDITIONAL),
        finding(path="b.c", line=1),
        finding(path="a.c", line=7),
    ]
    (rolled,) = roll_up(found).values()
    (group,) = rolled.groups
    assert [(f.path, f.line) for f in group.findings] == [
        ("a.c", 7),
        ("b.c", 1),
        ("b.c", 2),
        ("a.c", 9),
    ]
    assert group.files == 2


def test_that_components_with_most_to_change_stand_first():
    found = [
        *(finding(component="notes", line=n, effect=Effect.NOTE) for n in range(5)),
        finding(component="one"),
        *(finding(component="two", line=n) for n in (1, 2)),
    ]
    assert list(roll_up(found)) == ["two", "one", "notes"]


def test_that_a_function_is_mended_once_for_each_construct():
    found = [
        sse("a.c", 1, "scan"),
        sse("a.c", 2, "scan"),
        sse("a.c", 9, "find"),
        sse("b.c", 1, "scan"),
        finding(path="a.c", line=4, function="scan"),
    ]
    taken = effort(found)
    assert taken.minutes == 3 * 60 + 90
    assert (taken.functions, taken.files) == (3, 2)
    assert taken.shares == (
        Share("SSE to SSE4.2 intrinsics", 3, 60),
        Share("inline assembly", 1, 90),
    )
    assert taken.minutes == sum(s.functions * s.minutes for s in taken.shares)


def test_that_tests_quiet_ones_notes_and_what_is_ported_take_no_effort():
    assert (
        effort(
            [
                finding(scope=Scope.TEST),
                finding(quiet=True),
                finding(effect=Effect.NOTE),
                finding(effect=Effect.PORTED),
            ]
        ).minutes
        == 0
    )


def test_that_the_harder_of_two_forms_in_one_function_counts():
    found = [finding(minutes=10), finding(line=8, minutes=40), finding(line=9, minutes=20)]
    assert effort(found).minutes == 40
    assert effort(reversed(found)).minutes == 40
