"""Which files are worth a look: one pass over their bytes with all patterns at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Triggered = Callable[[bytes], bool]

try:
    import hyperscan
except ImportError:  # there is no wheel for Windows on Arm
    hyperscan = None  # type: ignore[assignment]


def compiled(patterns: Sequence[str]) -> Triggered:
    """Return a function that says whether one of `patterns` occurs in some bytes.

    Hyperscan where there is one; else one regular expression, which is slower and finds the same.
    """
    return _compiled_re(patterns) if hyperscan is None else _compiled_hyperscan(patterns)


def _compiled_hyperscan(patterns: Sequence[str]) -> Triggered:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_MULTILINE
    database.compile(
        expressions=[pattern.encode() for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[flags] * len(patterns),
    )
    scratch = hyperscan.Scratch(database)

    def stop(*_: object) -> bool:
        """End the pass at the first match: that is all that is asked."""
        return True

    def triggered(data: bytes) -> bool:
        try:
            database.scan(data, match_event_handler=stop, scratch=scratch)
        except hyperscan.ScanTerminated:
            return True
        return False

    return triggered


def _compiled_re(patterns: Sequence[str]) -> Triggered:
    either = re.compile("|".join(f"(?:{pattern})" for pattern in patterns).encode(), re.MULTILINE)
    return lambda data: either.search(data) is not None
