"""Where a command's output goes."""

from __future__ import annotations

import sys
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
