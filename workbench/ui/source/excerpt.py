"""The lines around an occurrence, read within bounds and never out of the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.model.component import Occurrence
from workbench.scan.document import Document, Unreadable
from workbench.scan.tree import Tree
from workbench.scan.walk import File, grouped
from workbench.ui.phrases import phrase

AROUND = 200
"""Lines shown before and after the one that is meant."""

LONGEST_LINE = 2000


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file. `first` is the number of the first one; `line` is the one that is meant."""

    path: str
    line: int
    first: int = 1
    lines: tuple[str, ...] = ()
    message: str = ""
    """Why there is nothing to see, or what to know about what is seen; English."""
    values: tuple[tuple[str, str], ...] = ()


def read_excerpt(root: Path, place: Occurrence, scanned_at: str) -> Excerpt:
    """Read the lines around `place`. Never raises: what is wrong becomes the message."""
    path = root / place.path
    if place.reader == "manual" and not path.exists():
        return Excerpt(place.path, 0, message=phrase("Added by hand: there is no file to show."))
    if not path.exists():
        return Excerpt(
            place.path, 0, message=phrase("The file is no longer there. Rescan with F5.")
        )
    try:
        document = Tree(root, grouped([File(place.path, 0)])).read(place.path)
        lines = document.lines
    except Unreadable as error:
        reason = (("reason", error.reason),)
        return Excerpt(place.path, 0, message=phrase("The file {reason}."), values=reason)
    # What is added by hand is written by ourselves, after the scan.
    changed = place.reader != "manual" and _changed_since(path, scanned_at)
    if place.line > len(lines):
        count = (("n", f"{len(lines):,}"),)
        text = phrase("The file has changed since the scan: it has {n} lines. Rescan with F5.")
        return Excerpt(place.path, 0, message=text, values=count)
    return _around(document, place.line, changed)


def _around(document: Document, line: int, changed: bool) -> Excerpt:
    middle = max(line, 1)
    first = max(1, middle - AROUND)
    shown = document.lines[first - 1 : middle + AROUND]
    if shown and not shown[-1] and len(document.lines) <= middle + AROUND:
        shown = shown[:-1]
    text = phrase("The file has changed since the scan. Rescan with F5.") if changed else ""
    lines = tuple(one[:LONGEST_LINE] for one in shown)
    return Excerpt(document.path, line, first, lines, text)


def _changed_since(path: Path, scanned_at: str) -> bool:
    try:
        return path.stat().st_mtime > datetime.fromisoformat(scanned_at).timestamp()
    except (OSError, ValueError):
        return False
