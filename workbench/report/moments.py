"""Points in time as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from workbench.model.language import Language


def moment(iso: str) -> str:
    """`2026-11-23 01:05 UTC` from ISO 8601; a text that is no time stays as it is."""
    try:
        parsed = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return parsed.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def calendar_day(day: date, language: Language) -> str:
    """A date in full, as the language writes it."""
    return language(
        "{year}-{month}-{day}", year=day.year, month=f"{day.month:02}", day=f"{day.day:02}"
    )


def is_past(iso_day: str, today: date) -> bool:
    """Whether `iso_day` lies before `today`; False for an empty or odd text."""
    try:
        return date.fromisoformat(iso_day) < today
    except ValueError:
        return False
