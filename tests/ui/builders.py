"""A session without a disk, and inventories of every shape, for tests of the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import msgspec

from tests.snapshots import assessed, claim
from workbench.assess.resolve import resolve
from workbench.assess.snapshot import Snapshot
from workbench.engine.events import Assessed, EngineEvent, Finished, Progress
from workbench.engine.online import Ask, Contact, Plan
from workbench.lookup.lookup import LeftOut
from workbench.model.assessment import Assessment
from workbench.model.change import Change as ProposedChange
from workbench.model.component import Kind, Occurrence, Origin
from workbench.model.decision import Action, Decision
from workbench.model.errors import WorkbenchError
from workbench.model.evidence import Source
from workbench.model.finding import Finding
from workbench.model.problem import Coverage, LookedUp
from workbench.model.purl import without_version
from workbench.model.status import Status
from workbench.project.purchased import Purchased, purchased_sighting
from workbench.project.settings import Settings
from workbench.scan.fold import Fold
from workbench.ui.interruption import Interrupted


class FakeSession:
    """Answers as a Session does, from assessments that are given; remembers what was recorded."""

    def __init__(
        self,
        root: Path,
        assessments: Iterable[Assessment] = (),
        *,
        writable: bool = True,
        coverage: Coverage | None = None,
        findings: Iterable[Finding] = (),
        changes: Iterable[ProposedChange] = (),
    ) -> None:
        no_runs = SimpleNamespace(runs=lambda: ((), ()))
        self.folder = SimpleNamespace(
            root=root, writable=writable, runs=no_runs, settings=Settings()
        )
        self.found = tuple(assessments)
        self.coverage = coverage or Coverage(files=1204, recognised=len(self.found))
        self.findings = tuple(findings)
        self.changes = tuple(changes)
        self.asked: list[Ask] = []
        self.unanswered = 0
        """Of how many components a look-up learns nothing."""
        self.knowledge = SimpleNamespace(generation="Graviton4")
        self.journal: list[Decision] = []
        self.purchased: list[Purchased] = []
        self.gate = None
        """Called between two steps of a scan: tests hold it there."""
        self.closed_scans = 0
        self.fail = ""
        self.snapshot = Snapshot(name=root.name, root=str(root), version="1")

    def scan(self) -> Iterator[EngineEvent]:
        try:
            yield Progress(len(self.found), 0)
            for number, assessment in enumerate(self.found, 1):
                if self.gate is not None:
                    self.gate()
                yield Progress(number, len(self.found), assessment.component.purl)
                yield Assessed((self._again(assessment),))
        except (GeneratorExit, Interrupted):
            self.closed_scans += 1
            raise
        self.snapshot = msgspec.structs.replace(
            self.snapshot,
            assessments=self._all(),
            coverage=self.coverage,
            findings=self.findings,
            changes=self.changes,
            scanned_at="2026-11-23T09:00:00.000+00:00",
        )
        yield Finished(self.snapshot)

    def decide(
        self,
        purls: Iterable[str],
        *,
        status: Status,
        rationale: str,
        action: Action = Action.NONE,
        owner: str = "",
        review_by: str = "",
    ) -> list[Decision]:
        decisions = [
            Decision(
                id=uuid4().hex,
                purl=purl,
                time="2026-11-23T10:00:00.000+00:00",
                author="tester",
                status=status,
                rationale=rationale,
                action=action,
                owner=owner,
                review_by=review_by,
            )
            for purl in purls
        ]
        self._record(decisions)
        return decisions

    def withdraw(self, decisions: Iterable[Decision]) -> list[Decision]:
        reversals = [
            Decision(
                id=uuid4().hex,
                purl=d.purl,
                time="2026-11-23T10:01:00.000+00:00",
                author="tester",
                reverts=d.id,
            )
            for d in decisions
        ]
        self._record(reversals)
        return reversals

    def add_purchased(self, entries: Iterable[Purchased]) -> None:
        self.purchased.extend(entries)
        self._publish()

    def remove_purchased(self, entries: Iterable[Purchased]) -> None:
        for entry in entries:
            self.purchased.remove(entry)
        self._publish()

    def plan_look_up(self, ask: Ask, purls: object = None) -> Plan:
        contacts = (
            Contact("docker.io", 14, also=("auth.docker.io",)),
            Contact("registry.example:5000", 3, login=True, plain=True),
        )
        left = tuple(LeftOut(f"pkg:docker/own-{n}", "is built here") for n in range(6))
        return Plan(contacts if ask.registries else (), 17 if ask.registries else 0, left)

    def look_up(self, ask: Ask, purls: object = None) -> Iterator[EngineEvent]:
        plan = self.plan_look_up(ask)
        self.asked.append(ask)
        yield Progress(0, plan.asked)
        if self.gate is not None:
            self.gate()
        answer = claim(Status.BLOCKED, Source.INDEX)
        said = [
            resolve(a.component, (*a.evidence, answer), a.history)
            for a in self.found
            if a.component.kind is Kind.CONTAINER_IMAGE
        ]
        yield Assessed(tuple(said))
        new = {a.component.purl: a for a in said}
        self.found = tuple(new.get(a.component.purl, a) for a in self.found)
        self.coverage = msgspec.structs.replace(
            self.coverage, looked_up=LookedUp(asked=plan.asked, failed=self.unanswered)
        )
        self.snapshot = msgspec.structs.replace(
            self.snapshot, assessments=self._all(), coverage=self.coverage
        )
        yield Finished(self.snapshot)

    def prefer_graviton(self, generation: str) -> None:
        if self.fail:
            raise WorkbenchError(self.fail)
        self.knowledge.generation = generation

    def _record(self, decisions: list[Decision]) -> None:
        if self.fail:
            raise WorkbenchError(self.fail)
        self.journal.extend(decisions)
        self._publish()

    def _publish(self) -> None:
        if self.snapshot.scanned_at:
            self.snapshot = msgspec.structs.replace(self.snapshot, assessments=self._all())

    def _all(self) -> tuple[Assessment, ...]:
        fold = Fold()
        for entry in self.purchased:
            fold.add(purchased_sighting(entry))
        by_hand = tuple(resolve(c, (), ()) for c in fold.components())
        return tuple(self._again(a) for a in (*self.found, *by_hand))

    def _again(self, assessment: Assessment) -> Assessment:
        wanted = without_version(assessment.component.purl)
        new = tuple(d for d in self.journal if without_version(d.purl) == wanted)
        if not new:
            return assessment
        return resolve(assessment.component, assessment.evidence, (*assessment.history, *new))


def library(number: int, status: Status = Status.READY, name: str = "") -> Assessment:
    """One library, seen once."""
    name = name or f"library-{number:05}"
    return assessed(
        f"pkg:pypi/{name}@1.{number}",
        name,
        status,
        version=f"1.{number}",
        occurrences=[Occurrence("requirements.txt", number + 1)],
        evidence=[claim(status, Source.CATALOG)] if status is not Status.UNKNOWN else [],
    )


def small_inventory() -> list[Assessment]:
    """One component of each status, over three origins."""
    made = [library(number, status) for number, status in enumerate(Status)]
    image = assessed(
        "pkg:docker/golang@1.20",
        "golang",
        Status.READY,
        version="1.20",
        kind=Kind.CONTAINER_IMAGE,
        occurrences=[Occurrence("api/Dockerfile", 1), Occurrence("web/Dockerfile", 3)],
        evidence=[claim(Status.READY, Source.INDEX)],
    )
    bought = assessed(
        "pkg:generic/acme/fraud-sdk@2.3",
        "Acme Fraud SDK",
        Status.UNKNOWN,
        version="2.3",
        kind=Kind.APPLICATION,
        origin=Origin.PURCHASED,
        occurrences=[Occurrence(".workbench/project.toml", 3, reader="manual")],
    )
    return [*made, image, bought]
