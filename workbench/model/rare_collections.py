"""Python's search for cycles, held back while files are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (500_000, 1_000, 1_000)
"""Objects more than freed before a search, and searches of the young before one of the old: nothing
ends a search, and one through millions of objects takes seconds."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search for cycles rarely, in the whole process, until the block is left.

    What a parser makes of a large file is a million objects without a cycle among them, and the
    search through them takes longer than making them.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
