"""A table in a Markdown page, found by its columns and refused where its shape is another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workbench.knowledge.update.row import Cell, Refused
from workbench.model.regex import regex

_RULE = regex(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BLOCK = regex(r"\s*(?:#|>|[-*+] |[-*_]{3,}|```|<)")
_BAR = regex(r"(?<!\\)\|")


def read_table(
    file: str, text: str, columns: tuple[str, ...]
) -> list[tuple[int, tuple[Cell, ...]]]:
    """Return line number and cells of each row of the table with exactly these columns.

    Raises Refused where there is no such table, more than one, or a row of another width.
    """
    lines = text.splitlines()
    found = [n for n, head in _heads(lines) if head == columns]
    if len(found) > 1:
        raise Refused(file, f"has {len(found)} tables with the columns {', '.join(columns)}")
    if not found:
        raise _no_such_table(file, lines, columns)
    rows = []
    end = len(lines)
    for number in range(found[0] + 2, len(lines)):
        if "|" not in lines[number]:
            end = number
            break
        rows.append((number + 1, _row(file, number + 1, lines[number], columns)))
    _check_end(file, lines, end)
    if not rows:
        raise Refused(file, f"the table {', '.join(columns)} has no rows", found[0] + 1)
    return rows


def _heads(lines: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, (line, rule) in enumerate(pairwise(lines)):
        if "|" in line and "|" in rule and _RULE.fullmatch(rule):
            yield number, tuple(cell.plain for cell in _cells(line))


def _no_such_table(file: str, lines: list[str], columns: tuple[str, ...]) -> Refused:
    """Name the column in which the likeliest table differs."""
    heads = list(_heads(lines))
    likely = max(heads, key=lambda head: len(set(head[1]) & set(columns)), default=None)
    if likely is None or not set(likely[1]) & set(columns):
        return Refused(file, f"has no table with the columns {', '.join(columns)}")
    number, head = likely
    lacking = [c for c in columns if c not in head]
    added = [c for c in head if c not in columns]
    said = [f"the column {c!r} is not there" for c in lacking]
    said += [f"the column {c!r} is not known" for c in added]
    reason = "; ".join(said) or "its columns stand in another order"
    return Refused(file, f"the table has changed: {reason}", number + 1)


def _check_end(file: str, lines: list[str], end: int) -> None:
    """Refuse a table that seems to go on after its end: its last rows would be lost unseen."""
    if end < len(lines) and lines[end].strip() and not _BLOCK.match(lines[end]):
        raise Refused(file, "a row of the table has no columns", end + 1)
    after = next((n for n in range(end, len(lines)) if lines[n].strip()), None)
    if after is None or "|" not in lines[after]:
        return
    if after not in {number for number, _ in _heads(lines)}:
        raise Refused(file, "a row stands apart from its table", after + 1)


def _row(file: str, number: int, line: str, columns: tuple[str, ...]) -> tuple[Cell, ...]:
    cells = _cells(line)
    width = len(columns)
    # An empty last cell is often left out, or followed by one bar too many.
    beyond = [cell for cell in cells[width:] if cell.text]
    if beyond or len(cells) < width - 1:
        at = columns[min(len(cells), width) - 1]
        reason = f"the row has {len(cells)} cells, not {width}: look after the column {at!r}"
        raise Refused(file, reason, number)
    return tuple([*cells, Cell.of("")][:width])


def _cells(line: str) -> list[Cell]:
    parts = _BAR.split(line.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [Cell.of(part.replace(r"\|", "|")) for part in parts]
