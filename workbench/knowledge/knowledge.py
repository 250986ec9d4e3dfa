"""What is known about a component before anything is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from workbench.knowledge.advising import Adviser
from workbench.knowledge.catalog import Match, Product
from workbench.knowledge.claims import claims_that_apply, evaluate
from workbench.knowledge.compiled import our_knowledge
from workbench.knowledge.compute import DEFAULT_GENERATION, compute_evidence
from workbench.knowledge.matching import Names
from workbench.knowledge.proposing import changes, findings
from workbench.knowledge.rules import Rulebook
from workbench.knowledge.runtimes import carried_runtime, declared_runtimes
from workbench.knowledge.store import Contents, read_folder
from workbench.knowledge.system_images import system_of_image
from workbench.knowledge.usage import Usage, usage_of
from workbench.model.advice import Advice
from workbench.model.change import Change
from workbench.model.component import Component, Origin
from workbench.model.evidence import MOST_DIRECT_FIRST, Evidence, Source
from workbench.model.finding import Finding
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.model.purl import parse_purl
from workbench.model.setting import Setting

_RANK = {source: place for place, source in enumerate(MOST_DIRECT_FIRST)}


class Knowledge:
    """The catalog and the rules, ours and the user's."""

    def __init__(
        self,
        contents: Contents,
        notices: tuple[Problem, ...] = (),
        *,
        today: date | None = None,
        generation: str = DEFAULT_GENERATION,
    ) -> None:
        self.notices = notices
        """What was wrong with the user's own catalog and rule files."""
        self._rules = Rulebook(contents.rules)
        self._names = Names(contents.products)
        self._last: tuple[Component | None, list[Match]] = (None, [])
        self.products = contents.products
        """Every catalog entry that counts, ours and the user's."""
        self._adviser = Adviser(contents.advice, today or date.today())
        self.generation = generation
        """The Graviton generation to propose where it has the size."""

    @classmethod
    def load(cls, extra: tuple[Path, ...] = (), generation: str = DEFAULT_GENERATION) -> Knowledge:
        """Read our catalog and rules, then the folders in `extra`, which override by entry.

        A user's file that is not right is left out and named in `notices`. Raises WorkbenchError
        where a file that ships with the product is damaged.
        """
        contents = our_knowledge()
        notices: list[Problem] = []
        for folder in extra:
            theirs, problems = read_folder(folder)
            contents = contents.under(theirs)
            notices += problems
        return cls(contents, tuple(notices), generation=generation)

    def evidence(self, component: Component) -> list[Evidence]:
        """Return every claim on `component`, the most direct source first."""
        found = self._rules.judge(component)
        found += declared_runtimes(component, self._names)
        found += compute_evidence(component, self.generation)
        if component.origin is not Origin.SELF_BUILT:
            found += self._catalog(component)
        if any(e.speaks for e in found):
            # A presumption stands in for evidence: beside some it would only seem to object.
            found = [e for e in found if e.source is not Source.PRESUMPTION]
        return sorted(found, key=lambda e: _RANK[e.source])

    def _catalog(self, component: Component) -> Iterator[Evidence]:
        """Yield what the catalog's products say that `component` may be."""
        usage = usage_of(component)
        matches = self._matches(component)
        for distribution in component.traits("distribution"):
            matches = matches + self._names.of_text(f"pkg:generic/{distribution}")
        on_images = usage.image and any(m.certain and m.product.images for m in matches)
        for match in matches:
            for claim in claims_that_apply(match.product, usage):
                yield evaluate(match, claim, usage, program_only=on_images)
        if usage.image:
            yield from carried_runtime(matches, usage, self._names)

    def advice(self, component: Component) -> list[Advice]:
        """Return what would make `component` run better, whether or not it runs."""
        if component.origin is Origin.SELF_BUILT:
            return []
        usage = usage_of(component)
        found = list(self._adviser.on(_certain(self._matches(component)), usage))
        if usage.image and (
            system := system_of_image(ImageReference.of_purl(parse_purl(component.purl)))
        ):
            products = _certain(self._names.of_text(f"pkg:generic/{system.name}"))
            held = Usage(ecosystem="generic", version=system.release, names_line=True)
            found += self._adviser.on(products, held, only_ends=True)
        return list(dict.fromkeys(found))

    def changes(self, settings: Iterable[Setting]) -> tuple[Change, ...]:
        """Return what to write in place of `settings`, so that they ask for arm64."""
        return changes(settings, self.generation)

    def configured(self, settings: Iterable[Setting]) -> tuple[Finding, ...]:
        """Return a finding for each of `settings` that asks for x86."""
        return findings(settings, self.generation)

    def is_purchased(self, component: Component) -> bool:
        """Say whether the catalog knows `component` as a vendor's product and nothing else."""
        matches = self._matches(component)
        return bool(matches) and all(m.certain and m.product.purchased for m in matches)

    def _matches(self, component: Component) -> list[Match]:
        """Return the products that `component` is; asked several times over for one component."""
        last, matches = self._last
        if last is not component:
            matches = self._names.of_component(component)
            self._last = (component, matches)
        return matches

    def match(self, text: str) -> list[Match]:
        """Return what a name, an image reference or a purl means in the catalog, and by what."""
        return self._names.of_text(text)


def _certain(matches: list[Match]) -> list[Product]:
    return [m.product for m in matches if m.certain]
