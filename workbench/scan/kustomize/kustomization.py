"""What one kustomization file says.

Format: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

_RESOURCES = ("resources", "bases")


@dataclass(frozen=True, slots=True)
class ImageChange:
    """An entry of `images`: what takes the place of an image's name, tag and digest."""

    name: str
    new_name: str
    new_tag: str
    digest: str
    line: int

    def changed(self, reference: str) -> str | None:
        """Return what the entry makes of an image; None of one that it does not mean."""
        name, tag, digest = split_image(reference)
        if name != self.name:
            return None
        name = self.new_name or name
        if self.digest:
            # A digest takes the place of a tag, unless the entry sets both.
            return name + (f":{self.new_tag}" if self.new_tag else "") + f"@{self.digest}"
        if self.new_tag:
            return f"{name}:{self.new_tag}"
        return name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch: its text as documents, the path they stand in, and what it is for.

    `inline` says that the text stands in the kustomization itself.
    """

    documents: tuple[Node, ...]
    path: str
    first_line: int
    target: Node
    inline: bool


@dataclass(frozen=True, slots=True)
class Kustomization:
    """A kustomization file; `folders` and `components` are those of other kustomizations."""

    path: str
    is_component: bool
    files: tuple[str, ...]
    folders: tuple[str, ...]
    components: tuple[str, ...]
    patches: tuple[Patch, ...]
    images: tuple[ImageChange, ...]


def split_image(reference: str) -> tuple[str, str, str]:
    """Split a reference into name, tag and digest as kustomize does."""
    name, _, digest = reference.partition("@")
    slash = name.rfind("/")
    colon = name.find(":", slash + 1)
    return (name[:colon], name[colon + 1 :], digest) if colon >= 0 else (name, "", digest)


def kustomizations(tree: Tree) -> dict[str, Kustomization]:
    """Return the project's kustomizations by folder. Call through `remember`."""
    found = {}
    for path in tree.called(*NAMES):
        folder = path.rpartition("/")[0]
        if folder not in found:
            try:
                roots = read_yaml(tree.read(path))
            except Unreadable:
                continue
            if roots:
                found[folder] = _kustomization(roots[0], path, folder, tree)
    return found


def _kustomization(root: Node, path: str, folder: str, tree: Tree) -> Kustomization:
    files: list[str] = []
    folders: list[str] = []
    for resource in (each for key in _RESOURCES for each in root[key]):
        found = tree.resolve(folder, resource.text) if resource.text else None
        if found is not None:
            found = "" if found == "." else found
            (files if found in tree else folders).append(found)
    components = (tree.resolve(folder, c.text) for c in root["components"] if c.text)
    return Kustomization(
        path,
        root["kind"].text == "Component",
        tuple(files),
        tuple(folders),
        tuple(component for component in components if component is not None),
        tuple(_patches(root, path, folder, tree)),
        tuple(_images(root)),
    )


def _images(root: Node) -> Iterator[ImageChange]:
    for image in root["images"]:
        parts = [image["newName"], image["newTag"], image["digest"]]
        changed = next((part for part in parts if part.text), None)
        if changed is not None and image["name"].text:
            name, tag, digest = (part.text for part in parts)
            yield ImageChange(image["name"].text, name, tag, digest, changed.line)


def _patches(root: Node, path: str, folder: str, tree: Tree) -> Iterator[Patch]:
    for given in root["patchesStrategicMerge"]:
        file = tree.resolve(folder, given.text) if "\n" not in given.text else None
        yield from _patch(given, file, path, Node(None), tree)
    for entry in (*root["patches"], *root["patchesJson6902"]):
        file = tree.resolve(folder, entry["path"].text) if entry["path"].text else None
        yield from _patch(entry["patch"], file, path, entry["target"], tree)


def _patch(inline: Node, file: str | None, path: str, target: Node, tree: Tree) -> Iterator[Patch]:
    try:
        if file is not None and file in tree:
            yield Patch(tuple(read_yaml(tree.read(file))), file, 0, target, inline=False)
        elif "\n" in inline.text or inline.text.startswith(("[", "{")):
            documents = read_yaml(Document(path, inline.text.encode("utf-8", "replace")))
            yield Patch(tuple(documents), path, inline.line, target, inline=True)
    except Unreadable:
        return
