"""The images that a Tiltfile builds, where its calls are literal.

Format: https://docs.tilt.dev/api.html. A Tiltfile is Starlark, whose syntax Python's parser reads;
nothing of it is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.read_python import read_python
from workbench.scan.tree import Tree

PATTERNS = ("Tiltfile", "Tiltfile.*", "*.tiltfile", "*.Tiltfile")

_BUILDS = frozenset({"docker_build", "docker_build_with_restart"})


def read_tilt_builds(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the builds whose image and folder are literal. Raises Unreadable."""
    found = []
    for call in _calls(document):
        inputs = dict(zip(("ref", "context"), call.args, strict=False))
        inputs |= {word.arg: word.value for word in call.keywords if word.arg}
        reference, context = _text(inputs.get("ref")), _text(inputs.get("context"))
        inline = _text(inputs.get("dockerfile_contents"))
        if not reference or not context:
            continue
        # The path of `dockerfile` starts at the Tiltfile, not at the context.
        written = _text(inputs.get("dockerfile"))
        path = (
            tree.resolve(document.folder, written)
            if written
            else find_dockerfile(tree, document.folder, context, "")
        )
        if not inline and (path is None or path not in tree):
            continue
        platform = _text(inputs.get("platform"))
        place = inputs.get("platform")
        found.append(
            ImageBuild(
                service=reference,
                image=literal(reference),
                image_line=call.lineno,
                dockerfile="" if inline or path is None else path,
                context=find_context(tree, document.folder, context) or "",
                build_line=call.lineno,
                inline=inline,
                inline_line=call.lineno,
                target=_text(inputs.get("target")),
                platforms=(platform,) if platform else (),
                platforms_line=place.lineno if place is not None else 0,
                arguments={n: literal(v) for n, v in _pairs(inputs.get("build_args"))},
            )
        )
    return found


def _calls(document: Document) -> Iterator[ast.Call]:
    calls = [
        node
        for node in ast.walk(read_python(document, "Starlark"))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _BUILDS
    ]
    return iter(sorted(calls, key=lambda call: call.lineno))


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _pairs(node: ast.expr | None) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            name, text = _text(key), _text(value)
            if name and text:
                yield name, text
