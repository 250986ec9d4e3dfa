"""environment.yml of conda, with its pip section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.conda.match_spec import conda_spec
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.requirements import read_for_itself, read_requirements
from workbench.scan.group_scope import file_scope
from workbench.scan.python.pip_entry import included_file, pip_entry
from workbench.scan.runtimes import declared_runtime
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "conda-environment"
MAX_BYTES = 1024 * 1024
"""An environment that people or `conda env export` write is far smaller."""

_DEPENDENCIES = regex(r"^[\"']?dependencies[\"']?:[ \t]*(?:\[|#|$)", re.MULTILINE)
_CHANNELS = regex(r"^[\"']?channels[\"']?:", re.MULTILINE)
_NAMED_SO = regex(r"(?:.*[-_.])?(?:environment|env|conda)(?:[-_.].*)?\.ya?ml", re.IGNORECASE)


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield conda's packages, and what its pip section asks for."""
    scope = file_scope(document.path, Scope.RUNTIME)
    for root in read_yaml(document)[:1]:
        for node in root["dependencies"]:
            if node.is_object:
                for entry in node["pip"]:
                    yield from _pip(entry, document, tree, scope)
            elif node.text:
                yield from _conda(node, document, scope)


def _conda(node: Node, document: Document, scope: Scope) -> Iterator[Discovery]:
    spec = conda_spec(node.text)
    if spec is None:
        yield Problem(document.path, "is no package that conda would read", node.line)
        return
    if spec.name == "python":
        spelled = spec.version or spec.constraint.lstrip("=")
        yield declared_runtime("python", spelled, document.path, node.line, scope).sighting(ID)
        return
    yield Sighting(
        purl=make_purl("conda", spec.name, spec.version),
        name=spec.name,
        version=spec.version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(
            path=document.path,
            line=node.line,
            scope=scope,
            constraint=spec.constraint,
            reader=ID,
        ),
    )


def _pip(entry: Node, document: Document, tree: Tree, scope: Scope) -> Iterator[Discovery]:
    if included := included_file(entry.text):
        path = tree.resolve(document.folder, included)
        if not path or path not in tree:
            reason = "includes a file that is not in the project"
            yield Problem(document.path, reason, entry.line)
        elif not read_for_itself(path, tree):
            yield from read_requirements(path, tree, scope)
        return
    try:
        wanted = pip_entry(entry.text)
    except ValueError:
        yield Problem(document.path, "is no requirement that pip would read", entry.line)
        return
    if wanted is not None:
        yield wanted.sighting(document.path, entry.line, scope, ID)


def _accepts(document: Document) -> bool:
    """Whether a YAML file is an environment: named like one, or with channels beside the list."""
    try:
        if len(document.data) > MAX_BYTES or not document.may_hold(b"dependencies"):
            return False
        if not _DEPENDENCIES.search(document.text):
            return False
    except Unreadable:
        return False
    named = _NAMED_SO.fullmatch(document.name) is not None
    return named or _CHANNELS.search(document.text) is not None


FORMAT = Format(
    id=ID,
    title="conda environment",
    patterns=("*.yml", "*.yaml"),
    read=read,
    accepts=_accepts,
    documentation="https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html",
)
