"""A frame in words: its name, its share on each side, the difference and its direction."""

from __future__ import annotations

from workbench.model.language import Language
from workbench.results.flame.comparison import ARM, X86, Comparison
from workbench.results.flame.scaling import Basis
from workbench.results.flame.search import Mask, shares_of

SIDE_NAMES = ("x86_64", "arm64")


def percent(share: float) -> str:
    """Return a share with enough places that a small one is not shown as none."""
    if share and abs(share) < 0.0005:
        return f"{share * 100:.3f} %"
    return f"{share * 100:.1f} %"


def points(delta: float) -> str:
    """Return a difference of shares in percentage points, always with its sign."""
    if delta == 0:
        return "0"
    places = 3 if abs(delta) < 0.0005 else 2 if abs(delta) < 0.01 else 1
    return f"{delta * 100:+.{places}f}".replace("-", "\u2212")


def amount(value: float, unit: str) -> str:
    """Return a value in its unit."""
    shown = f"{value:,.0f}" if value == round(value) else f"{value:,.4g}"
    return f"{shown} {unit}"


def change(delta: float, comparison: Comparison, say: Language) -> str:
    """Return a difference in what the comparison measures it by, always with its sign."""
    if comparison.basis is not Basis.AMOUNT:
        return say("{delta} points", delta=points(delta))
    shown = amount(abs(delta), say(comparison.units[ARM]))
    sign = "+" if delta > 0 else "\u2212" if delta < 0 else ""
    return f"{sign}{shown}"


def frame_words(comparison: Comparison, node: int, say: Language) -> list[str]:
    """Return the lines that describe a node, its name first."""
    tree = comparison.tree
    lines = [tree.name(node) or say("All stacks")]
    for side in (X86, ARM):
        if not comparison.totals[side]:
            continue
        share = percent(float(tree.total[side, node]) / comparison.totals[side])
        spent = amount(float(tree.total[side, node]), say(comparison.units[side]))
        if comparison.partial:
            text = say(
                "{side}: {share} ({amount})", side=SIDE_NAMES[side], share=share, amount=spent
            )
        else:
            text = say(
                "{side}: {share} ({amount}), in the frame itself {own}",
                side=SIDE_NAMES[side],
                share=share,
                amount=spent,
                own=percent(float(tree.own[side, node]) / comparison.totals[side]),
            )
        lines.append(text)
    if comparison.both and not comparison.partial:
        lines.append(difference_words(comparison, node, say))
    return lines


def difference_words(comparison: Comparison, node: int, say: Language) -> str:
    """Return the difference of a node with its direction."""
    spent = comparison.tree.total[:, node : node + 1]
    found = float(comparison.difference(spent)[0])
    delta = change(found, comparison, say)
    if node and not spent[X86, 0]:
        return say("Only on arm64: {delta}", delta=delta)
    if node and not spent[ARM, 0]:
        return say("Only on x86_64: {delta}", delta=delta)
    if not found:
        return say("No difference")
    if found > 0:
        return say("More on arm64: {delta}", delta=delta)
    return say("Less on arm64: {delta}", delta=delta)


def title_words(side: int, differs: bool, say: Language) -> str:
    """Return what a canvas shows, with the direction of a difference."""
    name = SIDE_NAMES[side]
    if not differs:
        return say("{side}: widths are shares of its samples", side=name)
    return say("Difference, arm64 less x86_64: widths are shares on {side}", side=name)


def search_words(comparison: Comparison, matches: Mask, say: Language) -> list[str]:
    """Return how many functions a search found, and the share of each side's stacks."""
    shares = [
        f"{SIDE_NAMES[side]} {percent(share)}"
        for side, share in enumerate(shares_of(comparison, matches))
        if comparison.totals[side]
    ]
    return [say("{n} found", n=f"{int(matches.sum()):,}"), *shares]
