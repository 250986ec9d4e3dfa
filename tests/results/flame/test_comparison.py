"""Differences of two profiles with a known change, both ways round."""

from pathlib import Path

import numpy as np
import pytest

from tests.results.profiles.stacks import profile_from
from workbench.results.flame.comparison import ARM, X86, compare_profiles
from workbench.results.flame.functions import Presence, function_rows
from workbench.results.flame.layout import ChildOrder, lay_out
from workbench.results.flame.reshaping import focus, hide
from workbench.results.flame.scaling import Basis
from workbench.results.flame.search import matching_frames, shares_of
from workbench.results.profiles import FORMATS
from workbench.scan.document import Document

FOLDER = Path(__file__).parents[2] / "fixtures" / "results" / "profiles"
BEFORE = {"main;score": 20, "main;parse": 30, "main;render;join": 40, "main;idle": 10}
MOVED = {"main;score": 27, "main;parse": 30, "main;render;join": 40, "main;idle": 3}
DOUBLED = {**BEFORE, "main;score": 40}


def rows(x86, arm, basis=Basis.UNCHANGED):
    compared = compare_profiles(profile_from(x86), profile_from(arm))
    return function_rows(compared.measured_by(basis))


def by_name(found):
    return {row.name: row for row in found}


def recorded(name):
    document = Document(name, (FOLDER / name).read_bytes())
    return next(f for f in FORMATS if f.recognises(document)).read(document)


def test_that_only_what_changed_differs_when_the_total_is_the_same():
    found = rows(BEFORE, MOVED)
    assert {found[0].name, found[1].name} == {"score", "idle"}
    assert by_name(found)["score"].own_delta == pytest.approx(0.07)
    for name in ("main", "parse", "render", "join"):
        assert by_name(found)[name].own_delta == 0.0
        assert by_name(found)[name].total_delta == 0.0


def test_that_a_longer_recording_of_the_same_load_is_no_difference():
    found = rows(BEFORE, {stack: 7 * count for stack, count in BEFORE.items()})
    assert {row.own_delta for row in found} == {0.0}
    assert {row.total_delta for row in found} == {0.0}


@pytest.mark.parametrize("longer", [1, 7, 1 / 3])
@pytest.mark.parametrize(
    "changed", [{"main;score": 40}, {"main;render;join": 400}, {"main;new": 9}]
)
def test_that_the_changed_function_is_first_and_the_others_are_at_zero(changed, longer):
    after = {stack: count * longer for stack, count in (BEFORE | changed).items()}
    for one, other in ((BEFORE, after), (after, BEFORE)):
        found = rows(one, other)
        assert f";{found[0].name}" in next(iter(changed))
        assert found[0].own_delta != 0.0
        assert [row.own_delta for row in found[1:]] == [0.0] * (len(found) - 1)


def test_that_of_two_functions_the_one_with_the_same_amount_did_not_change():
    found = by_name(rows({"main;a": 50, "main;b": 50}, {"main;a": 100, "main;b": 50}))
    assert (found["b"].own_delta, found["a"].own_delta) == (0.0, pytest.approx(1 / 3))


def test_that_what_only_one_side_has_seen_leaves_shares_to_compare():
    found = by_name(rows({"a": 1, "b": 3}, {"c": 4}))
    assert found["c"].own_delta == 1.0
    assert found["b"].own_delta == -0.75


def test_that_a_part_of_the_profiles_is_measured_as_the_whole():
    comparison = compare_profiles(profile_from(BEFORE), profile_from(DOUBLED))
    part = comparison.reshaped(focus(comparison.tree, comparison.tree.names.index("score")))
    assert by_name(function_rows(part))["score"].own_delta == pytest.approx(20 / 120)


def test_that_a_doubled_function_is_the_only_difference_in_amounts():
    found = rows(BEFORE, DOUBLED, Basis.AMOUNT)
    assert (found[0].name, found[0].own_delta) == ("score", 20.0)
    assert [row.own_delta for row in found[1:]] == [0.0] * (len(found) - 1)


def test_that_in_shares_a_doubled_function_is_first_and_takes_from_the_others():
    found = rows(BEFORE, DOUBLED, Basis.SHARE)
    assert found[0].name == "score"
    assert by_name(found)["join"].own_delta == pytest.approx(40 / 120 - 0.4)


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("after", [DOUBLED, MOVED, {s: n * 1.1 for s, n in DOUBLED.items()}])
def test_that_swapped_sides_give_the_mirrored_difference(basis, after):
    there, back = by_name(rows(BEFORE, after, basis)), by_name(rows(after, BEFORE, basis))
    assert there.keys() == back.keys()
    for name, row in there.items():
        assert (row.own_delta, row.total_delta) == (-back[name].own_delta, -back[name].total_delta)
        assert row.own == back[name].own[::-1]


@pytest.mark.parametrize(
    ("once", "twice", "name"),
    [
        ("py-spy-score-once.folded", "py-spy-score-twice.folded", "score (shop.py)"),
        ("go-score-once.pb.gz", "go-score-twice.pb.gz", "main.score"),
    ],
)
def test_that_the_function_that_was_doubled_is_first_in_real_profiles(once, twice, name):
    first = function_rows(compare_profiles(recorded(once), recorded(twice)))[0]
    assert first.name == name
    assert first.own_delta > 0.05
    back = function_rows(compare_profiles(recorded(twice), recorded(once)))[0]
    assert (back.name, back.own_delta) == (name, -first.own_delta)


