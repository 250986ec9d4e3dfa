"""The project's own images as targets of a Bake file: every Dockerfile, built as its files say."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from posixpath import relpath

from workbench.model.image import ImageReference
from workbench.model.regex import regex
from workbench.scan.containers.copied_files import context_sources
from workbench.scan.containers.dockerfile_stages import Dockerfile, read_stages
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_builds import build_arguments, image_builds
from workbench.scan.containers.own_image import own_image, published_images
from workbench.scan.document import Document, Unreadable
from workbench.scan.tree import Tree

MAX_TARGETS = 2_000

_NOT_IN_A_NAME = regex(r"[^A-Za-z0-9_-]+")
_WINDOWS = regex(r"(?i)windowsservercore|nanoserver|(?:^|/)windows(?:/|$)|servercore")


@dataclass(frozen=True, slots=True)
class BakeTarget:
    """One target. Paths are relative to the project; `context` is empty for its own folder."""

    name: str
    dockerfile: str
    """The Dockerfile, or the file that holds its text in `inline`."""
    context: str
    said_by: str = ""
    """The file that says how it is built; empty where no file does, and the context is a guess."""
    inline: str = ""
    inline_line: int = 0
    target: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    open_arguments: tuple[str, ...] = ()
    """Arguments whose values only the environment knows."""
    tags: tuple[str, ...] = ()
    contexts: dict[str, str] = field(default_factory=dict)
    platform_lines: tuple[int, ...] = ()
    """The lines of `said_by` that name the platforms of this build."""

    @property
    def file(self) -> str:
        """The Dockerfile's path from the context, as Bake wants it."""
        return relpath(self.dockerfile, self.context or ".")

    @property
    def lines(self) -> range:
        """The lines of `dockerfile` that are the Dockerfile: all, where the text is no other's."""
        end = self.inline_line + self.inline.count("\n") + 1 if self.inline else sys.maxsize
        return range(self.inline_line, end)

    @property
    def ships(self) -> bool:
        """Whether it is more than a development container."""
        return ".devcontainer/" not in f"{self.dockerfile}/"


def plan(tree: Tree, dockerfiles: list[str]) -> list[BakeTarget]:
    """Return a target for every way in which each of `dockerfiles` is built, names unique.

    Builds in Bake's own files come first, then those of other files; a Dockerfile that no file
    builds gets the nearest folder that holds what it copies.
    """
    found: dict[tuple[object, ...], BakeTarget] = {}
    known = set(dockerfiles)
    for placed in sorted(image_builds(tree), key=lambda p: ("bake" not in p.path, p.path)):
        build = placed.build
        if build.dockerfile in known or build.inline:
            made = _of_build(build, placed.path, tree)
            key = (
                made.dockerfile,
                made.inline,
                made.context,
                made.target,
                *sorted(made.arguments.items()),
            )
            found.setdefault(key, made)
    built = {target.dockerfile for target in found.values()}
    for path in dockerfiles:
        if path not in built:
            stages = _stages(tree, path)
            if stages is not None and stages.stages:
                found[path, ""] = _of_dockerfile(path, stages, tree)
    linux = [t for t in found.values() if not _is_windows(t, tree)]
    return _on_own_images(list(_named_once(linux[:MAX_TARGETS])), tree)


def _on_own_images(targets: list[BakeTarget], tree: Tree) -> list[BakeTarget]:
    """Let a target that starts from an image of this project start from what is built here.

    The image in the registry has no arm64 yet. What would go in a circle stays as it is.
    """
    published = published_images(tree)
    built = {target.dockerfile: target.name for target in reversed(targets) if not target.inline}
    needs: dict[str, set[str]] = {target.name: set() for target in targets}
    made = []
    for target in targets:
        contexts = dict(target.contexts)
        for reference, name in _bases(target, tree):
            own = published.get(name)
            other = built.get(own.dockerfile, "") if own is not None else ""
            if other and reference not in contexts and not _leads_to(other, target.name, needs):
                contexts[reference] = f"target:{other}"
                needs[target.name].add(other)
        made.append(replace(target, contexts=contexts))
    return made


