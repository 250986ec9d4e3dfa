"""What the counts say, in one or two sentences, and not a word more."""

from __future__ import annotations

from workbench.assess.snapshot import Snapshot, Summary
from workbench.model.language import Language
from workbench.model.status import Status


def verdict(snapshot: Snapshot, language: Language) -> str:
    """Return the sentence that leads every report."""
    summary = snapshot.summary
    if snapshot.nothing_recognised:
        return language("Nothing recognised, so nothing was assessed. This is not a pass.")
    return _obstacles(summary, language) + language("; ") + _ready(summary, language)


def counted(language: Language, count: int, one: str, several: str, **values: str) -> str:
    """Return `one` or `several` in the reader's language, `{count}` and the rest filled in."""
    return language(one if count == 1 else several, count=f"{count:,}", **values)


def _obstacles(summary: Summary, language: Language) -> str:
    """Say what stops the move, or how far it is known that nothing does."""
    total = f"{summary.total:,}"
    if blocked := summary.by_status[Status.BLOCKED]:
        return counted(
            language,
            blocked,
            "{count} of {total} components blocks the move",
            "{count} of {total} components block the move",
            total=total,
        )
    if unknown := summary.by_status[Status.UNKNOWN]:
        return counted(
            language,
            unknown,
            "No component is known to block the move, but {count} of {total} is unknown",
            "No component is known to block the move, but {count} of {total} are unknown",
            total=total,
        )
    return counted(
        language,
        summary.total,
        "The one component does not block the move",
        "None of {count} components blocks the move",
    )


def _ready(summary: Summary, language: Language) -> str:
    ready = summary.by_status[Status.READY]
    if not summary.presumed:
        return counted(language, ready, "{count} is ready.", "{count} are ready.")
    return counted(
        language,
        ready,
        "{count} is presumed ready.",
        "{count} are ready, {presumed} of them presumed.",
        presumed=f"{summary.presumed:,}",
    )


def work(summary: Summary, language: Language) -> str:
    """Return how much is left to do, by status; empty where nothing is."""
    counts = summary.by_status
    said = [
        (counts[Status.CHANGE], language("to change")),
        (counts[Status.REBUILD], language("to rebuild")),
        (counts[Status.UPGRADE], language("to upgrade")),
        (counts[Status.UNKNOWN], language("unknown")),
    ]
    parts = [language("{count} {what}", count=f"{n:,}", what=what) for n, what in said if n]
    return language(", ").join(parts) + language(".") if parts else ""


def looked_at(snapshot: Snapshot, language: Language) -> str:
    """Return what the scan looked at and what it could not, in one sentence."""
    coverage = snapshot.coverage
    return language(
        "Files met: {files}; read: {recognised}; problems: {problems}; left out: {omitted}.",
        files=f"{coverage.files:,}",
        recognised=f"{coverage.recognised:,}",
        problems=f"{len(coverage.problems) + len(snapshot.notices):,}",
        omitted=f"{len(coverage.omitted):,}",
    )


def looked_up(snapshot: Snapshot, language: Language) -> str:
    """Return who was asked outside and about how much; empty where nobody was."""
    result = snapshot.coverage.looked_up
    if result is None:
        return ""
    return language(
        "Looked up outside: {asked}; hosts asked: {hosts}; without an answer: {failed}; "
        "not asked for: {left_out}.",
        asked=f"{result.asked:,}",
        hosts=f"{len(result.hosts):,}",
        failed=f"{result.failed:,}",
        left_out=f"{sum(count for _, count in result.left_out):,}",
    )
