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
        key = _identity(sighting.purl)
        self._sightings.setdefault(key, []).append(sighting)
        self._changed[key] = None

    def touch(self, wanted: Callable[[str], bool]) -> None:
        """Hand the components whose purl is `wanted` out again, as if they had changed."""
        self._changed |= {
            key: None for key, sightings in self._sightings.items() if wanted(sightings[0].purl)
        }

    def changed(self) -> list[Component]:
        """Return the components that are new or have new occurrences, and forget them."""
        keys, self._changed = self._changed, {}
        return [self._component(key) for key in keys]

    def components(self) -> list[Component]:
        """Return all components, in order of first sighting."""
        return [self._component(key) for key in self._sightings]

    def _component(self, key: str) -> Component:
        sightings = self._sightings[key]
        first = sightings[0]
        occurrences: dict[Occurrence, None] = {s.occurrence: None for s in sightings}
        own = any(s.origin is Origin.SELF_BUILT for s in sightings)
        return Component(
            purl=first.purl,
            name=first.name,
            version=first.version,
            kind=first.kind,
            origin=Origin.SELF_BUILT if own else first.origin,
            occurrences=tuple(occurrences),
        )


def _identity(purl: str) -> str:
    # NuGet takes a name in any case; the purl keeps the one that was seen first.
    return purl.lower() if purl.startswith("pkg:nuget/") else purl
