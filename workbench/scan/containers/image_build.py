"""One build of an image, as a compose service, a Skaffold artifact or a Bake target has it."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.scan.shell.expansion import Expansion
from workbench.scan.tree import Tree


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """`image` as written, variables replaced; `dockerfile` and `context` relative to the project.

    Lines are 0 where the file does not say it. `outside` is the build's address or path where it is
    not a folder of the project. `context` is empty for the project's own folder.
    """

    service: str
    image: Expansion | None = None
    image_line: int = 0
    dockerfile: str = ""
    context: str = ""
    build_line: int = 0
    outside: str = ""
    inline: str = ""
    """The text of a Dockerfile that stands in the file itself."""
    inline_line: int = 0
    target: str = ""
    platform: Expansion | None = None
    platform_line: int = 0
    platforms: tuple[str, ...] = ()
    """Those that are asked for, as far as they are literal."""
    platforms_line: int = 0
    arguments: dict[str, Expansion] = field(default_factory=dict)
    """The build arguments that are given a value."""
    tags: tuple[Expansion, ...] = ()
    """Further names under which it is published."""
    contexts: tuple[tuple[str, int, Expansion], ...] = ()
    """Named contexts: name, line, and its source (`docker-image://alpine:3.20`, a path)."""


def find_context(tree: Tree, folder: str, context: str) -> str | None:
    """Return the folder, relative to the project, that `context` means from `folder`.

    None where it is an address or leads out of the project.
    """
    if "://" in context or context.startswith(("git@", "~", "/")):
        return None
    inside = tree.resolve(folder, context or ".")
    return "" if inside == "." else inside


def find_dockerfile(tree: Tree, folder: str, context: str, dockerfile: str) -> str | None:
    """Return the path of the Dockerfile that `context` and `dockerfile` mean from `folder`.

    None where the context is an address or leads out of the project. The file need not exist.
    """
    inside = find_context(tree, folder, context)
    if inside is None:
        return None
    if dockerfile:
        return tree.resolve(inside, dockerfile)
    candidates = [f"{inside}/{n}".lstrip("/") for n in ("Dockerfile", "Containerfile")]
    return next((c for c in candidates if c in tree), candidates[0])
