"""What the project's own builds left behind: `resources/scan/build-outputs.toml`.

Whether version control ignores a file does not matter: people assess folders that are no clone.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache

import msgspec

from workbench.model.resources import resources
from workbench.model.toml import decode
from workbench.scan.format import named_like
from workbench.scan.tree import Tree


class _Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    folder: str
    beside: tuple[str, ...]


class _Facts(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    marks: tuple[str, ...]
    sources_of_marks: tuple[str, ...]
    sources: frozenset[str]
    output: tuple[_Output, ...]


@cache
def _facts() -> _Facts:
    data = (resources() / "scan" / "build-outputs.toml").read_bytes()
    return decode(data, _Facts)


class BuildOutputs:
    """Tells what builds of the project made from what came into it."""

    def __init__(self, tree: Tree, compiled: Container[str]) -> None:
        """`compiled` are the paths of what is no source, whatever it is named."""
        self._tree = tree
        self._compiled = compiled
        self._known: dict[str, bool] = {"": False}
        self._stems: dict[str, dict[str, str]] = {}

    def hold(self, path: str) -> bool:
        """Whether the file at `path` lies in a folder that a build tool fills."""
        return self._folder(path.rpartition("/")[0])

    def source_of(self, path: str) -> str:
        """Return the source beside `path` that is named like it; empty where there is none."""
        folder, _, name = path.rpartition("/")
        stem = name.partition(".")[0]
        beside = self._sources_in(folder.removesuffix(".libs").removesuffix("/"))
        return beside.get(stem) or beside.get(stem.removeprefix("lib")) or ""

    def _sources_in(self, folder: str) -> dict[str, str]:
        if folder not in self._stems:
            found: dict[str, str] = {}
            for path in self._tree.files_in(folder):
                stem, _, ending = path.rpartition("/")[2].partition(".")
                if stem and ending in _facts().sources and path not in self._compiled:
                    found.setdefault(stem, path)
            self._stems[folder] = found
        return self._stems[folder]

    def _folder(self, folder: str) -> bool:
        known = self._known.get(folder)
        if known is None:
            known = self._folder(folder.rpartition("/")[0]) or self._is_output(folder)
            self._known[folder] = known
        return known

    def _is_output(self, folder: str) -> bool:
        facts = _facts()
        if any(f"{folder}/{mark}" in self._tree for mark in facts.marks):
            return not any(f"{folder}/{file}" in self._tree for file in facts.sources_of_marks)
        for output in facts.output:
            if f"/{folder}".endswith(f"/{output.folder}"):
                above = folder[: -len(output.folder)].rstrip("/")
                if any(named_like(p, output.beside) for p in self._tree.files_in(above)):
                    return True
        return False
