"""The services of a compose file.

Format: https://github.com/compose-spec/compose-spec (services, build, interpolation, extends).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from workbench.model.regex import regex
from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document, Unreadable
from workbench.scan.shell.expansion import Expansion, Values, expand, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

MAX_EXTENSIONS = 10
"""Services that extend each other in a row; people write one or two."""

PATTERNS = (
    "compose.yaml",
    "compose.yml",
    "compose.*.yaml",
    "compose.*.yml",
    "compose-*.yaml",
    "compose-*.yml",
    "docker-compose*.yaml",
    "docker-compose*.yml",
)

_ELEMENTS = frozenset(
    [
        "configs",
        "include",
        "models",
        "name",
        "networks",
        "secrets",
        "services",
        "version",
        "volumes",
    ]
)
_MARKS = ("image", "build", "extends")
_NOTHING = Node(None)

_ENV_LINE = regex(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$")
_ENV_COMMENT = regex(r"(?<!\s)\s+#.*$")


def is_compose_file(name: str) -> bool:
    """Whether a file of this name is a compose file."""
    return any(fnmatchcase(name, pattern) for pattern in PATTERNS)


def says_compose(document: Document) -> bool:
    """Whether a YAML file of any other name holds the services of a compose or stack file.

    Many tools have `services:`; only compose has an image, a build or an extension in each, and
    nothing but its own elements beside them.
    """
    try:
        roots = read_yaml(document)
    except Unreadable:
        return False
    return bool(roots) and all(_is_compose(root) for root in roots)


def _is_compose(root: Node) -> bool:
    elements = {name for name, _ in root.items() if not name.startswith("x-")}
    services = [service for _, service in root["services"].items()]
    return (
        elements <= _ELEMENTS
        and bool(services)
        and all(any(key in service for key in _MARKS) for service in services)
    )


def read_services(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the services that have an image or a build. Raises Unreadable."""
    values = _env_file(document.folder, tree)
    found = []
    for root in read_yaml(document):
        services = root["services"]
        if not services.is_object:
            # Version 1 had the services at the top.
            services = root
        for name, service in services.items():
            found.append(_service(name, service, services, document, tree, values))
    return [s for s in found if s.image is not None or s.build_line or s.inline]


def _service(
    name: str, service: Node, services: Node, document: Document, tree: Tree, values: Values
) -> ImageBuild:
    image, build, platform = service["image"], service["build"], service["platform"]
    base, folder = _extended(service, services, document, tree)
    if not build:
        build = base["build"]
    else:
        folder = document.folder
    image_line = image.line if image.text else 0
    if not image.text and platform.text:
        # The image stands with the service that this one extends; the platform stands here.
        image = base["image"]
    built = _build(build, folder, tree, values) if build else ImageBuild(name)
    return replace(
        built,
        service=name,
        image=expand(image.text, values, quotes=False) if image.text else None,
        image_line=image_line,
        build_line=build.line if build and service["build"] else 0,
        platform=expand(platform.text, values, quotes=False) if platform.text else None,
        platform_line=platform.line,
    )


def _build(build: Node, folder: str, tree: Tree, values: Values) -> ImageBuild:
    """Read `build:`, a folder or an object. What is no folder of the project is `outside`."""
    context = _value(build.text or build["context"].text, values)
    inline = build["dockerfile_inline"]
    inside = find_context(tree, folder, context)
    path = find_dockerfile(tree, folder, context, _value(build["dockerfile"].text, values))
    if inline.text:
        path = None
    platforms = tuple(_value(p.text, values) for p in build["platforms"] if p.text)
    return ImageBuild(
        service="",
        dockerfile=path or "",
        context=inside or "",
        outside="" if path or inline.text else context,
        inline=inline.text,
        inline_line=inline.line,
        target=_value(build["target"].text, values),
        platforms=platforms,
        platforms_line=build["platforms"].line,
        arguments=_arguments(build["args"], values),
        tags=tuple(expand(t.text, values, quotes=False) for t in build["tags"] if t.text),
        contexts=tuple(_contexts(build["additional_contexts"], values)),
    )


def _contexts(contexts: Node, values: Values) -> Iterator[tuple[str, int, Expansion]]:
    """Yield named contexts, written as an object or as a list of `NAME=value`."""
    for name, value in contexts.items():
        yield name, value.line, expand(value.text, values, quotes=False)
    for written in contexts:
        name, _, text = written.text.partition("=")
        yield name, written.line, expand(text, values, quotes=False)


def _extended(service: Node, services: Node, document: Document, tree: Tree) -> tuple[Node, str]:
    """Return the service that this one is made from, and its folder; emptiness where there is none.

    An extension may extend another one, in another file: that is followed a few steps.
    """
    folder = document.folder
    for _ in range(MAX_EXTENSIONS):
        extended = service["extends"]
        name = extended.text or extended["service"].text
        if not name:
            break
        if extended["file"].text:
            path = tree.resolve(folder, extended["file"].text)
            roots = tree.parsed_or(path, _first_root, _NOTHING) if path else _NOTHING
            services = roots["services"]
            folder = path.rpartition("/")[0] if path else folder
        service = services[name]
        if service["build"] or service["image"]:
            return service, folder
    return _NOTHING, folder


def _first_root(document: Document) -> Node:
    return next(iter(read_yaml(document)), _NOTHING)


def _arguments(args: Node, values: Values) -> dict[str, Expansion]:
    """Return build arguments, written as an object or as a list of `NAME=value`."""
    pairs = [(name, value.text) for name, value in args.items()]
    pairs += [(n, v if e else "") for n, e, v in (a.text.partition("=") for a in args)]
    given = {name: expand(text, values, quotes=False) for name, text in pairs if text}
    # A name alone takes its value from the environment, which `.env` is a part of.
    given.update({name: values[name] for name, text in pairs if not text and name in values})
    return given


def _value(text: str, values: Values) -> str:
    return expand(text, values, quotes=False).text


def _env_file(folder: str, tree: Tree) -> dict[str, Expansion]:
    """Read the `.env` beside the compose file, which compose takes its variables from."""
    path = f"{folder}/.env".lstrip("/")
    if path not in tree:
        return {}
    try:
        lines = tree.read(path).lines
    except Unreadable:
        return {}
    values: dict[str, Expansion] = {}
    for line in lines:
        match = _ENV_LINE.match(line)
        if match:
            text = match.group(2)
            if text[:1] in ("'", '"') and text.find(text[0], 1) > 0:
                values[match.group(1)] = literal(text[1 : text.find(text[0], 1)])
            else:
                values[match.group(1)] = literal(_ENV_COMMENT.sub("", text))
    return values
