"""What changed in a source, as catalog entries that stand over those that ship."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from workbench.knowledge.catalog import Claim, Product
from workbench.knowledge.update.difference import Change, RowChange
from workbench.knowledge.update.row import Facts

GONE = "no longer listed by the source"
CHANGED = "the source's row has changed: read it there"

_FIELDS = ("status", "since", "recommended", "line", "url")


class Overlay:
    """Collects the entries for the changes of one source, read on `today` (ISO 8601)."""

    def __init__(self, source: str, products: Iterable[Product], today: str) -> None:
        self._source = source
        self._today = today
        self._by_id: dict[str, list[Product]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._by_address: dict[str, set[str]] = {}
        self._made: dict[str, Product] = {}
        for product in products:
            claims = [c for c in product.claim if source in c.source.split(", ")]
            if claims:
                self._by_id.setdefault(product.id, []).append(product)
                for name in (product.name, f"{product.vendor} {product.name}", *product.aliases):
                    self._by_name.setdefault(_slug(name), set()).add(product.id)
                for claim in claims:
                    self._by_address.setdefault(claim.url, set()).add(product.id)

    @property
    def entries(self) -> list[Product]:
        """The entries so far, in the order of their ids."""
        return [self._made[key] for key in sorted(self._made)]

    def add_all(self, changes: Iterable[RowChange]) -> None:
        """Take in changes: what is gone first, so that a row under a new name is not gone."""
        for change in sorted(changes, key=lambda c: c.change is not Change.REMOVED):
            self._add(change)

    def _add(self, change: RowChange) -> None:
        """Take one row's change into the entry of the product that it is on."""
        known = self._product_of(change)
        after = change.after
        if known is None and after is None:
            return
        entry = self._made.get(known or "") or (self._shipped(known) if known else None)
        if entry is None and after is not None:
            self._keep(self._new(after.facts))
        elif entry is not None:
            claims = self._changed(list(entry.claim), change)
            self._made[known or ""] = msgspec.structs.replace(entry, claim=tuple(claims))

    def _keep(self, product: Product) -> None:
        known = self._made.get(product.id)
        if known:
            product = msgspec.structs.replace(known, claim=(*known.claim, *product.claim))
        self._made[product.id] = product

    def _product_of(self, change: RowChange) -> str | None:
        """Return the id of the one product that the row is on; None where that is not sure."""
        for row in (change.before, change.after):
            if row is None:
                continue
            facts = row.facts
            for name in (*facts.aliases, f"{facts.vendor} {facts.name}", facts.name):
                if meant := self._only(self._by_name.get(_slug(name), set()), facts):
                    return meant
        address = change.before.facts.url if change.before else ""
        found = self._by_address.get(address, set()) if address else set()
        return next(iter(found)) if len(found) == 1 else None

    def _only(self, ids: set[str], facts: Facts) -> str | None:
        """Return the one that is meant: that of the same sort, or that of this source alone."""
        sort = (facts.purchased, facts.kind == "container-image")
        of_sort = {i for i in ids if _sort(self._by_id[i][0]) == sort}
        own = {i for i in ids if self._is_own(i)}
        choices = (ids, of_sort, own, of_sort & own)
        return next((next(iter(c)) for c in choices if len(c) == 1), None)

    def _is_own(self, entry_id: str) -> bool:
        """Whether an entry has claims by no other source."""
        entries = self._by_id[entry_id]
        return all(claim.source == self._source for p in entries for claim in p.claim)

    def _shipped(self, entry_id: str) -> Product:
        """Return the shipped entry as an overlay starts from it: this source's claims only."""
        shipped = self._by_id[entry_id]
        claims = [
            msgspec.structs.replace(claim, source=self._source)
            for product in shipped
            for claim in product.claim
            if self._source in claim.source.split(", ")
        ]
        return msgspec.structs.replace(
            shipped[0],
            id=f"update/{_slug(self._source)}/{entry_id}",
            supersedes=(entry_id,),
            aliases=tuple(dict.fromkeys(a for p in shipped for a in p.aliases)),
            claim=tuple(claims),
            origin="",
        )

    def _new(self, facts: Facts) -> Product:
        slug = _slug(f"{facts.vendor} {facts.name}")
        bare = _slug(facts.name)
        return Product(
            id=f"update/{_slug(self._source)}/{slug}",
            name=facts.name,
            vendor=facts.vendor,
            category=facts.category,
            kind=facts.kind,
            aliases=facts.aliases,
            possible=(bare,) if bare and "/" not in bare else (),
            purchased=facts.purchased,
            images=facts.images,
            claim=(self._claim(facts),),
        )

    def _claim(self, facts: Facts) -> Claim:
        return Claim(
            status=facts.status,
            since=facts.since,
            recommended=facts.recommended,
            line=facts.line,
            url=facts.url,
            source=self._source,
            date=self._today,
        )

    def _changed(self, claims: list[Claim], change: RowChange) -> list[Claim]:
        row = change.after or change.before
        if row is None:
            return claims
        line = change.before.facts.line if change.before else row.facts.line
        at = next((n for n, claim in enumerate(claims) if claim.line == line), None)
        if at is None:
            return [*claims, self._claim(row.facts)] if change.after else claims
        claims[at] = self._revised(claims[at], change)
        return claims

    def _revised(self, claim: Claim, change: RowChange) -> Claim:
        """Return the claim with the facts of the row that changed; the others stay as they are.

        So does a fact that was not the row's own: one that was found elsewhere knows better.
        """
        after = change.after
        if after is None:
            return msgspec.structs.replace(claim, outdated=True, note=GONE, date=self._today)
        facts = after.facts
        before = change.before.facts if change.before else Facts(name=facts.name)
        new = {
            field: getattr(facts, field)
            for field in _FIELDS
            if getattr(facts, field) != getattr(before, field)
            and getattr(claim, field) in ("", getattr(before, field))
        }
        if change.change is Change.CHANGED and not new:
            new["note"] = CHANGED
        elif claim.note == GONE:
            new["note"] = ""
        return msgspec.structs.replace(claim, date=self._today, outdated=False, **new)


def _sort(product: Product) -> tuple[bool, bool]:
    return product.purchased, product.kind == "container-image"


def _slug(text: str) -> str:
    return re.sub(r"[^\w.+/@:]+", "-", text.casefold()).strip("-")
