"""MSBuild files: properties and items as written, and what they mean to a project file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec
from lxml import etree

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import line_of, local_name, read_xml, text_of
from workbench.scan.tree import Tree, within

MAX_ROUNDS = 32
MAX_LENGTH = 2000
BUILD_PROPS = "Directory.Build.props"
BUILD_TARGETS = "Directory.Build.targets"
PACKAGES_PROPS = "Directory.Packages.props"
_PROPERTY = regex(r"\$\(([\w.-]+)\)")
_CHOICES = frozenset({"Choose", "When", "Otherwise", "Target", "ImportGroup"})


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """`<PackageReference Include="..." />` and the like; metadata from attributes and children."""

    kind: str
    name: str
    update: bool
    metadata: dict[str, str]
    line: int

    def get(self, name: str) -> str:
        """A piece of metadata, in any case; empty where it is not given."""
        return self.metadata.get(name.lower(), "")


class BuildFile(msgspec.Struct, frozen=True, kw_only=True):
    """One project, props or targets file as written. Conditions are not weighed: all count."""

    path: str
    sdks: tuple[tuple[str, int], ...]
    """`Name` or `Name/version`, with lines."""
    properties: tuple[tuple[str, str, int], ...]
    items: tuple[Item, ...]
    imports: tuple[str, ...]
    conditions: dict[int, str]
    """What must hold for the property or item on a line, where the file says so."""

    def always(self, line: int) -> bool:
        """Whether what stands on `line` counts in every project that takes the file."""
        return line not in self.conditions


def read_build_file(document: Document) -> BuildFile:
    """Read an MSBuild file. Raises Unreadable."""
    root = read_xml(document)
    if local_name(root) != "Project":
        raise Unreadable(f"is not an MSBuild file: its root is <{local_name(root)}>", line_of(root))
    groups = list(_groups(root))
    properties = tuple(
        (local_name(p), text_of(p), line_of(p))
        for group in groups
        if local_name(group) == "PropertyGroup"
        for p in group
        if local_name(p)
    )
    items = (
        _item(element)
        for group in groups
        if local_name(group) == "ItemGroup"
        for element in group
        if local_name(element)
    )
    return BuildFile(
        path=document.path,
        sdks=tuple(_sdks(root)),
        properties=properties,
        items=tuple(item for item in items if item is not None),
        imports=tuple(e.get("Project", "") for e in groups if local_name(e) == "Import"),
        conditions={
            line_of(element): condition
            for group in groups
            for element in group
            if local_name(element) and (condition := _condition(element))
        },
    )


def _condition(element: etree._Element) -> str:
    around = [element, *element.iterancestors()]
    stated = [e.get("Condition", "") for e in around]
    if any(local_name(e) == "Otherwise" for e in around):
        stated.append("otherwise")
    return " and ".join(filter(None, stated))


def _groups(root: etree._Element) -> Iterator[etree._Element]:
    pending = list(reversed(root))
    while pending:
        element = pending.pop()
        if local_name(element) in _CHOICES:
            pending.extend(reversed(element))
        elif local_name(element):
            yield element


def _sdks(root: etree._Element) -> Iterator[tuple[str, int]]:
    for sdk in root.get("Sdk", "").split(";"):
        if sdk.strip():
            yield sdk.strip(), line_of(root)
    for element in root:
        if local_name(element) in ("Sdk", "Import"):
            name = element.get("Name" if local_name(element) == "Sdk" else "Sdk", "")
            version = element.get("Version", "")
            if name:
                yield f"{name}/{version}" if version else name, line_of(element)


def _item(element: etree._Element) -> Item | None:
    name = element.get("Include") or element.get("Update") or ""
    if not name.strip():
        return None
    metadata = {str(key).lower(): str(value).strip() for key, value in element.items()}
    metadata |= {local_name(c).lower(): text_of(c) for c in element if local_name(c)}
    return Item(
        kind=local_name(element),
        name=name.strip(),
        update="Include" not in element.keys(),  # noqa: SIM118  (lxml elements contain children)
        metadata=metadata,
        line=line_of(element),
    )


class MSBuild:
    """Every MSBuild file of the project, read when first needed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files: dict[str, BuildFile | None] = {}

    def file(self, path: str) -> BuildFile:
        """The file at `path`. Raises Unreadable."""
        found = self._files.get(path) or read_build_file(self._tree.read(path))
        self._files[path] = found
        return found

    def readable(self, path: str) -> BuildFile | None:
        """The file at `path`, or None where its own reading will say what is wrong with it."""
        if path not in self._files:
            try:
                self._files[path] = read_build_file(self._tree.read(path))
            except Unreadable:
                self._files[path] = None
        return self._files[path]

    def above(self, path: str, name: str) -> Iterator[BuildFile]:
        """Yield the nearest file called `name` upward of `path`, then those that it imports.

        MSBuild stops at the nearest one; a nearer one that wants the next above imports it by an
        expression (`GetPathOfFileAbove`), which is followed here.
        """
        folder = path.rpartition("/")[0]
        while True:
            place = within(folder, name)
            if place in self._tree and place != path:
                found = self.readable(place)
                if found is None:
                    return
                yield found
                if not any("FileAbove" in i or f"../{name}" in _slashes(i) for i in found.imports):
                    return
            if not folder:
                return
            folder = folder.rpartition("/")[0]

    def imported(self, file: BuildFile) -> Iterator[BuildFile]:
        """Yield the files that one imports by a plain relative path, and theirs."""
        seen = {file.path}
        pending = [file]
        while pending and len(seen) < 100:
            current = pending.pop()
            folder = current.path.rpartition("/")[0]
            for written in current.imports:
                plain = re.sub(r"^\$\(MSBuildThisFileDirectory\)", "", _slashes(written))
                path = None if "$(" in plain or not plain else self._tree.resolve(folder, plain)
                if path and path in self._tree and path not in seen:
                    seen.add(path)
                    found = self.readable(path)
                    if found is not None:
                        yield found
                        pending.append(found)


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _with_imports(files: Iterable[BuildFile], build: MSBuild) -> Iterator[BuildFile]:
    for file in files:
        yield file
        yield from build.imported(file)


