"""Which of the catalog's advice is for the version of a component that is in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from workbench.knowledge.catalog import AdviceEntry, Product
from workbench.knowledge.usage import Usage
from workbench.knowledge.versions import is_older, numbers
from workbench.model.advice import Advice

AHEAD = timedelta(days=180)
"""How long before its end a release's support is spoken of."""


class Adviser:
    """The catalog's advice, by the products that it is for."""

    def __init__(self, entries: Iterable[AdviceEntry], today: date) -> None:
        self._until = (today + AHEAD).isoformat()
        self._by_product: dict[str, list[AdviceEntry]] = {}
        for entry in entries:
            for product in entry.products:
                self._by_product.setdefault(product, []).append(entry)

    def on(
        self, products: Iterable[Product], usage: Usage, *, only_ends: bool = False
    ) -> Iterator[Advice]:
        """Yield the advice for `products` in this usage; `only_ends`: ends of support alone."""
        names = {p.id: p.name for p in products}
        for product, name in names.items():
            for entry in self._by_product.get(product, ()):
                if (entry.ended or not only_ends) and self._holds(entry, usage):
                    yield _advice(entry, name, usage)

    def _holds(self, entry: AdviceEntry, usage: Usage) -> bool:
        elsewhere = entry.on is not None and entry.on not in usage.on
        if elsewhere or (entry.ended and entry.ended > self._until):
            return False
        line = numbers(entry.line)
        if line and numbers(usage.version)[: len(line)] != line:
            return False
        return (not entry.below or _is_older(usage, entry.below) is True) and (
            not entry.since or _is_older(usage, entry.since) is False
        )


def _is_older(usage: Usage, than: str) -> bool | None:
    """Say whether the version in use is older; None where none is known."""
    if not usage.version or usage.chart:
        return None
    return is_older(usage.ecosystem, usage.version, than, line=usage.names_line)


def _advice(entry: AdviceEntry, name: str, usage: Usage) -> Advice:
    values = {"name": name, "version": usage.version, "ended": entry.ended}
    return Advice(
        detail=entry.text,
        values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in entry.text),
        source=entry.source,
        url=entry.url,
        date=entry.date,
    )