def test_that_new_and_vanished_functions_are_marked():
    found = by_name(rows({"main;old": 1, "main;both": 1}, {"main;new": 1, "main;both": 1}))
    assert found["old"].presence is Presence.VANISHED
    assert found["new"].presence is Presence.NEW
    assert found["both"].presence is Presence.BOTH


def test_that_variants_for_instruction_sets_and_clones_are_one_function():
    found = rows(
        {"main;score_avx2;score_avx2.part.0;__memmove_avx_unaligned_erms": 5},
        {"main;score_neon;__memcpy_sve": 9},
    )
    assert {row.name for row in found} == {"main", "score", "memmove"}
    assert {row.total_delta for row in found} == {0.0}


def test_that_recursion_counts_once():
    found = by_name(rows({"main;f;g;f": 3, "main;f;f;f": 4, "main;g;f": 1}, {"main": 1}))
    assert found["f"].total[X86] == 1.0
    assert found["g"].total[X86] == 0.5
    assert found["f"].own[X86] == 1.0


def test_that_one_side_alone_has_shares_and_no_difference():
    comparison = compare_profiles(None, profile_from(BEFORE))
    assert not comparison.both
    found = by_name(function_rows(comparison))
    assert found["score"].own == (0.0, 0.2)
    assert found["score"].presence is Presence.BOTH


def test_that_truncated_stacks_are_warned_of_on_their_side():
    deep = {f"main;a;b;c;d;f{n}": 1 for n in range(20)}
    cut = {f"main;f{n}": 1 for n in range(20)}
    (warning,) = compare_profiles(profile_from(deep), profile_from(cut)).warnings
    assert warning.startswith("The stacks of arm64 look truncated")
    (warning,) = compare_profiles(profile_from(cut), profile_from(deep)).warnings
    assert warning.startswith("The stacks of x86_64 look truncated")
    assert compare_profiles(profile_from(deep), profile_from(deep)).warnings == ()
    assert compare_profiles(profile_from(cut), profile_from(cut)).warnings == ()


def test_that_many_nameless_frames_are_warned_of():
    named = {f"main;a;b;f{n}": 1 for n in range(10)}
    nameless = {f"main;a;b;{f'0x7f0{n}' if n < 6 else f'f{n}'}": 1 for n in range(10)}
    (warning,) = compare_profiles(profile_from(named), profile_from(nameless)).warnings
    assert "60% with frames that have no name" in warning


def test_that_units_that_differ_are_said():
    seconds = profile_from(BEFORE, unit="seconds")
    assert "different things" in compare_profiles(seconds, profile_from(BEFORE)).warnings[0]


def test_that_a_hidden_function_leaves_its_weight_to_its_caller():
    tree = compare_profiles(profile_from(BEFORE), profile_from(MOVED)).tree
    left = hide(tree, tree.names.index("render"))
    assert left.total[:, 0].tolist() == tree.total[:, 0].tolist()
    joins = np.flatnonzero(left.frames == left.names.index("join"))
    assert [left.name(int(left.parents[node])) for node in joins] == ["main"]


def test_that_focus_keeps_only_stacks_through_the_function_from_its_outermost_call():
    stacks = {"main;f;g": 3, "other;f;h;f;i": 4, "main;z": 9}
    tree = compare_profiles(profile_from(stacks), None).tree
    left = focus(tree, tree.names.index("f"))
    assert left.total[X86, 0] == 7
    assert [left.name(node) for node in np.flatnonzero(left.parents == 0)] == ["f"]


def test_that_the_share_of_a_search_counts_each_stack_once():
    comparison = compare_profiles(profile_from({"a;foo;foobar": 3, "b": 1}), None)
    matches = matching_frames(comparison.tree, "FOO")
    assert matches.sum() == 2
    assert shares_of(comparison, matches) == (0.75, 0.0)


@pytest.mark.parametrize("order", ChildOrder)
def test_that_callees_lie_within_their_caller_beside_each_other(order):
    comparison = compare_profiles(profile_from(BEFORE), profile_from(DOUBLED))
    tree, layout = comparison.tree, lay_out(comparison.tree, comparison.shares(ARM), order)
    for node in range(tree.size):
        below = np.flatnonzero(tree.parents == node)
        below = below[np.argsort(layout.left[below])]
        edges = [layout.left[node], *(layout.left[below] + layout.width[below])]
        assert layout.left[below].tolist() == pytest.approx(edges[:-1])
        assert edges[-1] <= layout.left[node] + layout.width[node] + 1e-9
    main = int(np.flatnonzero(tree.parents == 0)[0])
    below = np.flatnonzero(tree.parents == main)
    names = [tree.name(n) for n in below[np.argsort(layout.left[below])]]
    shares = layout.width[below[np.argsort(layout.left[below])]].tolist()
    if order is ChildOrder.WEIGHT:
        assert shares == sorted(shares, reverse=True)
    else:
        assert names == sorted(names)
