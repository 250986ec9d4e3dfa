"""A compose service or skaffold artifact: an image, and what it is built from."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.scan.shell.expansion import Expansion
from workbench.scan.tree import Tree


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """`image` as written, variables replaced; `dockerfile` relative to the project.

    Lines are 0 where the file does not say it. `outside` is the build's address or path where it is
    not a folder of the project.
    """

    service: str
    image: Expansion | None = None
    image_line: int = 0
    dockerfile: str = ""
    build_line: int = 0
    outside: str = ""
    platform: Expansion | None = None
    platform_line: int = 0
    arguments: dict[str, Expansion] = field(default_factory=dict)
    """The build arguments that are given a value."""


def find_dockerfile(tree: Tree, folder: str, context: str, dockerfile: str) -> str | None:
    """Return the path of the Dockerfile that `context` and `dockerfile` mean from `folder`.

    None where the context is an address or leads out of the project. The file need not exist.
    """
    if "://" in context or context.startswith(("git@", "~", "/")):
        return None
    inside = tree.resolve(folder, context or ".")
    if inside is None:
        return None
    inside = "" if inside == "." else inside
    if dockerfile:
        return tree.resolve(inside, dockerfile)
    candidates = [f"{inside}/{n}".lstrip("/") for n in ("Dockerfile", "Containerfile")]
    return next((c for c in candidates if c in tree), candidates[0])
