"""Regular expressions of modules, compiled when one is used for the first time.

The readers of all formats together hold a thousand; a scan needs a tenth of them, and compiling all
takes as long as everything else that a start does.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast


class _Late:
    """Stands in for a compiled expression: takes over its methods when the first is asked for."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._given = (expression, flags)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what copying and inspecting ask for
            raise AttributeError(name)
        expression, flags = self._given
        compiled = re.compile(expression, flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self._given[0]!r})"


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, compiled at its first use; wrong ones raise only then."""
    return cast("re.Pattern[AnyStr]", _Late(expression, flags))
