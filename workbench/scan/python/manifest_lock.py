"""The lock file that holds for a Python manifest, and what it says of one requirement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import relpath

from msgspec import structs

from workbench.model.component import Scope, Sighting
from workbench.scan.document import Document
from workbench.scan.python.pdm_locked import pdm_locked
from workbench.scan.python.poetry_locked import poetry_locked
from workbench.scan.python.pylock_locked import pylock_locked
from workbench.scan.python.pyproject_tables import lockable_requirements, own_names
from workbench.scan.python.python_lock import Asked, Need, PythonLock, same_version
from workbench.scan.python.python_requirement import PythonRequirement
from workbench.scan.python.uv_locked import uv_locked
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree, within

_BESIDE: tuple[tuple[str, Callable[[Document], PythonLock]], ...] = (
    ("uv.lock", uv_locked),
    ("poetry.lock", poetry_locked),
    ("pdm.lock", pdm_locked),
    ("pylock.toml", pylock_locked),
)


def lock_for(folder: str, tree: Tree) -> PythonLock | None:
    """Return the lock beside the manifest in `folder`, or uv's above that names the folder."""
    for name, parse in _BESIDE:
        if lock := tree.parsed_or(within(folder, name), parse, None):
            return lock
    above = folder
    while above:
        above = above.rpartition("/")[0]
        lock = tree.parsed_or(within(above, "uv.lock"), uv_locked, None)
        if lock and relpath(folder, above or ".") in lock.own.values():
            return lock
    return None


def resolved_sightings(
    requirement: PythonRequirement,
    lock: PythonLock | None,
    place: tuple[str, int],
    scope: Scope,
    reader: str,
) -> Iterator[Sighting]:
    """Yield the sighting of `requirement` at `place`, once for each version that is locked.

    Nothing where the lock says that it is the project's own code.
    """
    path, line = place
    if lock and requirement.key in lock.own and not requirement.purl:
        return
    versions: tuple[str, ...] = ()
    if lock and not requirement.purl:
        wanted = f"=={requirement.version}" if requirement.version else requirement.constraint
        versions = lock.chosen(requirement.key, wanted)
    if requirement.version and versions and same_version(requirement.version, versions[0]):
        requirement = structs.replace(requirement, version=versions[0])
    for version in versions or ("",):
        yield requirement.sighting(path, line, scope, reader, locked=version)


def asked_beside(folder: str, tree: Tree) -> tuple[Asked, ...]:
    """Return what the pyproject.toml in `folder` asks for; build requirements are never locked."""
    root = tree.parsed_or(within(folder, "pyproject.toml"), read_toml, None)
    if root is None:
        return ()
    own = own_names(root)
    found = []
    for one in lockable_requirements(root):
        wanted = one.requirement
        if wanted is None or wanted.key in own:
            continue
        marker = next((t.value for t in wanted.traits if t.name == "marker"), "")
        found.append(Asked(Need(wanted.key, marker=marker), one.scope))
    return tuple(found)
