"""What is code in C-like source: told place by place as by reading the whole file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.scan.source.branches import Branches
from workbench.scan.source.c_text import CText, line_starts

PIECES = [
    *("a", " ", "\n", "\\\n", "/* ", " */", "// ", '"', "x = 'c';", "\n#if X\n", "\n  # else\n"),
    *(
        "\n#endif // /*\n",
        "\n#error no\n",
        '"text"',
        '"/*"',
        "/* a\n b */",
        "// it's\n",
        "{",
        "}",
        "f()",
        '\\"',
    ),
]


def read(data: bytes) -> CText:
    """Return the text of `data`, read whole."""
    text = CText(data)
    assert len(text.code) == len(data)
    return text


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("int a; ", True),
        ("/* a ", False),
        ("/* a */ ", True),
        ("/* a\n * b\n", False),
        ("/* a\n */ /* b */ ", True),
        ("// a ", False),
        ("// a\n", True),
        ("// a \\\n b ", False),
        ('"a ', False),
        ('"a" ', True),
        ('"a \\\n b ', False),
        ('char *glob = "src/*"; ', True),
        ("// see src/* \n", True),
        ("/* it's /* a ", False),
        ("/* don't */ ", True),
        ("c = '\"'; ", True),
        ('R"(a\n', False),
        ('R"(a\n)" ', True),
        ("#define A(x) \\\n  b; \\\n  /* c */ ", True),
        ("/* a" + "\n *" * 40_000, False),
        ("int a;\n" * 40_000, True),
    ],
)
def test_that_a_place_is_told_by_what_stands_before_it(before, code):
    data = f"{before}asm();\n".encode()
    offset = len(before)
    assert CText(data).is_code(offset) is code
    assert (read(data).code[offset] == data[offset]) is code


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_that_directives_are_those_of_the_whole_text(pieces):
    data = "".join(pieces).encode()
    if b"*" in read(data).code:
        return  # what closes nothing is no C
    whole = [d[:2] for d in read(data).directives()]
    told = [d[:2] for d in CText(data).directives()]
    assert told == whole
    assert len(Branches(CText(data)).errors) == len(Branches(read(data)).errors)


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=300))
def test_that_lines_are_counted_in_any_order(data, offsets):
    line_at = line_starts(data)
    for offset in offsets:
        assert line_at(offset) == data[:offset].count(b"\n") + 1
