"""Changes to the text of `project.toml` that leave all else as people wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from workbench.model.errors import WorkbenchError
from workbench.project.purchased import SETTINGS_PATH, Purchased, purchased_from
from workbench.project.settings import parse_settings
from workbench.scan.document import Unreadable


def with_purchased(text: str, entries: Iterable[Purchased]) -> str:
    """Return `text` with `entries` behind the purchased software in it, each entry once.

    Raises WorkbenchError where that would touch anything else.
    """
    present = [_bare(e) for e in _entries(text)]
    new = [e for e in dict.fromkeys(map(_bare, entries)) if e not in present]
    if not new:
        return text
    for entry in new:
        _check_entry(entry)
    document = _document(text)
    if isinstance(array := document.get("purchased"), Array):
        for entry in new:
            table = tomlkit.inline_table()
            table.update(entry.description)
            array.append(table)
        return _checked(tomlkit.dumps(document), [*present, *new])
    spans = _spans(text)
    place = spans[-1][1] if spans else len(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text[:place]
    if before and not before.endswith("\n"):
        before += newline
    blocks = (("\n" if before else "") + "\n".join(map(_block, new))).replace("\n", newline)
    return _checked(before + blocks + text[place:], [*present, *new])


def without_purchased(text: str, entries: Iterable[Purchased]) -> str:
    """Return `text` less `entries`; comments that follow an entry stay.

    Raises WorkbenchError where that would touch anything else.
    """
    present = [_bare(e) for e in _entries(text)]
    gone = set(map(_bare, entries))
    left = [e for e in present if e not in gone]
    if len(left) == len(present):
        return text
    document = _document(text)
    if isinstance(array := document.get("purchased"), Array):
        for index, entry in reversed(list(enumerate(present))):
            if entry in gone:
                del array[index]
        return _checked(tomlkit.dumps(document), left)
    for (start, end), entry in reversed(list(zip(_spans(text), present, strict=True))):
        if entry in gone:
            text = _joined(text[:start], text[end:])
    return _checked(text, left)


def _check_entry(entry: Purchased) -> None:
    try:
        purchased_from(entry.description)
    except ValueError as error:
        raise WorkbenchError(f"nothing is added: {error}") from None


def _joined(before: str, after: str) -> str:
    """Return both parts with one blank line between them where there would be two."""
    if not before or re.search(r"\n\r?\n\Z", before):
        blank = re.match(r"\r?\n", after)
        if blank:
            return before + after[blank.end() :]
        if not after:
            return re.sub(r"\r?\n\Z", "", before)
    return before + after


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where each `[[purchased]]` entry starts and where the line of its last value ends.

    tomlkit counts the comments between two entries to the first of them, where people mean the
    second: so its text is taken, and the comments at its end are left out.
    """
    array = _document(text).get("purchased")
    tables = list(array) if isinstance(array, AoT) else []
    entries = _entries(text)
    if len(tables) != len(entries):
        raise _by_hand("an entry in it is not as it should be")
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    spans = []
    for table, entry in zip(tables, entries, strict=True):
        body = table.as_string()
        after_header = starts[entry.line]
        if not text.startswith(body, after_header):
            raise _by_hand(f"line {entry.line} starts an entry in an unusual way")
        spans.append((starts[entry.line - 1], after_header + _content_length(body)))
    return spans


def _content_length(body: str) -> int:
    """Return the length of `body` less blank lines and comments at its end."""
    lines = re.split(r"(?<=\n)", body)
    while lines and _is_comment(lines[-1].strip()):
        lines.pop()
    return sum(map(len, lines))


def _is_comment(line: str) -> bool:
    # Three quotes: this may be the end of a long string and no comment at all.
    return not line or (line.startswith("#") and '"""' not in line and "'''" not in line)


def _block(entry: Purchased) -> str:
    table = tomlkit.table()
    table.update(entry.description)
    return f"[[purchased]]\n{table.as_string()}"


def _bare(entry: Purchased) -> Purchased:
    return msgspec.structs.replace(entry, line=0)


def _entries(text: str) -> tuple[Purchased, ...]:
    try:
        return parse_settings(text.encode())[0].purchased
    except Unreadable as error:
        raise _by_hand(f"line {error.line} {error.reason}") from None
    except UnicodeEncodeError:
        raise _by_hand("the entry holds characters that are no Unicode") from None


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise _by_hand(str(error)) from None


def _checked(text: str, wanted: list[Purchased]) -> str:
    if [_bare(e) for e in _entries(text)] != wanted:
        raise _by_hand("the change would touch other entries")
    return text


def _by_hand(cause: str) -> WorkbenchError:
    return WorkbenchError(
        f"{SETTINGS_PATH} is left as it was: {cause}: mend the file in an editor, then try again"
    )
