"""Code that is taken in by another file under a condition: Rust's `mod`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import structs

from workbench.scan.source.hit import Guard, Hit

_WEAK = (Guard.OPEN, Guard.CONDITIONAL)


class Led:
    """Which paths are taken in under which guard."""

    def __init__(self, leads: Iterable[tuple[str, Guard]]) -> None:
        self._guards = dict(leads)

    def hit_in(self, path: str) -> Callable[[Hit], Hit]:
        """Return a function that gives a hit in `path` the guard of what takes the file in."""
        guard = self._of(path) if self._guards and path.endswith(".rs") else None

        def led(hit: Hit) -> Hit:
            if guard is None or hit.guard not in _WEAK:
                return hit
            return structs.replace(hit, guard=guard)

        return led

    def _of(self, path: str) -> Guard | None:
        """The strictest guard on the way to `path`."""
        parts = path.removesuffix(".rs").removesuffix("/mod").split("/")
        found = [
            guard
            for end in range(1, len(parts) + 1)
            if (guard := self._guards.get("/".join(parts[:end]))) is not None
        ]
        return next((g for g in found if g not in _WEAK), found[0] if found else None)