def _bases(target: BakeTarget, tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield the images that stages start from: as written, and without the tag."""
    stages = stages_of(target, tree)
    for stage in stages.stages if stages is not None else ():
        if stage.parent is None and stage.image.literal:
            try:
                yield stage.image.literal, ImageReference.parse(stage.image.literal).name
            except ValueError:
                continue


def _leads_to(start: str, end: str, needs: dict[str, set[str]]) -> bool:
    pending, seen = [start], set()
    while pending:
        name = pending.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            pending += needs.get(name, ())
    return False


def stages_of(target: BakeTarget, tree: Tree) -> Dockerfile | None:
    """Return the stages of a target's Dockerfile; None where it cannot be read."""
    if target.inline:
        try:
            return read_stages(Document(target.dockerfile, target.inline.encode()))
        except Unreadable:
            return None
    return _stages(tree, target.dockerfile)


def _of_build(build: ImageBuild, path: str, tree: Tree) -> BakeTarget:
    folder = path.rpartition("/")[0]
    tags = [*([build.image] if build.image is not None else []), *build.tags]
    contexts = {}
    for name, _, source in build.contexts:
        text = source.literal
        if text is None:
            continue
        text = text.replace("service:", "target:") if text.startswith("service:") else text
        if text.startswith("target:"):
            text = f"target:{_clean(text.removeprefix('target:'))}"
        elif "://" not in text:
            text = tree.resolve(folder, text) or text
        contexts[name] = text
    return BakeTarget(
        name=_clean(_called(build, tree)),
        dockerfile=build.dockerfile or path,
        context=build.context,
        said_by=path,
        inline=build.inline,
        inline_line=build.inline_line,
        target=build.target,
        arguments={n: v.literal for n, v in build.arguments.items() if v.literal is not None},
        open_arguments=tuple(n for n, v in build.arguments.items() if v.literal is None),
        tags=tuple(dict.fromkeys(t.literal for t in tags if t.literal)),
        contexts=contexts,
        platform_lines=(build.platform_line, build.platforms_line),
    )


def _called(build: ImageBuild, tree: Tree) -> str:
    """Return the service's name; of what is only called by a path, the own image's."""
    if build.dockerfile and ("/" in build.service or build.service == build.dockerfile):
        return own_image(tree, build.dockerfile).name
    return build.service


def _of_dockerfile(path: str, stages: Dockerfile, tree: Tree) -> BakeTarget:
    return BakeTarget(
        name=_clean(own_image(tree, path).name),
        dockerfile=path,
        context=_context(path, stages, tree),
    )


def _context(path: str, stages: Dockerfile, tree: Tree) -> str:
    """Return the nearest folder, from the Dockerfile's own up, that holds all it copies."""
    own = path.rpartition("/")[0]
    sources = context_sources(stages)
    if not sources:
        return own
    folders = [own, *(str(p) for p in PurePosixPath(own).parents)] if own else [""]
    for folder in ("" if f == "." else f for f in folders):
        if all(_exists(f"{folder}/{source}".lstrip("/"), tree) for source in sources):
            return folder
    return own


def _exists(path: str, tree: Tree) -> bool:
    return path in tree or path in tree.remember(_folders)


def _folders(tree: Tree) -> set[str]:
    """Return every folder that holds a file, at whatever depth."""
    found: set[str] = set()
    for path in tree.sizes:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _stages(tree: Tree, path: str) -> Dockerfile | None:
    try:
        return read_stages(tree.read(path), build_arguments(tree, path))
    except Unreadable:
        return None


def _is_windows(target: BakeTarget, tree: Tree) -> bool:
    """Whether the image that ships starts from Windows: no Graviton runs it."""
    stages = stages_of(target, tree)
    if stages is None or not stages.stages:
        return False
    return _WINDOWS.search(stages.stages[-1].root.image.text) is not None


def _clean(name: str) -> str:
    return _NOT_IN_A_NAME.sub("-", name).strip("-").lower() or "image"


def _named_once(targets: list[BakeTarget]) -> Iterator[BakeTarget]:
    """Yield the targets; of several with one name, all but the first get a number."""
    taken: Counter[str] = Counter()
    names = {target.name for target in targets}
    for target in targets:
        taken[target.name] += 1
        name = target.name
        number = taken[name]
        while number > 1 and f"{name}-{number}" in names:
            number += 1
        yield target if number == 1 else replace(target, name=f"{name}-{number}")
        names.add(f"{name}-{number}")
