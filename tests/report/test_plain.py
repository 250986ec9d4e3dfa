"""Text that can be written, whatever a project calls its files."""

import json

import pytest

from workbench.report.plain import json_text


@pytest.mark.parametrize(
    "text", ["plain", '日本語 \x7f \x1f \\ " / \u2028', "".join(map(chr, range(0xD800)))]
)
def test_that_json_says_the_same_by_either_encoder(text):
    """A surrogate beside it makes the slower one take over."""
    document = {"list": [text, 1, 0.25, None, True, {}], "nested": {"empty": []}}
    fast, slow = json_text(document), json_text({"broken": "\udc80", **document})
    assert json.loads(fast) == document
    assert slow.replace('  "broken": "?",\n', "") == fast
