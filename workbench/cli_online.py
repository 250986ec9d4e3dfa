"""Looking up outside, for the commands that can: what is contacted is said before it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from workbench.cli_output import progress_bar

if TYPE_CHECKING:
    from workbench.engine.online import Ask, Contact, Plan
    from workbench.engine.session import Session

_OPTIONS = (
    click.option(
        "--online",
        is_flag=True,
        help="Ask container registries which images exist for ARM64. Says whom it asks first.",
    ),
    click.option(
        "--look-inside",
        is_flag=True,
        help="With --online: fetch the ARM64 images and look at the programs and packages in them.",
    ),
    click.option(
        "--engine", is_flag=True, help="Ask the Docker or Podman engine of this machine, too."
    ),
)


def online_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options of `ask_of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def ask_of(online: bool, look_inside: bool, engine: bool) -> Ask | None:
    """Return what the options allow; None where they allow nothing."""
    if look_inside and not online:
        raise click.UsageError("--look-inside needs --online: it fetches images")
    if not (online or engine):
        return None
    from workbench.engine.online import Ask

    return Ask(registries=online, engine=engine, inside=look_inside)


def look_up(session: Session, ask: Ask) -> None:
    """Say on stderr who will be asked, then ask, with a progress bar where somebody watches."""
    from workbench.engine.events import Progress

    plan = session.plan_look_up(ask)
    for line in told(plan):
        click.echo(f"workbench: {line}", err=True)
    with progress_bar("Looking up") as advance:
        for event in session.look_up(ask):
            if isinstance(event, Progress):
                advance(event.done, event.total)
    result = session.snapshot.coverage.looked_up
    known = {left.reason for left in plan.left_out}
    for reason, _ in result.left_out if result else ():
        if reason not in known:
            click.echo(f"workbench: {reason}", err=True)
    if result and result.failed:
        click.echo(
            f"workbench: nothing was learnt of {result.failed} of {result.asked} components; "
            "their evidence says why",
            err=True,
        )


def told(plan: Plan) -> list[str]:
    """Return a line for each host that will be asked, and one for what is not asked for."""
    lines = [_line(contact) for contact in plan.contacts] or ["nobody to ask"]
    if plan.left_out:
        lines.append(f"not asked for: {len(plan.left_out)} of the components")
    return lines


def _line(contact: Contact) -> str:
    also = f" (and {', '.join(contact.also)})" if contact.also else ""
    count = f"{contact.count} component{'' if contact.count == 1 else 's'}"
    login = ", with your login" if contact.login else ""
    plain = ", by plain HTTP if need be" if contact.plain else ""
    return f"asking {contact.host}{also} about {count}{login}{plain}"
