"""Numbers in attributes and records of coverage files."""

from __future__ import annotations

from lxml import etree

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.syntax.read_xml import line_of

_MAX_DIGITS = 18
_WHOLE = regex(r"-?\d{1,18}(?:\.0+)?")
_SCIENTIFIC = regex(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


def whole(written: str, line: int) -> int:
    """Return a count. Raises Unreadable with `line` for what is none.

    Some tools write large counts as floats ("1.2e+09"), and a counter that overflowed is negative.
    """
    written = written.strip()
    if written.isdecimal() and len(written) <= _MAX_DIGITS:
        return int(written)
    if _WHOLE.fullmatch(written):
        return int(written.partition(".")[0])
    if _SCIENTIFIC.fullmatch(written):
        return int(float(written))
    raise Unreadable(f"holds {written[:40]!r} where a number belongs", line)


def attribute(element: etree._Element, name: str) -> int:
    """Return the count in an attribute. Raises Unreadable where it is missing or none."""
    return whole(element.get(name, ""), line_of(element))
