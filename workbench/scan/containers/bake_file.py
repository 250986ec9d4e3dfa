"""The targets of a Bake file.

Format: https://docs.docker.com/build/bake/reference/ (HCL and JSON, inheritance, matrix, override
files beside it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from workbench.model.regex import regex
from workbench.scan.containers.bake_functions import Value, text_of, texts_of
from workbench.scan.containers.bake_values import Scope, value_of
from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document, Unreadable
from workbench.scan.shell.expansion import Expansion
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import labelled, read_hcl
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree, within

PATTERNS = (
    "docker-bake*.hcl",
    "docker-bake*.json",
    "*bake.hcl",
    "*bake.json",
    "bake.*.hcl",
    "*.bake.hcl",
)
MAX_ROWS = 64
"""Rows of a matrix that are looked at."""
MAX_INHERITANCE = 20

_NAME = regex(r"docker-bake.*\.(?:hcl|json)|(?:.*[.-])?bake\.(?:hcl|json)|bake\..+\.hcl")
_TOGETHER = (
    "docker-bake.json",
    "docker-bake.hcl",
    "docker-bake.override.json",
    "docker-bake.override.hcl",
)
"""The files that Bake reads together where it is told of none; later ones count."""
_OWN_ONLY = ("inherits", "matrix", "name")
_BASE_OF_OTHERS = ("context", "dockerfile", "dockerfile-inline", "target", "tags", "output")


def is_bake_file(name: str) -> bool:
    """Whether a file of this name is a Bake file."""
    return _NAME.fullmatch(name) is not None


def read_targets(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the targets that the file defines, one for each row of a matrix. Raises Unreadable."""
    own = _root(document)
    roots = [own]
    if document.name in _TOGETHER:
        paths = [within(document.folder, name) for name in _TOGETHER]
        roots = [own if p == document.path else tree.parsed_or(p, _root, _NOTHING) for p in paths]
        roots = [root for root in roots if root]
    scope = _variables(roots)
    targets: dict[str, dict[str, Node]] = {}
    for root in roots:
        for (name,), body in labelled(root["target"], 1):
            _lay_over(targets.setdefault(name, {}), dict(body.items()))
    found = []
    inherited = _inherited(targets)
    here = _nodes(own)
    for (name,), body in labelled(own["target"], 1):
        attributes = _with_inherited(name, targets, 0)
        if name in inherited and not any(key in targets[name] for key in _BASE_OF_OTHERS):
            continue
        for row in _rows(attributes.get("matrix", _NOTHING), scope):
            build = _target(name, body.line, attributes, row, document, tree)
            found.append(_on_lines_of(build, attributes, here))
    return found


def _nodes(root: Node) -> set[int]:
    """Return the identities of the nodes of a file's targets, two levels deep."""
    bodies = [body for _, body in labelled(root["target"], 1)]
    attributes = [node for body in bodies for _, node in body.items()]
    members = [node for attribute in attributes for _, node in attribute.items()]
    return {id(node) for node in (*attributes, *members)}


def _on_lines_of(build: ImageBuild, attributes: dict[str, Node], here: set[int]) -> ImageBuild:
    """Return the build with line 0 for what another file says: it shows there."""

    def line(key: str, written: int) -> int:
        node = attributes.get(key)
        return written if node is None or id(node) in here else 0

    contexts = dict(attributes.get("contexts", _NOTHING).items())
    return replace(
        build,
        image_line=line("tags", build.image_line),
        platforms_line=line("platforms", build.platforms_line),
        inline=build.inline if line("dockerfile-inline", 1) else "",
        contexts=tuple(
            (name, at if id(contexts[name]) in here else 0, source)
            for name, at, source in build.contexts
        ),
    )


def _root(document: Document) -> Node:
    return read_json(document) if document.name.endswith(".json") else read_hcl(document)


def _variables(roots: list[Node]) -> dict[str, Value]:
    """Return the defaults of variables, and attributes at the top, in the order they stand in."""
    scope: dict[str, Value] = {}
    for root in roots:
        for (name,), body in labelled(root["variable"], 1):
            if "default" in body:
                scope[name] = value_of(body["default"], scope)
        for name, node in root.items():
            if name not in ("variable", "group", "target", "function") and not node.is_list:
                scope[name] = value_of(node, scope)
    return scope


