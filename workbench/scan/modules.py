"""Where the self-built modules of a project are, and which sources belong to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_HAND, named_like
from workbench.scan.languages import is_source, languages_in
from workbench.scan.name_index import NameIndex
from workbench.scan.tree import Tree

_SUPPORT_FOLDERS = frozenset(
    {"build", "ci", "doc", "docs", "example", "examples", "hack", "scripts", "tools"}
)
"""Source that lies only here serves the module's makers: it makes no module of a folder."""
_BUILD_SOURCE_FOLDERS = ("", "src", "source")
_VENDORED = {
    "vendor": ("go.mod", "go.work", "composer.json", "Gemfile", "Cargo.toml"),
    "Pods": ("Podfile",),
    "third_party": (),
    "site-packages": (),
}
"""Folders of copies of other people's code, where one of these files stands beside (if any)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A kind of file that can make its folder a module, and how to read what it declares.

    `needs` are the languages of which the module must hold a source file; None stands for any.
    `near` asks for one directly in the folder or in its `src`. `counts` sorts out files that only
    share the name.
    """

    patterns: tuple[str, ...]
    declare: Callable[[Document, Tree], Declared | None] | None
    """None for one that marks its folder and says no more."""
    needs: frozenset[str] | None = None
    near: bool = False
    nests: bool = True
    """Whether it still makes a module below a folder that builds sources of the same kind."""
    one_each: bool = False
    """Every such file is a module of its own, even with others in its folder."""
    counts: Callable[[Document], bool] | None = None

    def matches(self, name: str) -> bool:
        """Whether a file of this name is such a manifest."""
        return named_like(name, self.patterns)


@dataclass(frozen=True, slots=True)
class Module:
    """One folder with manifests and source of its own."""

    folder: str
    manifests: tuple[str, ...]
    """Paths, the most telling first."""
    sources: tuple[str, ...]
    """Source files below the folder that belong to no other module."""


_Candidates = dict[str, list[tuple[str, Manifest]]]


def survey(tree: Tree, manifests: tuple[Manifest, ...]) -> dict[str, Module]:
    """Return the modules of the project by folder.

    Every source file belongs to the nearest folder above it that has a manifest. A folder whose
    manifests find no source to build (one that only aggregates others, a makefile of commands) is
    no module, and what it held belongs to the next one up.
    """
    vendored = _Vendored(tree)
    candidates = _without_parts(_candidates(tree, manifests, vendored), tree)
    sources: dict[str, list[str]] = defaultdict(list)
    nearest = _Nearest(candidates)
    for lying in tree.folders:
        holder = nearest.to(lying.path)
        if holder is not None and not vendored.holds(lying.path):
            sources[holder] += [f.path for name, f in lying.files.items() if is_source(name)]
    modules = {}
    for folder in sorted(candidates, key=lambda f: (-f.count("/"), f == "", f)):
        held = sources[folder]
        found = [p for p, m in candidates[folder] if _builds(m, folder, held)]
        if found:
            modules[folder] = Module(folder, tuple(found), tuple(held))
        elif folder and (parent := nearest.to(_above(folder))) is not None:
            sources[parent].extend(held)
    return modules


def _candidates(tree: Tree, manifests: tuple[Manifest, ...], vendored: _Vendored) -> _Candidates:
    """Return the manifests of each folder that has any, the most telling first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    places = NameIndex((place, manifest.patterns) for place, manifest in enumerate(manifests))
    for folder in tree.folders:
        for name, (place, *_) in places.among(folder.path, folder.files):
            file = folder.files[name]
            if file.size > WRITTEN_BY_HAND or vendored.holds(folder.path):
                continue
            if _counts(manifests[place], file.path, tree):
                found[folder.path].append((place, file.path))
    return {
        path: [(manifest, manifests[place]) for place, manifest in sorted(all_)]
        for path, all_ in found.items()
    }


def _without_parts(candidates: _Candidates, tree: Tree) -> _Candidates:
    """Leave out the manifests that are only a part of the build of a folder above."""

    @cache
    def holds(folder: str, needs: frozenset[str] | None) -> bool:
        return any(needs is None or languages_in(p) & needs for p in tree.files_in(folder))

    def builds(folder: str, manifest: Manifest) -> bool:
        near = (folder, *(f"{folder}/{s}".lstrip("/") for s in _BUILD_SOURCE_FOLDERS if s))
        return not manifest.near or any(holds(f, manifest.needs) for f in near)

    kept = {}
    for folder, manifests in candidates.items():
        own = [
            (path, manifest)
            for path, manifest in manifests
            if manifest.nests
            or not any(
                above.needs == manifest.needs and builds(parent, above)
                for parent in _parents(folder)
                for _, above in candidates.get(parent, ())
            )
        ]
        if own:
            kept[folder] = own
    return kept


def _above(folder: str) -> str:
    return folder.rpartition("/")[0]


def _parents(folder: str) -> Iterator[str]:
    while folder:
        folder = _above(folder)
        yield folder


def _counts(manifest: Manifest, path: str, tree: Tree) -> bool:
    if manifest.counts is None:
        return True
    try:
        return manifest.counts(tree.read(path))
    except Unreadable:
        return False


def _builds(manifest: Manifest, folder: str, sources: Iterable[str]) -> bool:
    """Whether one of `sources` is what the manifest in `folder` builds."""
    start = len(folder) + 1 if folder else 0
    for path in sources:
        if manifest.needs is not None and not manifest.needs & languages_in(path):
            continue
        below = path[start:].rpartition("/")[0]
        if below in _BUILD_SOURCE_FOLDERS:
            return True
        first = below.partition("/")[0]
        if not manifest.near and first not in _SUPPORT_FOLDERS and not first.startswith("."):
            return True
    return False


class _Nearest:
    """Finds the candidate that a folder is or lies in; remembers, as siblings share the way."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self._known: dict[str, str | None] = {folder: folder for folder in candidates}
        self._known.setdefault("", None)

    def to(self, folder: str) -> str | None:
        """Return the nearest candidate to `folder`, None where there is none."""
        passed = []
        while folder not in self._known:
            passed.append(folder)
            folder = _above(folder)
        found = self._known[folder]
        self._known.update(dict.fromkeys(passed, found))
        return found


class _Vendored:
    """Tells copies of other people's code from the project's own."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[str, bool] = {"": False}

    def holds(self, folder: str) -> bool:
        """Whether `folder` is one of copies, or lies in one."""
        known = self._known.get(folder)
        if known is None:
            parent, _, name = folder.rpartition("/")
            known = self.holds(parent) or self._is_copy(parent, name)
            self._known[folder] = known
        return known

    def _is_copy(self, parent: str, name: str) -> bool:
        if name not in _VENDORED:
            return False
        beside = _VENDORED[name]
        prefix = f"{parent}/" if parent else ""
        return not beside or any(f"{prefix}{file}" in self._tree for file in beside)
