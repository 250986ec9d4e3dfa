"""pyproject.toml and hatch.toml: PEP 621, PEP 735, build systems, Poetry, PDM, Hatch and uv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.requirements import read_for_itself, read_requirements
from workbench.scan.group_scope import group_scope
from workbench.scan.python.manifest_lock import lock_for, resolved_sightings
from workbench.scan.python.pyproject_tables import (
    Found,
    UvSources,
    hatch_requirements,
    own_names,
    project_name,
    pyproject_requirements,
)
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree

ID = "pyproject"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every dependency that the file declares, less the project's own packages."""
    root = tree.parsed(document.path, read_toml)
    if document.name == "hatch.toml":
        yield from _sightings(hatch_requirements(root), root, document, tree)
        return
    yield from _sightings(pyproject_requirements(root), root, document, tree)
    yield from _dynamic(root, document, tree)


def _sightings(
    found: Iterable[Found], root: Node, document: Document, tree: Tree
) -> Iterator[Discovery]:
    own = own_names(root)
    sources = UvSources(root)
    lock = lock_for(document.folder, tree)
    for one in found:
        if one.requirement is None:
            yield Problem(document.path, "is no requirement (PEP 508)", one.line)
            continue
        if one.requirement.key in own and not one.requirement.purl:
            continue
        requirement = sources.applied(one.requirement)
        place = document.path, one.line
        yield from resolved_sightings(requirement, lock, place, one.scope, ID)


def _dynamic(root: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what requirements files hold that stand in for tables, whatever they are called."""
    for named, scope in _dynamic_files(root):
        for node in [named, *named]:
            path = tree.resolve(document.folder, node.text) if node.text else None
            if path and path in tree and not read_for_itself(path, tree):
                yield from read_requirements(path, tree, scope)


def _dynamic_files(root: Node) -> Iterator[tuple[Node, Scope]]:
    dynamic = root.at("tool", "setuptools", "dynamic")
    yield dynamic.at("dependencies", "file"), Scope.RUNTIME
    for name, group in dynamic["optional-dependencies"].items():
        yield group["file"], group_scope(name, Scope.OPTIONAL)
    hook = root.at("tool", "hatch", "metadata", "hooks", "requirements_txt")
    yield hook["files"], Scope.RUNTIME
    for name, files in hook["optional-dependencies"].items():
        yield files, group_scope(name, Scope.OPTIONAL)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What the file says of its own package; None where it only configures tools."""
    root = tree.parsed(document.path, read_toml)
    name = project_name(root)
    if not name.text:
        return None
    poetry = root.at("tool", "poetry")
    version = root.at("project", "version").text or poetry["version"].text
    runtimes = []
    for python in (root.at("project", "requires-python"), poetry.at("dependencies", "python")):
        if python.text:
            runtimes.append(("python", python.text, python.line))
    return Declared(
        name=name.text,
        line=name.line,
        version=version,
        languages=("python",),
        runtimes=tuple(runtimes[:1]),
    )


FORMAT = Format(
    id=ID,
    title="pyproject.toml",
    patterns=("pyproject.toml", "hatch.toml"),
    read=read,
    documentation="https://packaging.python.org/en/latest/specifications/pyproject-toml/",
)
