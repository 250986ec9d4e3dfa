"""Bitbucket Pipelines: the images of steps and services, and the runners of steps."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.ci_image import image_of
from workbench.scan.ci.runner import known_runner, sight_runner
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "bitbucket-pipelines"
SERVICE = "bitbucket-runner"
MAX_DEPTH = 12
"""Pipelines, branches, stages, parallel steps in each other."""

_OWN = frozenset({"self.hosted"})


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        yield from image_of(root["image"], document.path, ID, published)
        for _, service in root.at("definitions", "services").items():
            yield from image_of(service["image"], document.path, ID, published, scope=Scope.TEST)
        steps = [*_steps(root["definitions"], 0), *_steps(root["pipelines"], 0)]
        found: list[Discovery] = []
        for step in steps:
            found += image_of(step["image"], document.path, ID, published)
            found += _runner(step, root, document.path)
        yield from dict.fromkeys(found)


def _steps(node: Node, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    for element in node:
        yield from _steps(element, depth + 1)
    for key, value in node.items():
        if key == "step" and value.is_object:
            yield value
        else:
            yield from _steps(value, depth + 1)


def _runner(step: Node, root: Node, path: str) -> Iterator[Discovery]:
    """Yield the step's runner; Bitbucket's own run on x86 where `runtime` asks for nothing else."""
    asked = step["runs-on"]
    labels = [label for label in (asked, *asked) if label.text and label.text not in _OWN]
    if labels:
        telling = [label for label in labels if known_runner(SERVICE, label.text)] or labels
        best = max(telling, key=lambda label: "arm64" in label.text)
        at = Occurrence(path=path, line=best.line, scope=Scope.BUILD, reader=ID)
        names = [label.text for label in labels]
        seen = sight_runner(SERVICE, best.text, at, labels=names)
    else:
        arch = step.at("runtime", "cloud", "arch")
        arch = arch if arch.text else root.at("options", "runtime", "cloud", "arch")
        line = arch.line or step.line
        at = Occurrence(path=path, line=line, scope=Scope.BUILD, reader=ID)
        seen = sight_runner(SERVICE, arch.text or "cloud", at, default=not arch.text)
    if seen is not None:
        yield seen


FORMAT = Format(
    id=ID,
    title="Bitbucket Pipelines",
    patterns=("bitbucket-pipelines.yml", "bitbucket-pipelines.yaml"),
    read=_read,
    documentation="https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/",
)
