"""The builds that the project's files describe: of which Dockerfile, under which name, how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.scan.containers import (
    bake_file,
    compose_file,
    copilot_file,
    devcontainer_file,
    quadlet_file,
    skaffold_file,
    tilt_file,
    workflow_file,
)
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_HAND, named_like
from workbench.scan.shell.expansion import Expansion
from workbench.scan.tree import Tree

MAX_OVERRIDES = 16
"""Sets of arguments for which one Dockerfile is read again: a matrix of bake has some ten."""

_READERS: tuple[tuple[tuple[str, ...], Callable[[Document, Tree], list[ImageBuild]]], ...] = (
    (compose_file.PATTERNS, compose_file.read_services),
    (skaffold_file.PATTERNS, skaffold_file.read_artifacts),
    (bake_file.PATTERNS, bake_file.read_targets),
    (copilot_file.PATTERNS, copilot_file.read_manifest),
    (workflow_file.PATTERNS, workflow_file.read_workflow_builds),
    (tilt_file.PATTERNS, tilt_file.read_tilt_builds),
    (quadlet_file.BUILD_PATTERNS, quadlet_file.read_build),
    (devcontainer_file.PATTERNS, devcontainer_file.read_devcontainer_build),
)

_EVERY_PATTERN = tuple(pattern for patterns, _ in _READERS for pattern in patterns)


@dataclass(frozen=True, slots=True)
class PlacedBuild:
    """A build, and the path of the file that describes it."""

    path: str
    build: ImageBuild


def image_builds(tree: Tree) -> tuple[PlacedBuild, ...]:
    """Return the builds that files describe, in order of the files' paths.

    Read once per tree; a file that cannot be read is its own format's problem.
    """
    return tree.remember(_all_builds)


def _all_builds(tree: Tree) -> tuple[PlacedBuild, ...]:
    return tuple(
        PlacedBuild(path, build) for path in sorted(tree.sizes) for build in _builds(tree, path)
    )


def _builds(tree: Tree, path: str) -> list[ImageBuild]:
    if tree.sizes[path] > WRITTEN_BY_HAND or not named_like(path, _EVERY_PATTERN):
        return []
    for patterns, read in _READERS:
        if named_like(path, patterns):
            try:
                return read(tree.read(path), tree)
            except (Unreadable, RecursionError):
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


def named_contexts(tree: Tree, dockerfile: str) -> Mapping[str, Expansion]:
    """Return the names that stand for another source in some build of the Dockerfile."""
    return tree.remember(_contexts).get(dockerfile, {})


def _contexts(tree: Tree) -> dict[str, dict[str, Expansion]]:
    found: dict[str, dict[str, Expansion]] = {}
    for placed in image_builds(tree):
        for name, _, source in placed.build.contexts:
            found.setdefault(placed.build.dockerfile, {}).setdefault(name, source)
    return found
