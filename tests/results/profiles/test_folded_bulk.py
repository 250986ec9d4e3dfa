"""The bulk reading of folded lines against a plain one, line by line."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.profiles.stacks import stacks_of
from workbench.results.profiles import folded
from workbench.results.profiles.fingerprints import fingerprints
from workbench.scan.document import Document

FRAMES = st.sampled_from(
    ["a", "b", "ab", "operator new(unsigned long)", "f 7 [clone .cold]", "名前", "x" * 40, "x" * 41]
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


@given(LINES, st.booleans(), st.booleans())
def test_that_stacks_read_in_bulk_are_those_read_one_by_one(lines, ordered, ended):
    lines = sorted(lines) if ordered else lines
    text = "".join(f"{';'.join(frames)} {count}{end}" for frames, count, end in lines)
    data = (text if ended else text.rstrip("\r\n")).encode()
    # Sums of huge counts round by their order.
    assert stacks_of(folded.read(Document("x", data))) == pytest.approx(plain(lines), rel=1e-12)


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
