from hypothesis import given
from hypothesis import strategies as st

from workbench.results.path_matching import match_paths

_PATHS = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), unique=True, max_size=6
)


def test_that_equal_paths_belong_together():
    assert match_paths(["a/b", "c/b"], ["c/b", "a/b"]).pairs == (("a/b", "a/b"), ("c/b", "c/b"))


def test_that_the_longest_common_ending_decides():
    match = match_paths(["/x/q/f", "/x/p/q/f"], ["/y/z/p/q/f", "/y/z/q/f"])
    assert set(match.pairs) == {("/x/p/q/f", "/y/z/p/q/f"), ("/x/q/f", "/y/z/q/f")}
    assert match.ambiguous == ()


def test_that_several_endings_of_one_length_are_ambiguous():
    match = match_paths(["/x/f"], ["/y/f", "/z/f"])
    assert (match.pairs, match.ambiguous) == ((), ("/x/f", "/y/f", "/z/f"))


def test_that_a_name_alone_is_not_enough_beside_other_folders():
    match = match_paths(["src/a/main.c", "src/x.c"], ["src/b/main.c", "src/x.c"])
    assert match.pairs == (("src/x.c", "src/x.c"),)


def test_that_a_name_alone_is_enough_below_the_same_two_folders():
    match = match_paths(["/home/x.c", "/home/y.c"], ["/srv/x.c", "/srv/y.c"])
    assert match.pairs == (("/home/x.c", "/srv/x.c"), ("/home/y.c", "/srv/y.c"))


def test_that_half_a_name_is_no_ending():
    assert match_paths(["/x/shop.py"], ["/y/workshop.py"]).pairs == ()


def test_that_a_relative_path_meets_its_absolute_one():
    assert match_paths(["./src/a.c"], ["/build/src/a.c"]).pairs == (
        ("./src/a.c", "/build/src/a.c"),
    )


@given(_PATHS, _PATHS)
def test_that_no_path_is_used_twice_and_sides_may_swap(one, other):
    forth, back = match_paths(one, other), match_paths(other, one)
    left = [a for a, _ in forth.pairs]
    right = [b for _, b in forth.pairs]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    assert set(forth.pairs) == {(b, a) for a, b in back.pairs}
    assert forth.ambiguous == back.ambiguous
    assert not set(forth.ambiguous) & (set(left) - set(other))
