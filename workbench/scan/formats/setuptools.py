"""setup.cfg and setup.py of setuptools, as text: nothing of them is ever run."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from workbench.model.component import Scope, Trait
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.requirements import read_for_itself, read_requirements
from workbench.scan.python.manifest_lock import lock_for, resolved_sightings
from workbench.scan.python.platform_marker import marker_traits
from workbench.scan.python.python_requirement import parse_requirement
from workbench.scan.python.setup_cfg import setup_cfg_requirements
from workbench.scan.python.setup_py import Computed, setup_py_requirements
from workbench.scan.tree import Tree

CFG_ID = "setup-cfg"
PY_ID = "setup-py"
_FILE = "file:"


def read_cfg(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what `[options]` and the extras ask for; `file:` is followed inside the project."""
    for listed in setup_cfg_requirements(document):
        for value in listed.values:
            if value.text.startswith(_FILE):
                for named in value.text.removeprefix(_FILE).split(","):
                    path = tree.resolve(document.folder, named.strip())
                    if path and path in tree and not read_for_itself(path, tree):
                        yield from read_requirements(path, tree, listed.scope)
                continue
            yield from _sightings(
                value.text, (document.path, value.line), listed.scope, tree,
                reader=CFG_ID,
            )  # fmt: skip


def read_py(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what `setup(...)` asks for in literals; what is computed is said to be left out."""
    for found in setup_py_requirements(document):
        if isinstance(found, Computed):
            yield from _computed(found, document, tree)
        elif found.text and not found.text.startswith("#"):
            traits = marker_traits(found.marker)
            if found.condition:
                traits = (*traits, Trait("condition", found.condition))
            place = document.path, found.line
            yield from _sightings(found.text, place, found.scope, tree, traits=traits, reader=PY_ID)


def _sightings(
    text: str,
    place: tuple[str, int],
    scope: Scope,
    tree: Tree,
    *,
    traits: tuple[Trait, ...] = (),
    reader: str,
) -> Iterator[Discovery]:
    try:
        wanted = parse_requirement(text)
    except ValueError:
        yield Problem(place[0], "is no requirement (PEP 508)", place[1])
        return
    if wanted is not None:
        wanted = structs.replace(wanted, traits=(*traits, *wanted.traits))
        lock = lock_for(place[0].rpartition("/")[0], tree)
        yield from resolved_sightings(wanted, lock, place, scope, reader)


def _computed(found: Computed, document: Document, tree: Tree) -> Iterator[Discovery]:
    """A file of the project that is read instead says the same; else somebody has to look."""
    for named in found.files:
        for path in _meant(named, document, tree):
            if not read_for_itself(path, tree):
                yield from read_requirements(path, tree, Scope.RUNTIME)
            return
    reason = f"{found.argument} is computed when the file runs: only its literals were read"
    yield Problem(document.path, reason, found.line)


def _meant(named: str, document: Document, tree: Tree) -> Iterator[str]:
    """Yield the requirements file that a name in the code may mean, in whatever folder below."""
    if not named.endswith((".txt", ".in", ".pip")):
        return
    path = tree.resolve(document.folder, named)
    if path and path in tree:
        yield path
        return
    start = f"{document.folder}/" if document.folder else ""
    end = f"/{named.lstrip('/')}"
    for path in tree.called(end.rpartition("/")[2]):
        if path.startswith(start) and path.endswith(end) and read_for_itself(path, tree):
            yield path


FORMATS = (
    Format(
        id=CFG_ID,
        title="setup.cfg",
        patterns=("setup.cfg",),
        read=read_cfg,
        documentation="https://setuptools.pypa.io/en/latest/userguide/declarative_config.html",
    ),
    Format(
        id=PY_ID,
        title="setup.py",
        patterns=("setup.py",),
        read=read_py,
        documentation="https://setuptools.pypa.io/en/latest/references/keywords.html",
    ),
)
