"""GitHub Actions workflows: the images that jobs run in, beside, or as a step."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Sighting
from workbench.model.problem import Problem
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.shell.expansion import Expansion, Unknown
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "github-actions"

_STEP_IMAGE = "docker://"


def _accepts(document: Document) -> bool:
    return any(word in document.data for word in (b"container:", b"image:", b"docker://"))


def _read(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    published = published_images(tree)
    for root in read_yaml(document):
        for _, job in root["jobs"].items():
            for image, scope in _images(job):
                text = image.text.removeprefix(_STEP_IMAGE)
                if text.startswith("${{"):
                    continue  # chosen by the matrix or by whoever calls: nothing is named here
                place = Occurrence(path=document.path, line=image.line, scope=scope, reader=ID)
                yield sight_image(_expanded(text), place, published)


def _images(job: Node) -> Iterator[tuple[Node, Scope]]:
    container = job["container"]
    for image in (container, container["image"]):
        if image.text:
            yield image, Scope.BUILD
    for _, service in job["services"].items():
        if service["image"].text:
            yield service["image"], Scope.TEST
    for step in job["steps"]:
        if step["uses"].text.startswith(_STEP_IMAGE):
            yield step["uses"], Scope.BUILD


def _expanded(text: str) -> Expansion:
    """Keep what stands in `${{ }}` open."""
    parts: list[str | Unknown] = []
    while "${{" in text and "}}" in text:
        before, _, rest = text.partition("${{")
        inside, _, text = rest.partition("}}")
        parts += [before, Unknown("${{" + inside + "}}")]
    return Expansion.of([*parts, text])


FORMAT = Format(
    id=ID,
    title="GitHub Actions workflow",
    patterns=(
        ".github/workflows/*.yml",
        ".github/workflows/*.yaml",
        "*/.github/workflows/*.yml",
        "*/.github/workflows/*.yaml",
    ),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
)
