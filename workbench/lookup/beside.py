"""Work that blocks, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


async def beside(work: Callable[[], Result], *, seconds: float) -> Result:
    """Return what `work` returns, or raise what it raises. Raises TimeoutError after `seconds`.

    Work that hangs is left behind: it ends with the program at the latest.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(outcome: Result | None, failed: BaseException | None) -> None:
        if done.done():
            return
        if failed is None:
            done.set_result(outcome)  # type: ignore[arg-type]  # None where work returns None
        else:
            done.set_exception(failed)

    def run() -> None:
        outcome, failed = None, None
        try:
            outcome = work()
        except BaseException as error:
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, outcome, failed)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    async with asyncio.timeout(seconds):
        return await done
