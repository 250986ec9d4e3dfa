"""Which components are looked up outside, where, and what that comes to.

A view shows `plan_of(...)` first, which sends nothing; then it runs `Session.look_up` with the same
`Ask`, as it runs a scan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from workbench.lookup.lookup import Answer, Errand, File, LeftOut, Lookup
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.model.component import Component
from workbench.model.evidence import Evidence
from workbench.model.problem import LookedUp

if TYPE_CHECKING:
    from workbench.engine.looking_up import Task


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a person allows.

    `registries` over the network, the `engine` on this machine, to fetch images and look `inside`.
    """

    registries: bool = True
    engine: bool = False
    inside: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The look-ups that are allowed."""
        chosen = {"registry": self.registries, "engine": self.engine, "inside": self.inside}
        return tuple(id_ for id_, wanted in chosen.items() if wanted)


class Contact(msgspec.Struct, frozen=True, order=True):
    """A host that will be asked, and for how many components.

    `also` are hosts that it is known to send to. `login` says that your credentials for it are
    sent, `plain` that it is asked by plain HTTP where it does not speak HTTPS.
    """

    host: str
    count: int
    also: tuple[str, ...] = ()
    login: bool = False
    plain: bool = False


class Plan(msgspec.Struct, frozen=True):
    """What a look-up would do: every host is named before anything is sent."""

    contacts: tuple[Contact, ...]
    asked: int
    left_out: tuple[LeftOut, ...]
    tasks: tuple[tuple[Component, Lookup, Errand], ...] = ()

    @property
    def to_ask(self) -> list[Task]:
        """The questions."""
        return [(component, lookup) for component, lookup, _ in self.tasks]


def plan_of(components: Iterable[Component], ask: Ask, settings: DockerSettings) -> Plan:
    """Return what `ask` means for `components`. Sends nothing and starts no program."""
    from workbench.lookup.lookups import lookups  # brings in what speaks with registries

    chosen = [lookup for lookup in lookups(settings, online=ask.registries) if lookup.id in ask.ids]
    tasks: list[tuple[Component, Lookup, Errand]] = []
    left_out: dict[LeftOut, None] = {}
    hosts: Counter[str] = Counter()
    known: dict[str, Errand] = {}
    for component in components:
        met: set[str] = set()
        for lookup in chosen:
            errand = lookup.errand(component)
            if isinstance(errand, LeftOut):
                left_out[errand] = None
            elif errand is not None:
                tasks.append((component, lookup, errand))
                met.update(errand.hosts)
                known.setdefault(errand.hosts[-1], errand)
        hosts.update(met)
    contacts = [_contact(host, count, known.get(host)) for host, count in hosts.items()]
    asked = len({component.purl for component, _, _ in tasks})
    return Plan(tuple(sorted(contacts)), asked, tuple(left_out), tuple(tasks))


def _contact(host: str, count: int, errand: Errand | None) -> Contact:
    if errand is None:  # a mirror: what it sends to, and who is known there, shows when it answers
        return Contact(host, count)
    return Contact(host, count, errand.also, errand.login, errand.plain)


class Learnt:
    """Evidence from outside, by component and look-up: the newest answer counts."""

    def __init__(self) -> None:
        self._evidence: dict[str, dict[str, tuple[Evidence, ...]]] = {}
        self._files: dict[str, tuple[File, ...]] = {}

    def take(self, lookup: str, answer: Answer) -> None:
        """Remember `answer`. One that failed does not undo what an earlier one saw."""
        known = self._evidence.setdefault(answer.purl, {})
        if answer.failed and any(e.speaks for e in known.get(lookup, ())):
            return
        known[lookup] = answer.evidence
        if answer.files:
            self._files[answer.purl] = answer.files

    def of(self, component: Component) -> Iterator[Evidence]:
        """Yield what was learnt of `component`."""
        for evidence in self._evidence.get(component.purl, {}).values():
            yield from evidence

    @property
    def opened(self) -> bool:
        """Whether anything was found inside an image."""
        return bool(self._files)

    def files(self, image: Component) -> tuple[File, ...]:
        """Return the lists of packages that were found inside `image`."""
        return self._files.get(image.purl, ())


def looked_up(plan: Plan, come: Sequence[tuple[str, Answer]]) -> LookedUp:
    """Return what a run of `plan` asked and what it did not, as reports have it."""
    failed = {answer.purl for _, answer in come if answer.failed}
    failed -= {a.purl for _, a in come if any(e.speaks for e in a.evidence)}
    reasons = Counter(left.reason for left in plan.left_out)
    heard = {answer.purl for _, answer in come if not answer.unavailable}
    nobody = {a.purl: a.unavailable for _, a in come if a.unavailable and a.purl not in heard}
    reasons.update(nobody.values())
    return LookedUp(
        asked=plan.asked - len(nobody),
        failed=len(failed),
        hosts=tuple((c.host, c.count) for c in plan.contacts),
        left_out=tuple(sorted(reasons.items())),
    )
