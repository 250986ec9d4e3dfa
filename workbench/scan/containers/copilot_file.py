"""The images that a manifest of AWS Copilot builds.

Format: https://aws.github.io/copilot-cli/docs/manifest/overview/. Paths start at the workspace's
root, the folder above `copilot/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

PATTERNS = ("copilot/*/manifest.yml", "*/copilot/*/manifest.yml")


def is_copilot_manifest(path: str) -> bool:
    """Whether a file of this path is a service's manifest."""
    parts = path.split("/")
    return len(parts) > 2 and parts[-1] == "manifest.yml" and parts[-3] == "copilot"


def manifest_places(root: Node) -> Iterator[Node]:
    """Yield the manifest, and what each environment sets otherwise."""
    yield root
    for _, overrides in root["environments"].items():
        yield overrides


def manifest_images(place: Node) -> Iterator[Node]:
    """Yield what says an image: the service's own, and those of its sidecars."""
    if place["image"]:
        yield place["image"]
    for _, sidecar in place["sidecars"].items():
        yield sidecar["image"] if sidecar["image"] else sidecar


def read_manifest(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the images that are built from a Dockerfile. Raises Unreadable."""
    workspace = "/".join(document.path.split("/")[:-3])
    found = []
    for root in read_yaml(document):
        for place in manifest_places(root):
            for image in manifest_images(place):
                build = _build(image["build"], root["name"].text, workspace, tree)
                if build is not None:
                    found.append(build)
    return found


def _build(build: Node, service: str, workspace: str, tree: Tree) -> ImageBuild | None:
    """Read `build:`, the path of a Dockerfile, or an object."""
    written = build.text or build["dockerfile"].text
    if not build:
        return None
    folder = written.rpartition("/")[0] if written else "."
    context = build["context"].text or folder or "."
    path = (
        tree.resolve(workspace, written)
        if written
        else find_dockerfile(tree, workspace, context, "")
    )
    inside = find_context(tree, workspace, context)
    if path is None or path not in tree:
        return None
    return ImageBuild(
        service=service,
        dockerfile=path,
        context=inside or "",
        build_line=build.line,
        target=build["target"].text,
        arguments={n: literal(v.text) for n, v in build["args"].items() if v.text},
    )
