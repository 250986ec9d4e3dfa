"""Every form in which a comparison is written: one file each, one line here."""

from __future__ import annotations

from collections.abc import Callable

from workbench.report.comparison import csv, json, markdown, text
from workbench.results.comparison import Comparison

WRITERS: dict[str, Callable[[Comparison], str]] = {
    "text": text.write,
    "json": json.write,
    "csv": csv.write,
    "md": markdown.write,
}
"""By the name that `results compare --format` takes."""
