"""Travis CI: the processors that jobs run on."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.runner import runs_linux, sight_runner
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "travis"
SERVICE = "travis-runner"


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    for root in read_yaml(document):
        asked = list(_asked(root))
        systems = [root["os"].text, *(system.text for system in root["os"])]
        named = [system for system in systems if system]
        if not asked and root.is_object and (not named or any(map(runs_linux, named))):
            at = Occurrence(document.path, 1, Scope.BUILD, reader=ID)
            seen = sight_runner(SERVICE, "amd64", at, default=True)
            if seen is not None:
                yield seen
        for arch in asked:
            at = Occurrence(document.path, arch.line, Scope.BUILD, reader=ID)
            seen = sight_runner(SERVICE, arch.text, at)
            if seen is not None:
                yield seen


def _asked(root: Node) -> Iterator[Node]:
    for matrix in (root["jobs"], root["matrix"]):
        for job in matrix["include"]:
            if runs_linux(job["os"].text):
                yield from _texts(job["arch"])
    yield from _texts(root["arch"])


def _texts(node: Node) -> Iterator[Node]:
    yield from (one for one in (node, *node) if one.text)


FORMAT = Format(
    id=ID,
    title="Travis CI configuration",
    patterns=(".travis.yml", ".travis.yaml"),
    read=_read,
    documentation="https://docs.travis-ci.com/user/multi-cpu-architectures/",
)
