"""A frame in words: its name, its share on each side, the difference and its direction."""

from __future__ import annotations

from workbench.model.language import Language
from workbench.results.flame.comparison import ARM, EXACT, X86, Comparison

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


def frame_words(comparison: Comparison, node: int, say: Language) -> list[str]:
    """Return the lines that describe a node, its name first."""
    tree = comparison.tree
    lines = [tree.name(node) or say("All stacks")]
    for side in (X86, ARM):
        if not comparison.totals[side]:
            continue
        lines.append(
            say(
                "{side}: {share} ({amount}), in the frame itself {own}",
                side=SIDE_NAMES[side],
                share=percent(float(tree.total[side, node]) / comparison.totals[side]),
                amount=amount(float(tree.total[side, node]), say(comparison.units[side])),
                own=percent(float(tree.own[side, node]) / comparison.totals[side]),
            )
        )
    if comparison.both:
        lines.append(difference_words(comparison, node, say))
    return lines


def difference_words(comparison: Comparison, node: int, say: Language) -> str:
    """Return the difference of a node with its direction."""
    x86, arm = (float(comparison.tree.total[side, node]) for side in (X86, ARM))
    totals = comparison.totals
    change = arm / totals[ARM] - x86 / totals[X86]
    delta = points(0.0 if abs(change) < EXACT else change)
    if node and not x86:
        return say("Only on arm64: {delta} points", delta=delta)
    if node and not arm:
        return say("Only on x86_64: {delta} points", delta=delta)
    if delta == "0":
        return say("No difference")
    if delta.startswith("+"):
        return say("More on arm64: {delta} points", delta=delta)
    return say("Less on arm64: {delta} points", delta=delta)
