"""What a window can ask of the open project, each as work for `Workspace.carry_out`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from workbench.model.decision import Decision
from workbench.ui.ruling import Ruling

if TYPE_CHECKING:
    from workbench.engine.session import Session
    from workbench.project.purchased import Purchased


def recording(
    rulings: Iterable[tuple[tuple[str, ...], Ruling]],
) -> Callable[[Session], list[Decision]]:
    """Return the work of recording each ruling for its purls."""
    wanted = tuple(rulings)

    def work(session: Session) -> list[Decision]:
        return [
            decision
            for purls, ruling in wanted
            for decision in session.decide(
                purls,
                status=ruling.status,
                rationale=ruling.rationale,
                action=ruling.action,
                owner=ruling.owner,
                review_by=ruling.review_by,
            )
        ]

    return work


def withdrawing(decisions: Iterable[Decision]) -> Callable[[Session], list[Decision]]:
    """Return the work of appending reversals of `decisions`."""
    wanted = tuple(decisions)
    return lambda session: session.withdraw(wanted)


def adding(entries: tuple[Purchased, ...]) -> Callable[[Session], None]:
    """Return the work of adding software by hand."""
    return lambda session: session.add_purchased(entries)


def taking_out(entries: tuple[Purchased, ...]) -> Callable[[Session], None]:
    """Return the work of taking software out again that was added by hand."""
    return lambda session: session.remove_purchased(entries)


def preferring(generation: str) -> Callable[[Session], None]:
    """Return the work of proposing `generation` of Graviton from now on."""
    return lambda session: session.prefer_graviton(generation)
