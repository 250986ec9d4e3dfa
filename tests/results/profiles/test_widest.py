"""What is read first of a large folded file against the whole of it."""

from collections import Counter
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.profiles.stacks import stacks_of
from workbench.results.flame.comparison import compare_profiles
from workbench.results.profiles import folded
from workbench.results.profiles.widest import PART, widest_frames
from workbench.scan.document import Document, Unreadable

FRAMES = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "a b",
        "a b c",
        "a1",
        "a10",
        "a!",
        "名前",
        "x" * 70,
        "f(int, int)",
        "7 a",
    ]
)
COUNTS = st.sampled_from(["1", "2", "12", "0.5", "300", "00071"])
LINES = st.lists(
    st.tuples(
        st.lists(FRAMES, min_size=1, max_size=6).map(";".join),
        COUNTS,
        st.sampled_from(["\n", "\r\n"]),
    ),
    min_size=1,
    max_size=60,
)


def spent_in(profile):
    """What was spent in each path of frames, with all that it calls."""
    found = Counter()
    for stack, weight in stacks_of(profile).items():
        for depth in range(len(stack) + 1):
            found[stack[:depth]] += weight
    return found


def first_and_whole(data):
    with patch.object(folded, "_LARGE", 0):
        first = folded.read(Document("x", data))
    return first, folded.read(Document("x", data))


@given(LINES, st.sampled_from([1, 100, 2 << 20]), st.sampled_from([0.5, 0.1, 0.02, 1e-4]))
def test_that_what_is_read_first_is_every_wide_frame_with_all_that_was_spent_in_it(
    lines, block, part
):
    lines = sorted(f"{stack} {count}{end}".encode() for stack, count, end in lines)
    data = b"".join(lines)
    with (
        patch.object(folded, "_BLOCK", block),
        patch(
            "workbench.results.profiles.folded.widest_frames",
            lambda *parts: widest_frames(*parts, part=part),
        ),
    ):
        first, whole = first_and_whole(data)
    assert first.rest is not None
    assert stacks_of(first.whole()) == pytest.approx(stacks_of(whole))
    spent = spent_in(whole)
    found = spent_in(first)
    least = part * spent[()]
    assert found == pytest.approx({path: spent[path] for path in found})
    assert set(found) >= {path for path, value in spent.items() if value > least * (1 + 1e-9)}


def test_that_what_is_read_first_is_what_is_compared_at_last():
    rng = np.random.default_rng(5)
    lines = {
        ";".join(f"f{n}" for n in rng.integers(0, 9, rng.integers(1, 9))): rng.integers(1, 90)
        for _ in range(3000)
    }
    data = "".join(sorted(f"{stack} {count}\n" for stack, count in lines.items())).encode()
    first, whole = first_and_whole(data)
    compared, wanted = (compare_profiles(each, None).tree for each in (first, whole))
    assert compared.names == wanted.names
    for part in ("parents", "frames", "own", "total"):
        np.testing.assert_array_equal(getattr(compared, part), getattr(wanted, part))
    early = compare_profiles(first, None, widest=True)
    assert early.partial
    assert early.tree.size < wanted.size
    assert early.totals == pytest.approx((wanted.total[0, 0], 0))


def test_that_a_large_file_has_much_less_to_read_first():
    rng = np.random.default_rng(5)
    lines = sorted(
        f"main;{';'.join(f'f{n}' for n in rng.integers(0, 40, 12))} 1\n".encode()
        for _ in range(20_000)
    )
    first, whole = first_and_whole(b"".join(lines))
    assert len(first.parents) < len(whole.parents) / 50
    assert min(total for total in spent_in(first).values()) >= PART * 20_000


@pytest.mark.parametrize(
    "lines",
    [
        ["b 1", "a 1"],
        ["a;[x;y] 5", "a;[x;z] 7"],
        ["a;f(Ljava/lang/String;)V;b 5", "a;f(Ljava/lang/String;)V;c 5"],
        [";".join(["f"] * 3000) + " 5"],
    ],
    ids=["no order", "brackets", "descriptors", "deep"],
)
def test_that_what_cannot_be_told_from_a_few_lines_is_read_whole_at_once(lines):
    first, whole = first_and_whole("".join(f"{line}\n" for line in lines).encode())
    assert first.rest is None
    for part in ("names", "parents", "frames", "weights"):
        np.testing.assert_array_equal(getattr(first, part), getattr(whole, part))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a;b 1 2\na;c 3 4\n", "two counts"), ("a;b 1\na;c\n", "no count"), ("a;b 0\n", "no samples")],
)
def test_that_what_is_wrong_is_said_before_anything_is_shown(text, reason):
    with patch.object(folded, "_LARGE", 0), pytest.raises(Unreadable, match=reason):
        folded.read(Document("x", text.encode()))
