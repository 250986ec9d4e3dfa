"""Look-ups as a generator: many questions at once, their answers in batches, ended at any yield."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.lookup.lookup import Answer, Asker, Lookup
from workbench.model.component import Component

if TYPE_CHECKING:  # what asks is imported when somebody asks
    from workbench.lookup.means import Means

BATCH_SECONDS = 0.05
MOST_OPEN = 200
"""Questions that are open at once, over all hosts; each host has its own, smaller number."""
_ENDING_SECONDS = 0.3
_TURNS = 5

Task = tuple[Component, Lookup]
Come = tuple[str, Answer]
"""An answer, and the id of the look-up that gave it."""
Result = TypeVar("Result")


def answers(tasks: Sequence[Task], means: Means) -> Iterator[list[Come]]:
    """Ask for each of `tasks` and yield what has come every BATCH_SECONDS, maybe nothing.

    The event loop is this generator's own and runs while it is asked for the next batch. Closing
    the generator drops what is open within half a second.
    """
    loop = asyncio.new_event_loop()
    try:
        come: list[Come] = []
        work = loop.create_task(_all(tasks, means, come))
        while not work.done():
            loop.run_until_complete(asyncio.wait({work}, timeout=BATCH_SECONDS))
            batch, come[:] = list(come), []
            means.cache.flush()
            yield batch
        work.result()
    finally:
        _end(loop, means)


async def _all(tasks: Sequence[Task], means: Means, come: list[Come]) -> None:
    turns = asyncio.Semaphore(MOST_OPEN)
    askers: dict[str, Asker] = {}

    async def one(component: Component, lookup: Lookup) -> None:
        async with turns:
            if lookup.id not in askers:
                askers[lookup.id] = lookup.open(means)
            come.append((lookup.id, await askers[lookup.id].ask(component)))

    async with asyncio.TaskGroup() as group:
        for component, lookup in tasks:
            group.create_task(one(component, lookup))


def _end(loop: asyncio.AbstractEventLoop, means: Means) -> None:
    """Drop every task, close the connections, and let go of the loop."""
    open_ = asyncio.all_tasks(loop)
    for task in open_:
        task.cancel()
    if open_:
        with suppress(Exception):
            loop.run_until_complete(asyncio.wait(open_, timeout=_ENDING_SECONDS))
    for task in open_:
        if task.done() and not task.cancelled():
            task.exception()  # what fails while it is dropped is of no interest
    for work in (loop.shutdown_asyncgens(), means.close(), _settled(loop)):
        with suppress(Exception):
            _within(loop, work)
    loop.close()


async def _settled(loop: asyncio.AbstractEventLoop) -> None:
    """Let what was closed be closed: a transport lets go of its socket a turn later.

    httpx forgets a connection that is dropped in its TLS handshake; the loop still knows it.
    """
    for transport in list(getattr(loop, "_transports", {}).values()):
        transport.abort()
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def _within(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Result]) -> None:
    loop.run_until_complete(asyncio.wait_for(work, _ENDING_SECONDS))
