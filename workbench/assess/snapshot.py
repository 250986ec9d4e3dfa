"""The assessed project at one moment: what window, report and exports all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from workbench.model.assessment import Assessment
from workbench.model.change import Change
from workbench.model.component import Origin
from workbench.model.finding import Finding
from workbench.model.problem import Coverage, Problem
from workbench.model.status import Confidence, Status


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts. Every screen, page and file that shows a number takes it from here."""

    total: int
    by_status: dict[Status, int]
    by_origin: dict[Origin, dict[Status, int]]
    presumed: int
    """How many of the `ready` ones are presumed, not observed or stated."""
    decided: int
    """Components on which a person's decision rules."""
    to_review: int
    """Components that are neither ready, nor not applicable, nor decided."""


def summarise(assessments: Iterable[Assessment]) -> Summary:
    """Count `assessments`; every status and origin has a number, 0 included."""
    every = list(assessments)
    by_status = Counter(a.status for a in every)
    by_origin = Counter((a.component.origin, a.status) for a in every)
    settled = (Status.READY, Status.NOT_APPLICABLE)
    return Summary(
        total=len(every),
        by_status={s: by_status[s] for s in Status},
        by_origin={o: {s: by_origin[o, s] for s in Status} for o in Origin},
        presumed=sum(
            a.status is Status.READY and a.confidence is Confidence.PRESUMED for a in every
        ),
        decided=sum(a.decision is not None for a in every),
        to_review=sum(a.decision is None and a.status not in settled for a in every),
    )


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All of one scan, assessed. Immutable: a later scan or decision makes a new one."""

    name: str
    """The project's name: from its settings, else its folder's."""
    root: str
    """The project's folder, absolute."""
    scanned_at: str = ""
    """ISO 8601, UTC, with offset; empty before the first scan has ended."""
    seconds: float = 0.0
    """How long the scan took."""
    assessments: tuple[Assessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    """What to write into configuration so that it asks for arm64."""
    coverage: Coverage = Coverage()
    notices: tuple[Problem, ...] = ()
    """What was wrong with the project's own `.workbench` files."""
    version: str = ""
    """The version of the workbench that made it."""

    @property
    def summary(self) -> Summary:
        """The counts of this snapshot."""
        return summarise(self.assessments)

    @property
    def nothing_recognised(self) -> bool:
        """Whether there is nothing to assess: which is "not assessed", never "ready"."""
        return not self.assessments
