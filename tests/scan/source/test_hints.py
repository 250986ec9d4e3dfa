"""What hints at a pattern occurs in whatever the pattern matches: no file is sieved out wrongly."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.model.resources import resources
from workbench.scan.source.construct import constructs

HINTED = [
    construct
    for path in sorted((resources() / "source").glob("*.toml"))
    if path.stem != "architectures"
    for construct in constructs(path.stem)
    if construct.hint and construct.pattern
]


@pytest.mark.parametrize("construct", HINTED, ids=lambda construct: construct.id)
@settings(max_examples=200)
@given(data=st.data())
def test_that_a_hint_occurs_wherever_its_pattern_does(construct, data):
    text = data.draw(st.from_regex(construct.pattern))
    match = re.search(construct.pattern, text)
    assert match is not None
    end = match.end() + 40  # a hint may look at what stands behind a word
    assert re.search(construct.hint, text[max(0, match.start() - 1) : end], re.MULTILINE)
