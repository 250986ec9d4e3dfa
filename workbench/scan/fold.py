"""Many sightings, one component."""

from __future__ import annotations

from collections.abc import Callable

from workbench.model.component import Component, Occurrence, Origin, Sighting


class Fold:
    """Collects sightings; hands out the components that changed since it was last asked."""

    def __init__(self) -> None:
        self._sightings: dict[str, list[Sighting]] = {}
        self._changed: dict[str, None] = {}

    def add(self, sighting: Sighting) -> None:
        """Take in one sighting."""
        self._sightings.setdefault(sighting.purl, []).append(sighting)
        self._changed[sighting.purl] = None

    def touch(self, wanted: Callable[[str], bool]) -> None:
        """Hand the components whose purl is `wanted` out again, as if they had changed."""
        self._changed |= {purl: None for purl in self._sightings if wanted(purl)}

    def changed(self) -> list[Component]:
        """Return the components that are new or have new occurrences, and forget them."""
        purls, self._changed = self._changed, {}
        return [self._component(purl) for purl in purls]

    def components(self) -> list[Component]:
        """Return all components, in order of first sighting."""
        return [self._component(purl) for purl in self._sightings]

    def _component(self, purl: str) -> Component:
        sightings = self._sightings[purl]
        first = sightings[0]
        occurrences: dict[Occurrence, None] = {s.occurrence: None for s in sightings}
        own = any(s.origin is Origin.SELF_BUILT for s in sightings)
        return Component(
            purl=purl,
            name=first.name,
            version=first.version,
            kind=first.kind,
            origin=Origin.SELF_BUILT if own else first.origin,
            occurrences=tuple(occurrences),
        )
