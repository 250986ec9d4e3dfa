"""Whether another program has written the files of a project that are ours, too."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[tuple[int, int], ...]
"""Time of change and size of each of these files."""


def stamp_of(project: Path) -> Stamp:
    """Return the stamp of `project`; equal stamps mean that nobody wrote."""
    stamps = []
    for name in ("decisions.jsonl", "project.toml"):
        try:
            status = (project / ".workbench" / name).stat()
        except OSError:
            stamps.append((0, 0))
        else:
            stamps.append((status.st_mtime_ns, status.st_size))
    return tuple(stamps)
