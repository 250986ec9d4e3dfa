"""The decision journal: one line a decision, appended for good. The one precious file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from workbench.model.atomic import flush_folder, flush_to_disk
from workbench.model.decision import Decision
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.project.disk import (
    check_regular,
    is_linked,
    read_bounded,
    unread,
)
from workbench.project.journal_lines import decisions_in, objection
from workbench.project.lock import LOCK_NAME, locked, not_writable

MAX_BYTES = 256 * 1024 * 1024
"""More than half a million decisions; a larger file is not a journal of ours."""

Mark = tuple[int, int, int] | None
"""What a file's entry says of its content (inode, size, time of change); None for no file."""


class Journal:
    """The journal at `path`. Holds no state: every call looks at the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shown = f"{path.parent.name}/{path.name}"

    def append(self, decisions: Sequence[Decision]) -> None:
        """Add `decisions` in one write; they are on the disk when this returns.

        Raises WorkbenchError where they cannot be written; then none of them is in the journal.
        """
        if not decisions:
            return
        lines = b"".join(_line(decision) for decision in decisions)
        with locked(self.path.parent):
            try:
                self._append(lines)
            except OSError as error:
                raise not_writable(self.path, error) from None

    def read(self) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
        """Return all decisions, oldest first, and what in the file is no decision.

        Never raises: what cannot be read is a problem with its line.
        """
        if is_linked(self.path.parent):
            text = "is a link, and links are not followed: put a folder in its place"
            return (), (Problem(self.path.parent.name, text),)
        try:
            data = read_bounded(self.path, MAX_BYTES) or b""
            if data and not data.endswith(b"\n") and (self.path.parent / LOCK_NAME).exists():
                # Cut short, or just being written? Under the lock nobody writes.
                with suppress(WorkbenchError), locked(self.path.parent):
                    data = read_bounded(self.path, MAX_BYTES) or b""
        except OSError as error:
            text = f"{unread(error)}: decisions made so far are not shown"
            return (), (Problem(self._shown, text),)
        return decisions_in(data, self._shown)

    def mark(self) -> Mark:
        """Return what tells whether the file has changed. Take it before `read`, not after."""
        try:
            look = self.path.lstat()
        except OSError:
            return None
        return look.st_ino, look.st_size, look.st_mtime_ns

    def changed_since(self, mark: Mark) -> bool:
        """Whether anyone, this process included, has written since `mark` was taken."""
        return self.mark() != mark

    def _append(self, lines: bytes) -> None:
        with suppress(FileNotFoundError):
            check_regular(self.path)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.path, flags, 0o666)
        try:
            size = os.lseek(descriptor, 0, os.SEEK_END)
            if size and _last_byte(descriptor) != b"\n":
                # What an interrupted write left stays in its own line; ours starts the next.
                lines = b"\n" + lines
            if size + len(lines) > MAX_BYTES:
                # What could not be read back must not be acknowledged.
                raise OSError(0, f"would be larger than {MAX_BYTES // 1024**2} MiB")
            try:
                _write(descriptor, lines)
                flush_to_disk(descriptor)
            except BaseException:
                os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
        if not size:
            flush_folder(self.path.parent)


def _line(decision: Decision) -> bytes:
    if wrong := objection(decision):
        raise WorkbenchError(f"the decision cannot be recorded: {wrong}")
    try:
        return msgspec.json.encode(decision) + b"\n"
    except UnicodeEncodeError:
        raise WorkbenchError(
            "the decision cannot be recorded: its text holds characters that are no Unicode: "
            "type it again"
        ) from None


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
