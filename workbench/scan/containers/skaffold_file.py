"""The artifacts that a skaffold file builds.

Format: https://skaffold.dev/docs/references/yaml/ (build.artifacts, also those of profiles).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.containers.image_build import ImageBuild, find_dockerfile
from workbench.scan.document import Document
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

PATTERNS = ("skaffold.yaml", "skaffold.yml")


def is_skaffold_file(name: str) -> bool:
    """Whether a file of this name is a skaffold file."""
    return name in PATTERNS


def read_artifacts(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the artifacts that are built from a Dockerfile. Raises Unreadable."""
    found = []
    for root in read_yaml(document):
        for artifact in _artifacts(root):
            image = artifact["image"]
            context = artifact["context"].text
            path = find_dockerfile(
                tree, document.folder, context, artifact.at("docker", "dockerfile").text
            )
            if image.text and path and path in tree:
                found.append(
                    ImageBuild(
                        service=image.text,
                        image=literal(image.text),
                        image_line=image.line,
                        dockerfile=path,
                        build_line=image.line,
                    )
                )
    return found


def _artifacts(root: Node) -> Iterator[Node]:
    for place in (root, *root["profiles"]):
        yield from place.at("build", "artifacts")
