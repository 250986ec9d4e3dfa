"""What a bill of materials says, whichever format it is written in."""

from __future__ import annotations

import msgspec

from workbench.model.component import Kind, Origin, Scope, Trait


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What the workbench itself wrote on a component that it exported."""

    kind: Kind
    origin: Origin
    direct: bool
    scope: Scope
    constraints: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of software as the bill names it.

    `type` is CycloneDX's word for what it is, empty where the format has none. `ref` is what the
    bill's dependencies call it.
    """

    name: str
    line: int = 0
    ref: str = ""
    version: str = ""
    purl: str = ""
    cpe: str = ""
    type: str = ""
    group: str = ""
    scope: Scope = Scope.RUNTIME
    traits: tuple[Trait, ...] = ()
    own: Own | None = None


class Bom(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of a bill, what it is the bill of (`root`), and what needs what, by `ref`."""

    entries: tuple[Entry, ...]
    root: Entry | None = None
    needs: dict[str, tuple[str, ...]] = {}

    def direct(self) -> frozenset[str]:
        """The refs that the root asks for itself.

        Where the bill does not say what the root needs: those that nothing else needs; all of
        them where it says nothing of dependencies at all.
        """
        asked = self.needs.get(self.root.ref, ()) if self.root else ()
        if asked:
            return frozenset(asked)
        needed = {ref for refs in self.needs.values() for ref in refs}
        return frozenset(entry.ref for entry in self.entries if entry.ref not in needed)
