"""Which of the project's files a Dockerfile copies into its image."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from posixpath import normpath

from workbench.model.component import Scope
from workbench.scan.containers.dockerfile_stages import Dockerfile, Step, steps
from workbench.scan.containers.dockerignore import read_dockerignore
from workbench.scan.shell.expansion import expand
from workbench.scan.tree import Tree


def copied_files(
    tree: Tree, dockerfile: str, file: Dockerfile, context: str, candidates: Iterable[str]
) -> dict[str, int]:
    """Return those of `candidates`, paths of the project, that the build copies, and the lines.

    `context` is the build's folder. What `.dockerignore` leaves out is not copied. Into a stage
    that does not ship, whole folders are copied to build from: there a file counts where it is
    named itself.
    """
    prefix = f"{context}/" if context else ""
    ignored = read_dockerignore(tree, dockerfile, context)
    inside = [path for path in candidates if path.startswith(prefix)]
    inside = [path for path in inside if not ignored(path.removeprefix(prefix))]
    copied: dict[str, int] = {}
    if not inside:
        return copied
    for stage in file.stages:
        for step in steps(stage, file):
            for line, source in _sources(step):
                whole = stage.scope is Scope.RUNTIME
                for path in inside:
                    if _takes(source, path.removeprefix(prefix), whole):
                        copied.setdefault(path, line)
    return copied


def context_sources(file: Dockerfile) -> list[str]:
    """Return the literal paths that the file copies from its context, as written."""
    found = [s for stage in file.stages for step in steps(stage, file) for _, s in _sources(step)]
    return [source for source in found if "*" not in source and source != "."]


def _sources(step: Step) -> Iterator[tuple[int, str]]:
    """Yield line and source of what COPY and ADD take from the context; variables are any name."""
    instruction = step.instruction
    if instruction.keyword not in ("COPY", "ADD"):
        return
    if any(flag.name == "from" for flag in instruction.flags):
        return
    for word in instruction.sources():
        source = expand(word.text, step.values).masked.replace("\0", "*")
        if "://" not in source and not source.startswith(("<<", "git@")):
            yield word.line, normpath(source.lstrip("/") or ".")


def _takes(source: str, relative: str, whole: bool) -> bool:
    """Whether a source of COPY takes the file at `relative`: the file itself, or its folder."""
    if "*" in source or "?" in source or "[" in source:
        pattern = translate(source).removesuffix(r"\Z").replace(".*", "[^/]*")
        match = re.match(rf"{pattern}(?P<below>/.+)?\Z", relative)
        return match is not None and (whole or not match["below"])
    if source == relative:
        return True
    return whole and (source == "." or relative.startswith(f"{source}/"))
