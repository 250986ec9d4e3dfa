"""Which files the build takes in on x86 only, as all its files together say."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.scan.source.hit import Looked


class Selected:
    """The files and folders that are named under conditions for x86, and nowhere else."""

    def __init__(self, looked: Iterable[Looked]) -> None:
        x86_only: set[str] = set()
        everywhere: set[str] = set()
        for seen in looked:
            x86_only.update(seen.x86_only)
            everywhere.update(seen.everywhere)
        self._x86_only = x86_only - everywhere

    def on_x86_only(self, path: str) -> bool:
        """Whether the build leaves the file at `path`, or a folder above it, out on arm64."""
        if not self._x86_only:
            return False
        folder, slash, name = path.rpartition("/")
        if folder + slash + name.rpartition(".")[0] in self._x86_only:
            return True
        while folder:
            if f"{folder}/" in self._x86_only:
                return True
            folder = folder.rpartition("/")[0]
        return "./" in self._x86_only
