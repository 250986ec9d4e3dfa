"""The grammar's own tree of one HCL text, within a bounded time."""

from __future__ import annotations

from functools import cache
from time import thread_time

import tree_sitter
import tree_sitter_hcl

from workbench.scan.document import Unreadable

PATIENCE = 2.0
"""Seconds of the processor's time: the parser's way out of a fault can take hours."""
_AT_ONCE = 64 * 1024


def parse_hcl(data: bytes) -> tree_sitter.Node:
    """Return the root of the tree. Raises Unreadable for what takes too long."""
    until = thread_time() + PATIENCE

    def is_late(_offset: int, _failed: bool) -> bool:
        return thread_time() > until

    parser = _parser()
    try:
        return parser.parse(
            lambda offset, _point: data[offset : offset + _AT_ONCE], progress_callback=is_late
        ).root_node
    except ValueError:
        raise Unreadable("is not readable HCL: its faults take too long to get over") from None
    finally:
        parser.reset()  # it would go on with a text that it gave up


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
