"""The image that a development container is built from.

Format: https://containers.dev/implementors/json_reference/ (build, and its older members).
"""

from __future__ import annotations

from workbench.scan.containers.image_build import ImageBuild, find_context
from workbench.scan.document import Document
from workbench.scan.shell.expansion import expand
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

PATTERNS = ("devcontainer.json", ".devcontainer.json")


def read_devcontainer_build(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the build, where the project holds its Dockerfile. Raises Unreadable."""
    root = read_json(document, comments=True)
    build = root["build"]
    written = build["dockerfile"] if build["dockerfile"].text else root["dockerFile"]
    path = tree.resolve(document.folder, written.text) if written.text else None
    if path is None or path not in tree:
        return []
    # Both start at the folder of devcontainer.json; the context is the Dockerfile's by default.
    context = build["context"].text or root["context"].text
    folder = find_context(tree, document.folder, context) if context else path.rpartition("/")[0]
    arguments = {
        name: expand(value.text, {}, quotes=False)
        for name, value in build["args"].items()
        if value.text
    }
    return [
        ImageBuild(
            service=root["name"].text or path,
            dockerfile=path,
            context=folder or "",
            build_line=written.line,
            target=build["target"].text,
            arguments=arguments,
        )
    ]
