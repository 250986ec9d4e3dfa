"""R: DESCRIPTION of packages and projects, and renv.lock."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.r.r_description import WITH_R, RPackage, is_r_description, r_description
from workbench.scan.r.r_usage import packages_in_use
from workbench.scan.r.renv_locked import RenvLock, renv_locked
from workbench.scan.reach import reached_scopes
from workbench.scan.runtimes import declared_runtime
from workbench.scan.tree import Tree, within

MANIFEST = "DESCRIPTION"
LOCK = "renv.lock"
MANIFEST_ID = "r-description"
LOCK_ID = "renv-lock"


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the packages that a DESCRIPTION asks for, at the versions that renv locked."""
    lock = _lock_beside(document.folder, tree)
    for package in tree.parsed(document.path, r_description).packages:
        locked = lock.packages.get(package.name) if lock else None
        if locked and locked.own:
            continue
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            constraint="" if package.version else package.wanted,
            traits=package.traits,
            reader=MANIFEST_ID,
        )
        yield library(
            "cran", package.name, locked.version if locked else package.version, occurrence
        )


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield R and every locked package.

    renv marks none as asked for: a DESCRIPTION beside it does, or the project's own code.
    """
    lock = tree.parsed(document.path, renv_locked)
    if lock.r[0]:
        yield declared_runtime("r", lock.r[0], document.path, lock.r[1]).sighting(LOCK_ID)
    named = _named(document.folder, lock, tree)
    scopes = reached_scopes(
        named.items(), {name: package.needs for name, package in lock.packages.items()}
    )
    for package in lock.packages.values():
        if package.own or package.name in WITH_R:
            continue
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=scopes.get(package.name, Scope.RUNTIME),
            direct=package.name in named,
            traits=package.traits,
            reader=LOCK_ID,
        )
        yield library("cran", package.name, package.version, occurrence)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a DESCRIPTION says of its package."""
    description = tree.parsed(document.path, r_description)
    required, line = description.r
    return Declared(
        name=description.name[0],
        line=description.name[1],
        version=description.version,
        languages=("r",),
        runtimes=(("r", required, line),) if required else (),
    )


def _named(folder: str, lock: RenvLock, tree: Tree) -> dict[str, Scope]:
    """What the project asks for, with scopes; failing all signs, what no other package needs."""
    found: dict[str, Scope] = {}
    for package in _described(folder, tree):
        found.setdefault(package.name, package.scope)
    for name in packages_in_use(folder, tree) & lock.packages.keys():
        found.setdefault(name, Scope.RUNTIME)
    if found:
        return found
    needed = {need for package in lock.packages.values() for need in package.needs}
    return {name: Scope.RUNTIME for name in lock.packages if name not in needed}


def _described(folder: str, tree: Tree) -> tuple[RPackage, ...]:
    described = tree.parsed_or(within(folder, MANIFEST), r_description, None)
    return described.packages if described else ()


def _lock_beside(folder: str, tree: Tree) -> RenvLock | None:
    return tree.parsed_or(within(folder, LOCK), renv_locked, None)


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="R DESCRIPTION",
        patterns=(MANIFEST,),
        read=read_manifest,
        accepts=is_r_description,
        documentation="https://cran.r-project.org/doc/manuals/R-exts.html#The-DESCRIPTION-file",
    ),
    Format(
        id=LOCK_ID,
        title="renv.lock",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://rstudio.github.io/renv/reference/lockfiles.html",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
