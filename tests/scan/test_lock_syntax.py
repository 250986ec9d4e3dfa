"""The fast readers of lock files, held against full parsers of the same languages."""

import json
from unittest import mock

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.yarn_classic import classic_entries
from workbench.scan.syntax import read_lock_json as read_lock_json_module
from workbench.scan.syntax import read_lock_yaml as fast
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_lock_json import read_lock_json, read_plain_json
from workbench.scan.syntax.read_yaml import read_yaml

_keys = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), min_size=1, max_size=12)
_scalars = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=20) | st.none()
_scalars |= st.sampled_from(["true", "1.0", "~", "- a", "a: b", "# c", "'", '"', "{", "a #b", ":"])
_values = st.recursive(
    _scalars | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=15,
)


def places(node: Node) -> object:
    inner = [(key, places(child)) for key, child in node.items()] or [places(c) for c in node]
    return (node.line, inner or node.value)


@given(
    st.dictionaries(_keys, _values, min_size=1, max_size=5), st.sampled_from([True, False, None])
)
def test_that_what_a_yaml_writer_writes_is_read_as_the_full_parser_reads_it(value, flow):
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    document = Document("x", text.encode())
    assert [n.plain() for n in fast.read_lock_yaml(document)] == [
        n.plain() for n in read_yaml(document) if n.value
    ]


_pieces = st.sampled_from(
    ["a", "b:", " ", "  ", ": ", "\n", "\n  ", "\n    ", "- ", "'", '"', "{", "}", "[", "]", ", "]
) | st.sampled_from(
    ["#", " # c", "|", ">-", "---\n", "&x ", "*x", "!t ", "? ", "\t", "~", "é", "<<: "]
)


@given(st.lists(_pieces, max_size=25).map("".join))
def test_that_any_text_is_read_as_the_full_parser_reads_it_or_left_to_it(text):
    document = Document("x", f"a: 1\n{text}".encode())
    try:
        whole = [n.plain() for n in read_yaml(document) if n.value]
    except Unreadable:
        whole = None
    reader = fast._Reader()
    try:
        for number, line in enumerate(document.lines, 1):
            reader.take(line, number)
    except fast._Unusual:
        return
    found = [n.plain() for n in reader.roots if n.value]
    if whole is not None:
        assert "|" in text or ">" in text or found == whole


def test_that_lines_are_those_of_the_full_parser():
    text = "a:\n  b: [x, y]\n\n  # c\n  'd e':\n    - f\n    - g\nh: {i: j}\n"
    document = Document("x", text.encode())
    (found,), (whole,) = fast.read_lock_yaml(document), read_yaml(document)
    assert places(found) == places(whole)


def test_that_a_large_file_that_needs_all_of_yaml_is_refused(monkeypatch):
    monkeypatch.setattr(fast, "LARGE", 10)
    with pytest.raises(Unreadable, match="too large") as refused:
        fast.read_lock_yaml(Document("x", b"a: 1\nb: &x 2\nc: *x\n"))
    assert refused.value.line == 2


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 100_000])
def test_that_yaml_nested_beyond_reason_is_refused(text):
    with pytest.raises(Unreadable):
        read_yaml(Document("x", text.encode()))


@given(
    st.lists(
        st.sampled_from(["a@^1", '"b@>= 1, < 2"', ", ", ":", "\n", "  version ", '"1.0"', "1.0"])
        | st.sampled_from(["  dependencies:\n", "    c ", '"', "\\", " ", "#", "<<<<<<<", "é"]),
        max_size=25,
    ).map("".join)
)
def test_that_any_classic_lock_is_read_with_lines_in_range_or_refused(text):
    document = Document("yarn.lock", text.encode())
    entries, refused = [], 1
    try:
        entries = classic_entries(document)
    except Unreadable as error:
        refused = error.line
    assert 1 <= refused <= len(document.lines)
    for entry in entries:
        assert entry.requests[0].partition("@")[0] in document.lines[entry.line - 1]


@given(_values)
def test_that_json_with_comments_and_trailing_commas_is_read_as_without(value):
    text = json.dumps({"a": value}, indent=1)
    loose = text.replace("\n}", ", // c\n/* d, */ }").replace("{, //", "{ //")
    assert read_lock_json(Document("x", loose.encode()), comments=True)[0] == {"a": value}


_JSON = st.recursive(
    st.none() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner),
)


@given(_JSON, st.integers(0, 40), st.sampled_from([None, 0, 2]))
def test_that_json_in_pieces_is_the_same_as_at_once(value, most, indent):
    text = " " + json.dumps(value, indent=indent)
    with mock.patch.object(read_lock_json_module, "_AT_ONCE", most):
        assert read_plain_json(Document("x", text.encode())) == value


def test_that_a_fault_in_a_piece_is_told_with_its_line():
    text = '{"a": [1, 2],\n "b": {"c": [1,\n2, tru]}}'
    said = []
    for most in (0, 1000):
        with (
            mock.patch.object(read_lock_json_module, "_AT_ONCE", most),
            pytest.raises(Unreadable) as refused,
        ):
            read_plain_json(Document("x", text.encode()))
        said.append((refused.value.reason, refused.value.line))
    assert said[0] == said[1]
    assert said[0][1] == 3
