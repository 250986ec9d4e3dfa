"""How numbers, times, places and evidence are worded on screen."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QLocale

from workbench.model.assessment import Assessment
from workbench.model.evidence import Evidence
from workbench.model.language import Language

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def phrase(text: str) -> str:
    """Mark an English text of a table as one to be translated where it is shown."""
    return text


def why(assessment: Assessment, say: Language) -> str:
    """Return the reason for the status in one clause, in the reader's language."""
    if assessment.decision is not None:
        return assessment.decision.rationale
    if assessment.deciding is not None:
        return evidence_text(assessment.deciding, say)
    return say("no evidence either way")


def evidence_text(evidence: Evidence, say: Language) -> str:
    """Return what `evidence` says, in the reader's language, places filled."""
    return say(evidence.detail, **dict(evidence.values))


def ago(moment: str, now: datetime, say: Language) -> str:
    """Return how long ago the ISO 8601 `moment` was; empty where it is no time."""
    try:
        seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    except (ValueError, TypeError):
        return ""
    if seconds < _MINUTE:
        return say("scanned just now")
    if seconds < _HOUR:
        return say("scanned {n} min ago", n=int(seconds / _MINUTE))
    if seconds < _DAY:
        return say("scanned {n} h ago", n=int(seconds / _HOUR))
    return say("scanned on {date}", date=moment[:10])


def moment(text: str, language: str) -> str:
    """Return an ISO 8601 time as the reader's locale and clock write it, or `text` itself."""
    try:
        when = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(text).timestamp()))
    except ValueError:
        return text
    return QLocale(language).toString(when, QLocale.FormatType.ShortFormat)


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)
