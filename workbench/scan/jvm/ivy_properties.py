"""Values of `${name}` in Ivy files: from the properties and settings that lie around them."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.syntax.read_xml import local_name, read_xml
from workbench.scan.tree import Tree

MAX_ROUNDS = 16
MAX_LENGTH = 1000
_EXPRESSION = regex(r"\$\{([^${}]+)\}")
_XML = frozenset({"build.xml", "common-build.xml", "ivysettings.xml", "ivy-settings.xml"})
_BESIDE = ("", "ivy", "build")
"""Folders beside an Ivy file, its own included, in which projects keep the versions."""


class IvyProperties:
    """The properties of Ant and Ivy in the project, folder by folder, read when first needed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._folders: dict[str, dict[str, set[str]]] = {}

    def resolve(self, text: str, path: str) -> str:
        """Fill in `${name}` in the file at `path`; what is not known for sure stays as written.

        The nearest folder upward that gives a name one value rules; where files there disagree,
        only a build knows which of them it loads.
        """
        if "${" not in text or len(text) > MAX_LENGTH:
            return text
        filled = text
        for _ in range(MAX_ROUNDS):
            before = filled
            filled = _EXPRESSION.sub(lambda m: self._value(m[1].strip(), path) or m[0], filled)
            if filled == before or len(filled) > MAX_LENGTH:
                break
        return text if "${" in filled or len(filled) > MAX_LENGTH else filled

    def _value(self, name: str, path: str) -> str:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            found = self._in_folder(folder).get(name)
            if found:
                value = next(iter(found))
                return value if len(found) == 1 and len(value) <= MAX_LENGTH else ""
        return ""

    def _in_folder(self, folder: str) -> dict[str, set[str]]:
        if folder not in self._folders:
            found: dict[str, set[str]] = {}
            for beside in _BESIDE:
                for path in self._tree.files_in("/".join(p for p in (folder, beside) if p)):
                    for name, value in self._entries(path):
                        found.setdefault(name, set()).add(value)
            self._folders[folder] = found
        return self._folders[folder]

    def _entries(self, path: str) -> list[tuple[str, str]]:
        """The properties that one file sets; its own reading says where it is broken."""
        try:
            if path.endswith(".properties"):
                return [(n, v) for n, v, _ in read_properties(self._tree.read(path)) if v]
            if path.rpartition("/")[2] in _XML:
                root = read_xml(self._tree.read(path))
                elements = (e for e in root.iter() if local_name(e) == "property")
                return [
                    (str(e.get("name")), str(e.get("value")))
                    for e in elements
                    if e.get("name") and e.get("value")
                ]
        except Unreadable:
            return []
        return []
