"""Who spoke: every source behind the statuses, and the licences of what they said."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import tomli

from workbench.model import words
from workbench.model.assessment import Assessment
from workbench.model.evidence import MOST_DIRECT_FIRST, Source
from workbench.model.language import Language
from workbench.model.resources import resources
from workbench.report.entries import web_address

Said = tuple[str, str]
"""A component's purl, and the day on which its source was read."""


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """One file, rule or index: how many components it spoke on, and when it was last read."""

    source: str
    origin: str
    components: str
    newest: str


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One address that evidence cites."""

    href: str
    address: str
    date: str
    components: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A licence that asks to be named."""

    title: str
    by: str
    licence: str
    href: str
    address: str
    licence_href: str


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Speakers by how directly they observed, references by address."""

    speakers: tuple[Speaker, ...]
    references: tuple[Reference, ...]
    notices: tuple[Notice, ...]


def sources(assessments: Iterable[Assessment], language: Language) -> Sources:
    """Collect all evidence of `assessments` by who spoke and by address."""
    speakers: dict[tuple[int, str], list[Said]] = {}
    references: dict[str, list[Said]] = {}
    for assessment in assessments:
        for evidence in assessment.evidence:
            said = (assessment.component.purl, evidence.date)
            rank = MOST_DIRECT_FIRST.index(evidence.source)
            speakers.setdefault((rank, evidence.origin), []).append(said)
            if evidence.url:
                references.setdefault(evidence.url, []).append(said)
    spoke = any(rank == MOST_DIRECT_FIRST.index(Source.CATALOG) for rank, _ in speakers)
    return Sources(
        speakers=tuple(
            Speaker(
                source=language(words.SOURCE[MOST_DIRECT_FIRST[rank]]),
                origin=origin,
                components=_components(all_said),
                newest=_newest(all_said),
            )
            for (rank, origin), all_said in sorted(speakers.items())
        ),
        references=tuple(
            Reference(
                href=web_address(url),
                address=url,
                date=_newest(all_said),
                components=_components(all_said),
            )
            for url, all_said in sorted(references.items())
        ),
        notices=_notices() if spoke else (),
    )


def _components(said: list[Said]) -> str:
    return f"{len({purl for purl, _ in said}):,}"


def _newest(said: list[Said]) -> str:
    return max(date for _, date in said)


def _notices() -> tuple[Notice, ...]:
    """Read the licence notices that belong to the catalog's data."""
    path = resources() / "report" / "notices.toml"
    return tuple(
        Notice(
            title=notice["title"],
            by=notice["by"],
            licence=notice["licence"],
            href=notice["url"],
            address=notice["url"],
            licence_href=notice["licence_url"],
        )
        for notice in tomli.loads(path.read_text(encoding="utf-8"))["notice"]
    )
