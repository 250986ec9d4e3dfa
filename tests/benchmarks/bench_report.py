"""How fast the PDF is made, against an empty report."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.measure import Ratio, compare
from tests.snapshots import empty, many, shop
from workbench.report.pdf import make_pdf


def ratios() -> Iterator[Ratio]:
    """Yield a usual report and one with 2,000 components."""
    nothing = empty()
    yield compare(
        "report, 59 components",
        lambda: make_pdf(shop()),
        "empty report",
        lambda: make_pdf(nothing),
        runs=3,
    )
    large = many(2_000)
    yield compare(
        "report, 2,000 components",
        lambda: make_pdf(large),
        "empty report",
        lambda: make_pdf(nothing),
        runs=1,
    )
