"""The bulk reading of folded lines against a plain one, line by line."""

from collections import Counter
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.profiles.stacks import stacks_of
from workbench.results.profiles import folded
from workbench.results.profiles.fingerprints import fingerprints
from workbench.results.profiles.tally import MAX_DEPTH
from workbench.scan.document import Document, Unreadable

FRAMES = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "operator new(unsigned long)",
        "f 7 [clone .cold]",
        "名前",
        "x" * 40,
        "x" * 41,
        "y" * 300,
    ]
)
COUNTS = st.sampled_from(["1", "12", "0.5", "300", "00071", "12345678901234567"])
LINES = st.lists(
    st.tuples(st.lists(FRAMES, min_size=1, max_size=6), COUNTS, st.sampled_from(["\n", "\r\n"])),
    min_size=1,
    max_size=30,
)


def plain(lines):
    found = Counter()
    for frames, count, _ in lines:
        found[tuple(frames)] += float(count)
    return found


@given(LINES, st.booleans(), st.booleans(), st.sampled_from([1, 100, 2000]))
def test_that_stacks_read_in_bulk_are_those_read_one_by_one(lines, ordered, ended, block):
    lines = sorted(lines) if ordered else lines
    text = "".join(f"{';'.join(frames)} {count}{end}" for frames, count, end in lines)
    data = (text if ended else text.rstrip("\r\n")).encode()
    # Sums of huge counts round by their order.
    with patch.object(folded, "_BLOCK", block):
        profile = folded.read(Document("x", data))
    assert stacks_of(profile) == pytest.approx(plain(lines), rel=1e-12)


@given(st.integers(1, 3), st.integers(1, 900), st.integers(0, 900))
def test_that_long_paths_are_shared_up_to_the_frame_where_they_part(frames, size, apart):
    path = ";".join(chr(ord("a") + n) * size for n in range(frames))
    other = f"{path[:apart]}!{path[apart:]}"
    wanted = Counter({(*path.split(";"), "end"): 3, (*path.split(";"), "fin"): 4})
    wanted[(*other.split(";"), "end")] += 5
    profile = folded.read(Document("x", f"{path};end 3\n{path};fin 4\n{other};end 5\n".encode()))
    assert stacks_of(profile) == wanted
    shared = path[:apart].count(";")
    assert len(profile.parents) == 1 + frames + (frames - shared) + 3


def test_that_files_in_no_order_make_no_node_twice():
    stacks = [f"a;b{n % 10};c{n % 70};leaf{n}" for n in range(700)]
    profile = folded.read(Document("x", "".join(f"{stack} 1\n" for stack in stacks).encode()))
    assert len(profile.parents) == 1 + 1 + 10 + 70 + 700


@pytest.mark.parametrize("block", [1, 70, 5000])
def test_that_repeated_lines_in_no_order_add_up_beside_comments_and_blank_lines(block):
    lines = ["z;b 2", "# said", "", "a;b 3", "m;c;d 1.5", "a;b 3", "  "] * 5
    with patch.object(folded, "_BLOCK", block):
        profile = folded.read(Document("x", "\n".join(lines).encode()))
    assert stacks_of(profile) == {("z", "b"): 10, ("a", "b"): 30, ("m", "c", "d"): 7.5}


@pytest.mark.parametrize("ordered", [True, False])
def test_that_the_line_without_a_count_is_named_as_it_stands_in_the_file(ordered):
    lines = [f"a;f{n:03} 1" for n in (range(300) if ordered else range(300, 0, -1))]
    lines[200] = "a;f no count"
    data = "\n".join(lines).encode()
    with patch.object(folded, "_BLOCK", 500), pytest.raises(Unreadable) as caught:
        folded.read(Document("x", data))
    assert caught.value.line == 201


def test_that_stacks_of_very_many_frames_are_cut_with_their_last_frame_kept():
    frames = ";".join(f"f{n}" for n in range(20_000))
    profile = folded.read(Document("x", f"{frames};last 7\n{frames};other 2\n".encode()))
    assert profile.warnings
    assert len(profile.parents) == 1 + MAX_DEPTH + 2
    lasts = np.flatnonzero(profile.weights).tolist()
    assert [profile.names[profile.frames[node]] for node in lasts] == ["last", "other"]
    for node in lasts:
        way = [node]
        while profile.parents[way[-1]] > 0:
            way.append(int(profile.parents[way[-1]]))
        names = [profile.names[profile.frames[each]] for each in reversed(way[1:])]
        assert names == [f"f{n}" for n in range(MAX_DEPTH)]


def test_that_a_deep_stack_among_others_does_not_move_their_frames():
    deep = ";".join(["f"] * 3000)
    profile = folded.read(Document("x", f"a;b;c 1\n{deep} 2\na;b;d;e 4\na;b;d;g 8\n".encode()))
    assert profile.weights.sum() == 15
    for last, above in (("c", "b"), ("e", "d"), ("g", "d")):
        node = int(np.flatnonzero(profile.frames == profile.names.index(last))[0])
        assert profile.names[profile.frames[profile.parents[node]]] == above


def test_that_bytes_that_are_no_text_keep_their_count():
    stacks = stacks_of(folded.read(Document("x", b"a;\xff\xfe 3\na;b 4\n")))
    assert stacks == {("a", "\ufffd\ufffd"): 3, ("a", "b"): 4}


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_that_fingerprints_are_equal_where_the_bytes_are(texts):
    letters = np.frombuffer(b"".join(texts) + bytes(64), np.uint8)
    stops = np.cumsum([len(text) for text in texts], dtype=np.int64)
    starts = stops - np.array([len(text) for text in texts], np.int64)
    found = fingerprints(letters, starts, stops).tolist()
    assert len(dict(zip(texts, found, strict=True))) == len(set(found)) == len(set(texts))
