"""Drone and Woodpecker: the images of steps and services, and the platform that runs them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.ci_image import image_of
from workbench.scan.ci.runner import sight_runner
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

DRONE_ID = "drone"
WOODPECKER_ID = "woodpecker"
MAX_ROWS = 50
"""Rows of a matrix that are looked at."""

_WITH_IMAGES = ("docker", "kubernetes", "")


def _read_drone(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        if root["kind"].text not in ("pipeline", "") or root["type"].text not in _WITH_IMAGES:
            continue
        yield from _images(root, document.path, DRONE_ID, published)
        system = root.at("platform", "os")
        arch = root.at("platform", "arch")
        steps = root["steps"].is_list or root["pipeline"].is_object
        if system.text in ("linux", "") and steps:
            name = f"linux/{arch.text or 'amd64'}"
            at = Occurrence(
                path=document.path,
                line=arch.line or root["kind"].line or root.line,
                scope=Scope.BUILD,
                reader=DRONE_ID,
            )
            seen = sight_runner("drone-runner", name, at, default=not arch.text)
            if seen is not None:
                yield seen


def _read_woodpecker(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        if not (root["steps"] or root["pipeline"]):
            continue
        yield from _images(root, document.path, WOODPECKER_ID, published)
        asked = root.at("labels", "platform")
        asked = asked if asked.text else root["platform"]
        at = Occurrence(document.path, asked.line, Scope.BUILD, reader=WOODPECKER_ID)
        if asked.text.startswith("linux/"):
            seen = sight_runner("woodpecker-agent", asked.text, at)
            if seen is not None:
                yield seen


def _images(
    root: Node, path: str, reader: str, published: dict[str, OwnImage]
) -> Iterator[Discovery]:
    """Yield the images of a pipeline, once for each row of its matrix."""
    found: list[Discovery] = []
    for values in _rows(root["matrix"]):
        for key in ("clone", "steps", "pipeline", "services"):
            scope = Scope.TEST if key == "services" else Scope.BUILD
            steps = [*root[key], *(step for _, step in root[key].items())]
            for step in steps:
                found += image_of(
                    step["image"], path, reader, published, values=values, scope=scope
                )
    yield from dict.fromkeys(found)


def _rows(matrix: Node) -> Iterator[dict[str, Expansion]]:
    """Yield the variables of each row; of lists beside each other, the first of the others."""
    yielded = 0
    for row in list(matrix["include"])[:MAX_ROWS]:
        yield {name: literal(value.text) for name, value in row.items()}
        yielded += 1
    lists = {name: [v.text for v in values] for name, values in matrix.items() if name != "include"}
    lists = {name: values for name, values in lists.items() if values}
    for number in range(min(max((len(v) for v in lists.values()), default=0), MAX_ROWS)):
        yield {n: literal(v[min(number, len(v) - 1)]) for n, v in lists.items()}
        yielded += 1
    if not yielded:
        yield {}


DRONE = Format(
    id=DRONE_ID,
    title="Drone pipeline",
    patterns=(".drone.yml", ".drone.yaml"),
    read=_read_drone,
    documentation="https://docs.drone.io/pipeline/docker/syntax/",
)
WOODPECKER = Format(
    id=WOODPECKER_ID,
    title="Woodpecker workflow",
    patterns=(
        ".woodpecker.yml",
        ".woodpecker.yaml",
        ".woodpecker/*.yml",
        ".woodpecker/*.yaml",
        "*/.woodpecker/*.yml",
        "*/.woodpecker/*.yaml",
    ),
    read=_read_woodpecker,
    documentation="https://woodpecker-ci.org/docs/usage/workflow-syntax",
)
FORMATS = (DRONE, WOODPECKER)
