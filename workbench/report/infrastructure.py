"""The chapter on infrastructure: what to write into configuration, by file, and what to check."""

from __future__ import annotations

from itertools import groupby

import msgspec

from workbench.assess.snapshot import Snapshot
from workbench.model.change import Change
from workbench.model.language import Language
from workbench.report.verdict import counted


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One change: what, at which line, who uses the value, what to check."""

    line: str
    text: str
    uses: str
    doubts: tuple[str, ...]


class ChangedFile(msgspec.Struct, frozen=True, kw_only=True):
    """The changes of one file, by line."""

    path: str
    proposals: tuple[Proposal, ...]


class Infrastructure(msgspec.Struct, frozen=True, kw_only=True):
    """Every change, and in one sentence how many there are."""

    counts: str
    by_hand: str
    """How many of them a person has to write; empty where none."""
    files: tuple[ChangedFile, ...]


def infrastructure(snapshot: Snapshot, language: Language) -> Infrastructure | None:
    """Return the chapter; None where nothing is to change."""
    changes = sorted(snapshot.changes, key=lambda c: (c.path, c.line, c.id, c.detail))
    if not changes:
        return None
    paths = {change.path for change in changes}
    by_hand = sum(not change.edits for change in changes)
    return Infrastructure(
        counts=counted(
            language,
            len(changes),
            "{count} change, in {files}.",
            "{count} changes, in {files}.",
            files=counted(language, len(paths), "{count} file", "{count} files"),
        ),
        by_hand=counted(
            language,
            by_hand,
            "{count} of them only a person can write.",
            "{count} of them only a person can write.",
        )
        if by_hand
        else "",
        files=tuple(
            ChangedFile(path=path, proposals=tuple(_proposal(c, language) for c in members))
            for path, members in groupby(changes, lambda change: change.path)
        ),
    )


def _proposal(change: Change, language: Language) -> Proposal:
    doubts = [language(doubt) for doubt in change.doubts]
    if not change.edits:
        doubts.insert(0, language("by hand"))
    return Proposal(
        line=f"{change.line:,}" if change.line else "",
        text=language(change.detail, **dict(change.values)),
        uses=", ".join(change.uses),
        doubts=tuple(doubts),
    )