class Evaluation:
    """A project file with the props files that speak for it."""

    def __init__(self, file: BuildFile, build: MSBuild) -> None:
        self.file = file
        self.central = tuple(build.above(file.path, PACKAGES_PROPS))
        above = [
            *build.above(file.path, BUILD_PROPS),
            *build.above(file.path, BUILD_TARGETS),
        ]
        self.above = tuple(_with_imports(above, build))
        self.files = (*_with_imports([file], build), *self.above)
        self._central_files = tuple(_with_imports(self.central, build))

    @cached_property
    def properties(self) -> dict[str, tuple[str, int]]:
        """Property by lower-case name: the nearest file's last word, its line if the file's own."""
        found: dict[str, tuple[str, int]] = {}
        for file in (*self.files, *self._central_files):
            for name, value, line in reversed(file.properties):
                own = line if file is self.file else 0
                known = found.setdefault(name.lower(), (value, own))
                # `$(X);more` adds to an earlier X: take that up instead of circling.
                pieces = re.split(rf"(?i)\$\({re.escape(name)}\)", known[0])
                if known[0] != value and len(pieces) > 1:
                    found[name.lower()] = (value.join(pieces)[:MAX_LENGTH], known[1])
        return found

    def value(self, name: str) -> str:
        """A property, resolved as far as possible; empty where nothing defines it."""
        return self.resolve(self.properties.get(name.lower(), ("", 0))[0])

    def every(self, name: str) -> list[str]:
        """Each value that the project file gives a property, else the one that it inherits.

        Conditions are not weighed: a value may hold for one configuration only.
        """
        own = [self.resolve(v) for n, v, _ in self.file.properties if n.lower() == name.lower()]
        return own or [self.value(name)]

    def line(self, name: str) -> int:
        """The line of a property in the project file itself, else 0."""
        return self.properties.get(name.lower(), ("", 0))[1]

    def resolve(self, text: str) -> str:
        """Fill in `$(Name)`; what stays unknown stays as written."""
        if "$(" not in text or len(text) > MAX_LENGTH:
            return text
        filled = text
        for _ in range(MAX_ROUNDS):
            before = filled
            filled = _PROPERTY.sub(self._property, filled)
            if filled == before or len(filled) > MAX_LENGTH:
                break
        return text if "$(" in filled else filled

    def _property(self, match: re.Match[str]) -> str:
        value = self.properties.get(match[1].lower(), (match[0], 0))[0]
        return value if len(value) <= MAX_LENGTH else match[0]

    @cached_property
    def central_versions(self) -> dict[str, Item]:
        """PackageVersion entries by lower-case package name, the last one of the nearest file."""
        found: dict[str, Item] = {}
        for file in self._central_files:
            here = {i.name.lower(): i for i in file.items if i.kind == "PackageVersion"}
            found = here | found
        return found

    @property
    def is_central(self) -> bool:
        """Whether versions come from Directory.Packages.props."""
        wanted = self.value("ManagePackageVersionsCentrally").lower()
        return bool(self.central) and wanted != "false"
