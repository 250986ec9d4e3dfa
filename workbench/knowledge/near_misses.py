"""Names of the catalog that a text nearly is: what a person may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from workbench.knowledge.catalog import Product

MOST = 5


def near_misses(products: Iterable[Product], text: str) -> list[tuple[str, Product]]:
    """Return up to MOST names like `text`, each with its product, the likest first.

    Names that only share their last part, `example/redis` and `redis`, are like each other, too.
    """
    known: dict[str, Product] = {}
    for product in products:
        for name in (product.name, *product.aliases, *product.possible):
            known.setdefault(name.casefold(), product)
    wanted = text.strip().casefold().partition("@")[0]
    last = wanted.rpartition("/")[2].partition(":")[0]
    same_end = [n for n in known if n.rpartition("/")[2] == last and n != wanted]
    like = difflib.get_close_matches(wanted, known, n=MOST, cutoff=0.75)
    names = dict.fromkeys([*like, *sorted(same_end, key=len)])
    return [(name, known[name]) for name in names][:MOST]
