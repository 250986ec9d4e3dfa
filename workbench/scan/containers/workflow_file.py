"""The images that workflows of GitHub Actions build with Docker's own action.

Format: https://github.com/docker/build-push-action#inputs. What an expression decides is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document
from workbench.scan.shell.expansion import Expansion, Unknown, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

PATTERNS = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    "*/.github/workflows/*.yml",
    "*/.github/workflows/*.yaml",
)
_ACTION = "docker/build-push-action"
_EXPRESSION = regex(r"\$\{\{(?:(?!\$\{\{).)*?\}\}")


def read_workflow_builds(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the builds whose Dockerfile the steps name literally. Raises Unreadable."""
    if _ACTION.encode() not in document.data:
        return []
    root = document.path.partition(".github/")[0].rstrip("/")
    found = []
    for workflow in read_yaml(document):
        for _, job in workflow["jobs"].items():
            for step in job["steps"]:
                if step["uses"].text.partition("@")[0].lower() == _ACTION:
                    build = _build(step["with"], root, tree)
                    if build is not None:
                        found.append(build)
    return found


def _build(inputs: Node, root: str, tree: Tree) -> ImageBuild | None:
    context = inputs["context"].text or "."
    file = inputs["file"].text
    if "${{" in context + file:
        return None
    # The action's `file` starts at the working folder, not at the context.
    path = tree.resolve(root, file) if file else find_dockerfile(tree, root, context, "")
    if path is None or path not in tree:
        return None
    tags = [opened(line) for line in _lines(inputs["tags"].text)]
    return ImageBuild(
        service=path,
        image=tags[0] if tags else None,
        image_line=inputs["tags"].line,
        dockerfile=path,
        context=find_context(tree, root, context) or "",
        build_line=inputs.line,
        target=inputs["target"].text,
        platforms=tuple(p for p in _lines(inputs["platforms"].text) if "${{" not in p),
        platforms_line=inputs["platforms"].line,
        arguments=dict(_arguments(inputs["build-args"].text)),
        tags=tuple(tags[1:]),
    )


def _lines(text: str) -> list[str]:
    return [part.strip() for line in text.split("\n") for part in line.split(",") if part.strip()]


def _arguments(text: str) -> Iterator[tuple[str, Expansion]]:
    for line in text.split("\n"):
        name, equals, value = line.strip().partition("=")
        if equals and name.isidentifier():
            value = value.strip()
            yield name, opened(value) if "${{" in value else literal(value)


def opened(text: str) -> Expansion:
    """Keep what stands in `${{ }}` open."""
    parts: list[str | Unknown] = []
    at = 0
    for piece in _EXPRESSION.finditer(text):
        parts += [text[at : piece.start()], Unknown(piece[0])]
        at = piece.end()
    return Expansion.of([*parts, text[at:]])
