"""Python, and Starlark, whose syntax Python's parser reads. It is parsed, never run."""

from __future__ import annotations

import ast
import warnings

from workbench.scan.document import Document, Unreadable

MAX_CHARACTERS = 250_000
"""People write no longer file of requirements or builds, and nothing ends Python's parser, which
takes a second for four times as much."""
MAX_BRACES = 5_000
"""Each in an f-string costs it more than the one before."""


def read_python(document: Document, language: str = "Python 3") -> ast.Module:
    """Return the syntax tree. Raises Unreadable with the line, naming `language`."""
    return parse_python(document.text, language)


def parse_python(text: str, language: str = "Python 3") -> ast.Module:
    """Return the syntax tree of `text`, as `read_python` does."""
    if len(text) > MAX_CHARACTERS or text.count("{") > MAX_BRACES:
        raise Unreadable(f"is larger than any {language} that people write for this")
    try:
        with warnings.catch_warnings():
            # Python warns of odd escapes in strings; they are the project's own affair.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise Unreadable(f"is not valid {language}", error.lineno or 0) from None
    except ValueError:
        raise Unreadable(f"is not valid {language}") from None
    except (MemoryError, RecursionError):
        raise Unreadable("is nested too deeply to be read") from None
