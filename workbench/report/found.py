"""Findings in words: how many of each effect, and what mending them takes."""

from __future__ import annotations

from workbench.assess.effort import Effort
from workbench.assess.rollup import Counts
from workbench.model.assessment import Assessment
from workbench.model.finding import Effect
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.report.verdict import counted

_HOUR = 60


def by_effect(counts: Counts, language: Language) -> str:
    """Return the findings that count by effect, zeros included: none ported is an answer, too."""
    number = counts.by_effect
    return language(", ").join(
        (
            language("{count} to change", count=f"{number[Effect.CHANGE]:,}"),
            counted(
                language,
                number[Effect.NOTE],
                "{count} performance note",
                "{count} performance notes",
            ),
            language("{count} ported", count=f"{number[Effect.PORTED]:,}"),
        )
    )


def aside(counts: Counts, language: Language) -> str:
    """Return how many findings stand aside, and why; empty where none does."""
    said = [
        (counts.tests, language("{count} in tests", count=f"{counts.tests:,}")),
        (counts.quiet, language("{count} seldom a problem", count=f"{counts.quiet:,}")),
    ]
    return language(", ").join(text for number, text in said if number)


def about(effort: Effort, language: Language) -> str:
    """Return the estimate, no more exact than it is; empty where nothing is to change."""
    if not effort.minutes:
        return ""
    if effort.minutes < _HOUR:
        return language("about {count} min", count=effort.minutes)
    return language("about {count} h", count=f"{(effort.minutes + _HOUR // 2) // _HOUR:,}")


def extent(effort: Effort, language: Language) -> str:
    """Return how many functions in how many files the estimate covers."""
    files = counted(language, effort.files, "{count} file", "{count} files")
    return counted(
        language,
        effort.functions,
        "{count} function in {files}",
        "{count} functions in {files}",
        files=files,
    )


def basis(effort: Effort, language: Language) -> list[str]:
    """Return a line for each kind: how many functions, and the minutes that each is put down at."""
    return [
        language(
            "{count} × {minutes} min: {kind}",
            count=f"{share.functions:,}",
            minutes=share.minutes,
            kind=language(share.title),
        )
        for share in effort.shares
    ]


def doubt(assessment: Assessment | None, counts: Counts, language: Language) -> str:
    """Return why what is to change may not have to be; empty where nothing speaks for that."""
    if assessment is None or assessment.computed is not Status.READY:
        return ""
    if not counts.by_effect[Effect.CHANGE]:
        return ""
    return language("Its build may leave these out on arm64: build it there before changing any.")


def capital(text: str) -> str:
    """Return `text` with a capital letter, where its first word is no name such as `x86`."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text
