"""Snapshots for tests of whatever shows one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.records import assessed, claim, from_npm, ruling
from tests.shop import shop
from workbench.assess.snapshot import Snapshot
from workbench.model.component import Occurrence, Origin
from workbench.model.evidence import Source
from workbench.model.problem import Coverage
from workbench.model.purl import make_purl, without_version
from workbench.model.status import Status

__all__ = ["empty", "many", "shop"]


def empty() -> Snapshot:
    """A folder in which nothing was recognised."""
    return Snapshot(
        name="notes",
        root="/srv/people/hanako/notes",
        scanned_at="2026-11-23T01:05:09.120+00:00",
        coverage=Coverage(files=12),
        version="0.1.0",
    )


def many(count: int) -> Snapshot:
    """`count` libraries in the proportions of a real workload, one decision in forty."""
    statuses = [Status.READY] * 14 + [Status.UNKNOWN] * 3 + [Status.UPGRADE] * 2 + [Status.CHANGE]
    first = datetime(2026, 11, 1, tzinfo=UTC)
    rows = []
    for n in range(count):
        status = Status.BLOCKED if n % 80 == 79 else statuses[n % len(statuses)]
        purl = make_purl("npm", f"package-{n}", f"{n % 9}.{n % 13}.0")
        presumed = status is Status.READY and n % 3
        source = Source.PRESUMPTION if presumed else Source.CATALOG
        minimum = "9.0.1" if status is Status.UPGRADE else ""
        decision = ruling(purl, status, time=(first + timedelta(minutes=n)).isoformat())
        rows.append(
            assessed(
                purl,
                f"package-{n}",
                status,
                version=f"{n % 9}.{n % 13}.0",
                origin=Origin.PURCHASED if n % 50 == 49 else Origin.DOWNLOADED,
                occurrences=(from_npm(n + 1), Occurrence(f"services/s{n % 40}/package.json", 9)),
                evidence=()
                if status is Status.UNKNOWN
                else (claim(status, source, min_version=minimum),),
                decision=decision if n % 40 == 0 else None,
            )
        )
    assert len({without_version(r.component.purl) for r in rows}) == count
    return Snapshot(
        name="platform",
        root="/srv/platform",
        scanned_at="2026-11-23T01:05:09.120+00:00",
        assessments=tuple(rows),
        coverage=Coverage(files=48210, recognised=412, readers=(("npm", 412),)),
        version="0.1.0",
    )
