"""The builds that the project's files describe: of which Dockerfile, under which name, how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.scan.containers.compose_file import is_compose_file, read_services
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.skaffold_file import is_skaffold_file, read_artifacts
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_HAND
from workbench.scan.shell.expansion import Expansion
from workbench.scan.tree import Tree

MAX_OVERRIDES = 16
"""Sets of arguments for which one Dockerfile is read again: a matrix of bake has some ten."""

_READERS: tuple[tuple[Callable[[str], bool], Callable[[Document, Tree], list[ImageBuild]]], ...] = (
    (is_compose_file, read_services),
    (is_skaffold_file, read_artifacts),
)


@dataclass(frozen=True, slots=True)
class PlacedBuild:
    """A build, and the path of the file that describes it."""

    path: str
    build: ImageBuild


def image_builds(tree: Tree) -> tuple[PlacedBuild, ...]:
    """Return the builds of compose, Skaffold and Bake files, in order of their paths.

    Read once per tree; a file that cannot be read is its own format's problem.
    """
    return tree.remember(_all_builds)


def _all_builds(tree: Tree) -> tuple[PlacedBuild, ...]:
    return tuple(
        PlacedBuild(path, build) for path in sorted(tree.sizes) for build in _builds(tree, path)
    )


def _builds(tree: Tree, path: str) -> list[ImageBuild]:
    name = path.rpartition("/")[2]
    if tree.sizes[path] > WRITTEN_BY_HAND:
        return []
    for is_one, read in _READERS:
        if is_one(name):
            try:
                return read(tree.read(path), tree)
            except Unreadable:
                return []
    return []


def build_arguments(tree: Tree, dockerfile: str) -> Mapping[str, Expansion]:
    """Return the arguments that files build the Dockerfile at this path with, the first counts."""
    return tree.remember(_arguments).get(dockerfile, {})


def overriding_arguments(tree: Tree, dockerfile: str) -> tuple[Mapping[str, Expansion], ...]:
    """Return each set of literal arguments that a file builds the Dockerfile at this path with."""
    return tree.remember(_overrides).get(dockerfile, ())


def _arguments(tree: Tree) -> dict[str, dict[str, Expansion]]:
    given: dict[str, dict[str, Expansion]] = {}
    for placed in image_builds(tree):
        for name, value in placed.build.arguments.items():
            given.setdefault(placed.build.dockerfile, {}).setdefault(name, value)
    return given


def _overrides(tree: Tree) -> dict[str, tuple[Mapping[str, Expansion], ...]]:
    sets: dict[str, dict[tuple[tuple[str, str], ...], Mapping[str, Expansion]]] = {}
    for placed in image_builds(tree):
        literal = {n: v for n, v in placed.build.arguments.items() if v.literal is not None}
        known = sets.setdefault(placed.build.dockerfile, {})
        if literal and len(known) < MAX_OVERRIDES:
            known.setdefault(tuple(sorted((n, v.text) for n, v in literal.items())), literal)
    return {path: tuple(known.values()) for path, known in sets.items()}
