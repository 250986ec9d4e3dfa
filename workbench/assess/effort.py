"""What mending the findings of one component takes: an estimate, and what it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding


class Share(msgspec.Struct, frozen=True):
    """The functions that one kind of construct is to be mended in."""

    title: str
    functions: int
    """How many; 1 for what is mended once for all of them."""
    minutes: int
    """For each of them."""


class Effort(msgspec.Struct, frozen=True):
    """The sum of `shares`. A function with two kinds of constructs is in two shares."""

    minutes: int = 0
    functions: int = 0
    """Distinct ones; what stands outside of all functions of a file counts as one."""
    files: int = 0
    shares: tuple[Share, ...] = ()
    """The largest first."""


def effort(findings: Iterable[Finding]) -> Effort:
    """Add up the minutes of what is to change, once for each function and construct.

    What is mended once for all (`Finding.once`: a library) counts once, wherever it is named.
    Tests and quiet findings are left out: they hold nobody up.
    """
    each: dict[tuple[str, str, str], Finding] = {}
    places: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.effect is not Effect.CHANGE or finding.scope is Scope.TEST or finding.quiet:
            continue
        where = (finding.path, finding.function)
        places.add(where)
        key = (*(("", "") if finding.once else where), finding.construct)
        known = each.get(key)
        if known is None or known.minutes < finding.minutes:
            each[key] = finding
    alike = Counter((f.title, f.minutes) for f in each.values())
    shares = [Share(title, count, minutes) for (title, minutes), count in alike.items()]
    return Effort(
        minutes=sum(f.minutes for f in each.values()),
        functions=len(places),
        files=len({path for path, _ in places}),
        shares=tuple(sorted(shares, key=_largest_first)),
    )


def _largest_first(share: Share) -> tuple[int, str]:
    return -share.functions * share.minutes, share.title