def _inherited(targets: dict[str, dict[str, Node]]) -> set[str]:
    return {parent.text for body in targets.values() for parent in body.get("inherits", _NOTHING)}


def _with_inherited(name: str, targets: dict[str, dict[str, Node]], depth: int) -> dict[str, Node]:
    """Return a target's attributes: its own count over those it inherits, the last over the first.

    Of `args` and `contexts`, each name counts by itself.
    """
    own = targets.get(name, {})
    if depth > MAX_INHERITANCE:
        raise Unreadable(f"target {name} inherits from itself")
    made: dict[str, Node] = {}
    for parent in own.get("inherits", _NOTHING):
        inherited = _with_inherited(parent.text, targets, depth + 1)
        _lay_over(made, {key: n for key, n in inherited.items() if key not in _OWN_ONLY})
    _lay_over(made, own)
    return made


def _lay_over(below: dict[str, Node], above: dict[str, Node]) -> None:
    for key, node in above.items():
        if key in ("args", "contexts") and node.is_object and key in below:
            members = {**dict(below[key].items()), **dict(node.items())}
            below[key] = Node(members, node.line)
        else:
            below[key] = node


def _rows(matrix: Node, scope: Scope) -> Iterator[Scope]:
    """Yield the variables of each row of a matrix; one row where there is none."""
    lists = {name: value_of(values, scope) for name, values in matrix.items()}
    known = {name: values for name, values in lists.items() if isinstance(values, list)}
    for number, row in enumerate(product(*known.values())):
        if number == MAX_ROWS:
            return
        yield {**scope, **dict(zip(known, row, strict=True))}


def _target(
    name: str,
    line: int,
    attributes: dict[str, Node],
    scope: Scope,
    document: Document,
    tree: Tree,
) -> ImageBuild:
    def text(key: str) -> str:
        made = text_of(value_of(attributes.get(key, _NOTHING), scope))
        return made.text if made is not None else ""

    called = text("name") if "matrix" in attributes else name
    context = text("context").removeprefix("cwd://") or "."
    folder = document.folder
    dockerfile = text("dockerfile").removeprefix("cwd://")
    path = find_dockerfile(tree, folder, context, dockerfile)
    if folder and (path is None or path not in tree):
        # Bake is often run from the project's own folder, with `-f FILE`.
        from_root = find_dockerfile(tree, "", context, dockerfile)
        if from_root is not None and from_root in tree:
            folder, path = "", from_root
    inline = text("dockerfile-inline")
    tags = [t for t in texts_of(value_of(attributes.get("tags", _NOTHING), scope)) if t.parts]
    platforms = attributes.get("platforms", _NOTHING)
    own = attributes.get("tags", _NOTHING)
    return ImageBuild(
        service=called or name,
        image=tags[0] if tags else None,
        image_line=own.line,
        dockerfile="" if inline or path is None else path,
        context=find_context(tree, folder, context) or "",
        build_line=line,
        outside=context if path is None and not inline else "",
        inline=inline,
        inline_line=attributes["dockerfile-inline"].line if inline else 0,
        target=text("target"),
        platforms=tuple(
            p.literal for p in texts_of(value_of(platforms, scope)) if p.literal is not None
        ),
        platforms_line=platforms.line,
        arguments=_arguments(attributes.get("args", _NOTHING), scope),
        tags=tuple(tags[1:]),
        contexts=tuple(
            (context_name, node.line, made)
            for context_name, node in attributes.get("contexts", _NOTHING).items()
            if (made := text_of(value_of(node, scope))) is not None
        ),
    )


def _arguments(args: Node, scope: Scope) -> dict[str, Expansion]:
    values = value_of(args, scope)
    pairs = values.items() if isinstance(values, dict) else ()
    return {name: made for name, value in pairs if (made := text_of(value)) is not None}


_NOTHING = Node(None)
