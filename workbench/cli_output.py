"""Where a command's output goes, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def write_output(output: str, content: str | bytes) -> None:
    """Write `content` to the file `output`, all of it or nothing; `-` is standard output.

    Raises WorkbenchError where the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from workbench.model.atomic import write_atomically

    write_atomically(Path(output), data)


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give what is called with done and total; a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield advance


def _ignore(done: int, total: int) -> None:
    """Nobody watches."""
