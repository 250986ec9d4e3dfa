"""Large TOML written by tools: decoded at full speed, with the lines of one array of tables."""

from __future__ import annotations

import re

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.parse_toml import parse_toml
from workbench.scan.syntax.plain import Table, table_of


def read_lock_toml(document: Document, array: str) -> tuple[Table, list[tuple[int, Table]]]:
    """Return the whole, and line and value of each table of the top-level `array`.

    For files of many megabytes; what people write by hand goes through `read_toml`. Raises
    Unreadable with the line, also where `array` is something else than an array of tables.
    """
    root = parse_toml(document)
    found = root.get(array, [])
    if not isinstance(found, list):
        raise Unreadable(f"is no lock file: `{array}` is no list", 1)
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{array}[ \t]*\]\]", re.MULTILINE)
    lines = [document.line_at(m.end()) for m in header.finditer(document.text)]
    lines += [lines[-1] if lines else 1] * (len(found) - len(lines))
    return root, [(line, table_of(value)) for line, value in zip(lines, found, strict=False)]
