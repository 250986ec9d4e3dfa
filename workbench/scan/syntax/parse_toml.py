"""TOML as plain values, within a bounded time."""

from __future__ import annotations

import tomllib

import tomli

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

MAX_CHARACTERS = 8 * 1024 * 1024
_AT_ONCE = 256 * 1024
"""Characters that tomli reads in less time than a person waits for a cancelled scan to end. It is
compiled, so nothing ends it; Python's own parser takes three times as long, and can be ended."""
_LINE = regex(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def parse_toml(document: Document) -> dict[str, object]:
    """Return the value of a whole document. Raises Unreadable with the line."""
    text = document.text
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"is larger than {MAX_CHARACTERS // 2**20} MB, which no tool writes")
    try:
        return tomli.loads(text) if len(text) <= _AT_ONCE else tomllib.loads(text)
    except (tomli.TOMLDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error)
        place = _LINE.search(reason)
        line = int(place[1]) if place and place[1] else len(document.lines)
        raise Unreadable(f"is not valid TOML: {_LINE.sub('', reason)}", line) from None
    except ValueError:  # Python refuses to read it
        raise Unreadable("is not readable TOML: a number of thousands of digits") from None
    except RecursionError:
        raise Unreadable("is not readable TOML: nested too deeply") from None
