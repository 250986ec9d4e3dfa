"""Podman's quadlets: units of systemd for containers, images, builds and Kubernetes files.

Format: https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html. A unit may hold a key
several times, and a backslash continues a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.scan.containers.image_build import ImageBuild, find_context, find_dockerfile
from workbench.scan.document import Document
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.tree import Tree

BUILD_PATTERNS = ("*.build",)
PATTERNS = ("*.container", "*.image", "*.build", "*.volume", "*.kube", "*.pod")


@dataclass(frozen=True, slots=True)
class Entry:
    """`Key=value` of a section, and its line."""

    section: str
    key: str
    value: str
    line: int


def entries(document: Document) -> Iterator[Entry]:
    """Yield the entries of a unit file in order; what is none is left out."""
    section, number = "", 0
    lines = iter(document.lines)
    for line in lines:
        number += 1
        at, parts = number, [line.strip()]
        while parts[-1].endswith("\\"):
            following = next(lines, None)
            if following is None:
                break
            number += 1
            if not following.lstrip().startswith(("#", ";")):
                parts[-1] = parts[-1][:-1].rstrip()
                parts.append(following.strip())
        text = " ".join(filter(None, parts))
        if text.startswith(("#", ";")) or not text:
            continue
        if text.startswith("[") and text.endswith("]"):
            section = text[1:-1]
            continue
        key, equals, value = text.partition("=")
        if equals and section:
            yield Entry(section, key.strip(), value.strip(), at)


def read_build(document: Document, tree: Tree) -> list[ImageBuild]:
    """Return the build that a `.build` unit describes."""
    unit = [entry for entry in entries(document) if entry.section == "Build"]
    values = {entry.key: entry for entry in unit}
    if not unit:
        return []
    image = values.get("ImageTag")
    context = _folder(values)
    file = values["File"].value if "File" in values else ""
    path = find_dockerfile(tree, document.folder, context, "")
    if file:
        path = tree.resolve(document.folder, file)
        if path is None or path not in tree:
            path = find_dockerfile(tree, document.folder, context, file)
    inside = find_context(tree, document.folder, context)
    if path is None or path not in tree:
        return []
    return [
        ImageBuild(
            service=document.name.removesuffix(".build"),
            image=literal(image.value) if image else None,
            image_line=image.line if image else 0,
            dockerfile=path,
            context=inside or "",
            build_line=unit[0].line,
            target=values["Target"].value if "Target" in values else "",
            platforms=_platforms(values),
            platforms_line=values["Arch"].line if "Arch" in values else 0,
            arguments=dict(_arguments(unit)),
        )
    ]


def _folder(values: dict[str, Entry]) -> str:
    """Return the context: `unit` is the unit's own folder, `file` that of the Dockerfile."""
    asked = values["SetWorkingDirectory"].value if "SetWorkingDirectory" in values else "unit"
    if asked == "unit":
        return "."
    if asked == "file" and "File" in values:
        return values["File"].value.rpartition("/")[0] or "."
    return asked


def _platforms(values: dict[str, Entry]) -> tuple[str, ...]:
    return (f"linux/{values['Arch'].value}",) if "Arch" in values else ()


def _arguments(unit: list[Entry]) -> Iterator[tuple[str, Expansion]]:
    for entry in unit:
        name, equals, value = entry.value.partition("=")
        if entry.key == "BuildArg" and equals:
            yield name, literal(value)
