"""One opened project: scan it, decide on it, read its state."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec

from workbench import __version__
from workbench.assess.resolve import resolve
from workbench.assess.snapshot import Snapshot
from workbench.engine.events import Assessed, EngineEvent, Finished, Progress
from workbench.engine.image_packages import inside, platforms_of
from workbench.engine.inventory import Inventory
from workbench.engine.online import Ask, Learnt, Plan, looked_up, plan_of
from workbench.engine.reading_order import reading_order
from workbench.knowledge.knowledge import Knowledge
from workbench.lookup.cache import DAY, Cache
from workbench.lookup.oci.docker_settings import docker_settings
from workbench.model.assessment import Assessment
from workbench.model.component import Component, Origin, Sighting
from workbench.model.decision import Action, Decision
from workbench.model.finding import Finding
from workbench.model.problem import Coverage, Problem
from workbench.model.purl import without_version
from workbench.model.setting import Setting
from workbench.model.source import TABLE
from workbench.model.status import Status
from workbench.project.folder import ProjectFolder
from workbench.project.purchased import Purchased, purchased_sighting
from workbench.scan.fold import Fold
from workbench.scan.installed_runtimes import installed_runtime
from workbench.scan.scanner import Read, scan
from workbench.scan.source.remembered import Remembered
from workbench.scan.systems import held_system
from workbench.scan.walk import Walked

BATCH_SECONDS = 0.05
"""How often a running scan hands over what it has: often enough to look live."""


class Session:
    """A project with its knowledge, journal and newest snapshot.

    Not thread-safe: one thread at a time. A scan is a generator; closing it cancels it and leaves
    the snapshot as it was.
    """

    def __init__(self, folder: ProjectFolder, knowledge: Knowledge) -> None:
        self.folder = folder
        self.knowledge = knowledge
        self.inventory = Inventory(folder)
        decisions, journal_notices = folder.journal.read()
        self._history: dict[str, tuple[Decision, ...]] = {}
        """Journal entries by purl without version, oldest first."""
        self._remember(decisions)
        self._fold = Fold()
        """What the running scan, or the last one, has found."""
        self._configured: tuple[Setting, ...] = ()
        """What configuration says, of the last scan."""
        self._learnt = Learnt()
        """What was looked up outside while the project is open; a new scan does not forget it."""
        self.snapshot = Snapshot(
            name=folder.settings.name or folder.root.name,
            root=str(folder.root),
            notices=(
                *folder.notices,
                *knowledge.notices,
                *journal_notices,
                *self.inventory.problems,
            ),
            version=__version__,
        )

    @classmethod
    def open(cls, path: Path) -> Session:
        """Open the project at `path`. Raises WorkbenchError where that is no readable folder."""
        folder = ProjectFolder.open(path)
        return cls(folder, Knowledge.load(folder.catalog_folders, folder.settings.graviton))

    # --- scanning

    def scan(
        self, *, jobs: int | None = None, remember: bool = True, live: bool = True
    ) -> Iterator[EngineEvent]:
        """Scan the folder; yield progress and assessments as they come, Finished at the end.

        `jobs` is the number of processes that look at source, None for one a processor. Without
        `remember` every file is read, and nothing is kept for the next scan. Without `live` each
        component is assessed once, at the end, for whoever does not watch them come.
        """
        started = time.monotonic()
        fold = self._fold = Fold()
        assessed: dict[str, Assessment] = {}
        findings: list[Finding] = []
        settings: list[Setting] = []
        coverage = Coverage()
        progress = Progress(0, 0)
        handed_over = 0.0
        by_hand = self.folder.settings.purchased
        for purchased in by_hand:
            fold.add(purchased_sighting(purchased))
        tables, products, wrong_rows = self.inventory.tables()
        for product in products:
            fold.add(product)
        events = scan(
            self.folder.root,
            exclude=self.folder.settings.exclude,
            imported=self.inventory.lists(),
            jobs=jobs,
            memory=Remembered(self.folder.root) if remember else None,
        )
        for event in events:
            match event:
                case Sighting():
                    _add(fold, event)
                case Finding():
                    findings.append(event)
                case Setting():
                    settings.append(event)
                case Walked(files):
                    progress = Progress(files, 0)
                case Read(path, done, total):
                    progress = Progress(done, total, path)
                case Coverage():
                    coverage = msgspec.structs.replace(
                        _with_tables(event, tables, wrong_rows),
                        looked_up=self.snapshot.coverage.looked_up,
                    )
            if time.monotonic() - handed_over > BATCH_SECONDS:
                yield progress
                if live and (batch := {c.purl: self._assess(c) for c in fold.changed()}):
                    assessed |= batch
                    yield Assessed(tuple(batch.values()))
                handed_over = time.monotonic()
        if self._learnt.opened:
            coverage = self._add_insides(fold, fold.components(), coverage)
        assessed |= {c.purl: self._assess(c) for c in fold.changed()}
        self._configured = tuple(settings)
        self._publish(
            assessed.values(),
            findings=(*findings, *self.knowledge.configured(settings)),
            changes=self.knowledge.changes(settings),
            coverage=coverage,
            scanned_at=_now(),
            seconds=time.monotonic() - started,
        )
        if self.folder.settings.purchased != by_hand:
            self._replace_purchased()
        yield Finished(self.snapshot)

    # --- asking outside

    def plan_look_up(self, ask: Ask, purls: Iterable[str] | None = None) -> Plan:
        """Return who would be asked about the last scan's components, or those in `purls`.

        Sends nothing and starts no program: for showing before `look_up`.
        """
        wanted = None if purls is None else frozenset(purls)
        components = [
            a.component
            for a in self.snapshot.assessments
            if wanted is None or a.component.purl in wanted
        ]
        return plan_of(components, ask, docker_settings())

    def look_up(
        self, ask: Ask, purls: Iterable[str] | None = None, *, lifetime: float = DAY
    ) -> Iterator[EngineEvent]:
        """Ask outside; yield progress and what has changed as it comes, Finished at the end.

        What fails is evidence of that and changes no status. `lifetime` is how long an earlier
        answer on a tag is believed, in seconds; 0 asks anew. Closing the generator ends it within
        half a second; what had come by then counts.
        """
        # These bring in what speaks with registries, which a scan has no use for.
        from workbench.engine.looking_up import answers
        from workbench.lookup.means import Means

        plan = self.plan_look_up(ask, purls)
        cache = Cache()
        means = Means(cache, docker_settings(), lifetime=lifetime, platforms_of=platforms_of)
        come = []
        known = {component.purl: component for component, _ in plan.to_ask}
        changed: dict[str, Component] = {}
        coverage = self.snapshot.coverage
        self._fold.changed()  # what decisions touched since the scan is assessed already
        total = len(plan.tasks)
        yield Progress(0, total)
        try:
            for batch in answers(plan.to_ask, means):
                come += batch
                for lookup, answer in batch:
                    self._learnt.take(lookup, answer)
                touched = {answer.purl: known[answer.purl] for _, answer in batch}
                opened = [known[answer.purl] for _, answer in batch if answer.files]
                coverage = self._add_insides(self._fold, opened, coverage)
                yield Progress(len(come), total, next((c.name for c in touched.values()), ""))
                touched |= {c.purl: c for c in self._fold.changed()}
                if touched:
                    changed |= touched
                    yield Assessed(tuple(self._assess(c) for c in touched.values()))
        finally:
            cache.close()
            assessed = {a.component.purl: a for a in self.snapshot.assessments}
            assessed |= {purl: self._assess(component) for purl, component in changed.items()}
            coverage = msgspec.structs.replace(coverage, looked_up=looked_up(plan, come))
            self._publish(assessed.values(), coverage=coverage)
        yield Finished(self.snapshot)

    # --- deciding

    def decide(
        self,
        purls: Iterable[str],
        *,
        status: Status,
        rationale: str,
        action: Action = Action.NONE,
        owner: str = "",
        review_by: str = "",
        author: str = "",
    ) -> list[Decision]:
        """Record one decision for each of `purls` and return them; durable when this returns."""
        decisions = [
            Decision(
                id=uuid4().hex,
                purl=purl,
                time=_now(),
                author=author or self.folder.settings.author or getpass.getuser(),
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

    def withdraw(self, decisions: Iterable[Decision], *, author: str = "") -> list[Decision]:
        """Append reversals of `decisions`: what ruled before them rules again."""
        reversals = [
            Decision(
                id=uuid4().hex,
                purl=decision.purl,
                time=_now(),
                author=author or self.folder.settings.author or getpass.getuser(),
                reverts=decision.id,
            )
            for decision in decisions
        ]
        self._record(reversals)
        return reversals

    def add_purchased(self, entries: Iterable[Purchased]) -> None:
        """Add software by hand to the project's settings and to the snapshot."""
        self.folder.add_purchased(tuple(entries))
        self._replace_purchased()

    def remove_purchased(self, entries: Iterable[Purchased]) -> None:
        """Take software that was added by hand out again."""
        self.folder.remove_purchased(tuple(entries))
        self._replace_purchased()

    def prefer_graviton(self, generation: str) -> None:
        """Propose `generation` of Graviton from now on, and keep that in the project's settings."""
        self.folder.keep_graviton(generation)
        self.knowledge.generation = generation
        self._publish(
            (self._assess(a.component) for a in self.snapshot.assessments),
            changes=self.knowledge.changes(self._configured),
        )

    # --- inside

    def _record(self, decisions: list[Decision]) -> None:
        self.folder.journal.append(decisions)
        touched = self._remember(decisions)
        self._fold.touch(lambda purl: without_version(purl) in touched)
        self._publish(
            self._assess(a.component) if without_version(a.component.purl) in touched else a
            for a in self.snapshot.assessments
        )

    def _remember(self, decisions: Iterable[Decision]) -> set[str]:
        """File `decisions` by component, whatever its version, and return the components."""
        touched = set()
        for decision in decisions:
            key = without_version(decision.purl)
            self._history[key] = (*self._history.get(key, ()), decision)
            touched.add(key)
        return touched

    def _replace_purchased(self) -> None:
        """Fold the settings' purchased software into the components of the last scan again."""
        fold = Fold()
        for purchased in self.folder.settings.purchased:
            fold.add(purchased_sighting(purchased))
        by_hand = {c.purl: c for c in fold.components()}
        scanned = []
        for component in (a.component for a in self.snapshot.assessments):
            kept = tuple(o for o in component.occurrences if o.reader != "manual")
            added = by_hand.pop(component.purl, None)
            occurrences = (*kept, *added.occurrences) if added else kept
            if occurrences:
                scanned.append(msgspec.structs.replace(component, occurrences=occurrences))
        components = [*scanned, *(self._classify(c) for c in by_hand.values())]
        self._publish(self._assess(c) for c in components)

    def _add_insides(self, fold: Fold, images: Iterable[Component], coverage: Coverage) -> Coverage:
        """Add what lies in those of `images` that were opened; return `coverage` with problems."""
        problems: list[Problem] = []
        for image in images:
            for found in inside(image, self._learnt.files(image)):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    _add(fold, found)
        news = tuple(p for p in problems if p not in coverage.problems)
        return msgspec.structs.replace(coverage, problems=(*coverage.problems, *news))

    def _classify(self, component: Component) -> Component:
        """Call downloaded software purchased where the catalog knows it as a vendor's product."""
        if component.origin is Origin.DOWNLOADED and self.knowledge.is_purchased(component):
            return msgspec.structs.replace(component, origin=Origin.PURCHASED)
        return component

    def _assess(self, component: Component) -> Assessment:
        component = self._classify(component)
        history = self._history.get(without_version(component.purl), ())
        known = self.knowledge
        evidence = (*known.evidence(component), *self._learnt.of(component))
        return resolve(component, evidence, history, known.advice(component))

    def _publish(self, assessments: Iterable[Assessment], **changes: object) -> None:
        ordered = tuple(sorted(assessments, key=reading_order))
        self.snapshot = msgspec.structs.replace(self.snapshot, assessments=ordered, **changes)


def _add(fold: Fold, sighting: Sighting) -> None:
    """Add `sighting`, and what it tells of besides."""
    fold.add(sighting)
    for told in (held_system(sighting), installed_runtime(sighting)):
        if told:
            fold.add(told)


def _with_tables(coverage: Coverage, tables: int, problems: list[Problem]) -> Coverage:
    """Count the tables of purchased products among what was read."""
    if not tables:
        return coverage
    return msgspec.structs.replace(
        coverage,
        files=coverage.files + tables,
        recognised=coverage.recognised + tables,
        readers=tuple(sorted([*coverage.readers, (TABLE, tables)])),
        problems=(*coverage.problems, *problems),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
