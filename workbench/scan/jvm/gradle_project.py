"""A Gradle build as a whole: where the names that its scripts use get their values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from workbench.scan.document import Unreadable
from workbench.scan.jvm.gradle_catalog import Catalog, Entry, read_catalog
from workbench.scan.jvm.gradle_reader import read_script
from workbench.scan.jvm.gradle_script import Script, strip_prefixes
from workbench.scan.jvm.gradle_values import Reference, Text, Unknown, Value
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.tree import Tree, within

MAX_LENGTH = 2000
MAX_STEPS = 20
SCRIPTS = (".gradle", ".gradle.kts")
CATALOG = ".versions.toml"
LOCK = "gradle.lockfile"
_GIVEN = frozenset({"name", "path", "rootDir", "projectDir", "buildDir"})
"""Names that Gradle itself gives a value, a different one in every module."""
_OWN = frozenset({"version", "group", "description"})
"""Names that a script assigns for itself and the modules below it, never for its neighbours."""


class Resolved(msgspec.Struct, frozen=True):
    """A text with its expressions filled in; incomplete where one stays as written."""

    text: str
    complete: bool = True


class GradleProject:
    """Every script, catalog, properties and lock file of the project, read when first needed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._scripts: dict[str, Script] = {}
        self._properties: dict[str, dict[str, str]] = {}
        self._resolved: dict[tuple[str, str], Resolved | None] = {}
        self._locked: dict[str, dict[str, str]] = {}

    def script(self, path: str) -> Script:
        """The script at `path`. Raises Unreadable."""
        if path not in self._scripts:
            self._scripts[path] = read_script(self._tree.read(path))
        return self._scripts[path]

    def _readable(self, path: str) -> Script:
        """The script at `path`, an empty one where it cannot be read: its own reading says so."""
        try:
            return self.script(path)
        except (Unreadable, RecursionError):
            self._scripts[path] = Script(path=path)
            return self._scripts[path]

    @cached_property
    def scripts(self) -> tuple[Script, ...]:
        """All build scripts, and the sources of buildSrc and build-logic for their constants."""
        paths = [p for p in self._tree.sizes if p.endswith(SCRIPTS) or _is_build_source(p)]
        return tuple(self._readable(p) for p in paths)

    @cached_property
    def managing(self) -> tuple[Script, ...]:
        """The scripts that give versions to modules which others ask for without one."""
        return tuple(script for script in self.scripts if script.managed)

    @cached_property
    def _everywhere(self) -> dict[str, list[tuple[str, Value]]]:
        found: dict[str, list[tuple[str, Value]]] = {}
        for script in self.scripts:
            for name, values in script.definitions.items():
                found.setdefault(name, []).extend((script.path, v) for v in values)
        return found

    @cached_property
    def catalogs(self) -> dict[tuple[str, str], Catalog]:
        """Version catalogs by the folder of their build and the name that scripts call them by."""
        found = {}
        for path in self._tree.sizes:
            folder, _, name = path.rpartition("/")
            if name.endswith(CATALOG) and folder.rpartition("/")[2] == "gradle":
                try:
                    catalog = read_catalog(self._tree.read(path))
                except Unreadable:
                    continue
                found[folder.rpartition("/")[0], name.removesuffix(CATALOG)] = catalog
        return found

    def catalog(self, path: str, name: str) -> Catalog | None:
        """The catalog that the script at `path` calls `name`; a build-logic build may share one."""
        for folder in ancestors(path):
            if (folder, name) in self.catalogs:
                return self.catalogs[folder, name]
        return None

    def locked(self, path: str) -> dict[str, str]:
        """`group:name` to version, from the lock file beside the script at `path`."""
        folder = path.rpartition("/")[0]
        if folder not in self._locked:
            lock = within(folder, LOCK)
            self._locked[folder] = {}
            if lock in self._tree:
                try:
                    self._locked[folder] = {
                        module: version for module, version, _, _ in read_lock(self._tree, lock)
                    }
                except Unreadable:
                    self._locked[folder] = {}
        return self._locked[folder]

    def definitions(self, path: str, name: str) -> list[tuple[str, Value]]:
        """What `name` may mean in the script at `path`, with the script that says so.

        The script itself is asked first, then properties and scripts of its folder and of those
        above it, then all others: those may be applied to it by means that only a build knows.
        """
        name = strip_prefixes(name)
        if name in _GIVEN:
            return []
        own = self._readable(path).definitions.get(name)
        if own:
            return [(path, value) for value in own]
        for folder in ancestors(path):
            properties = self._folder_properties(folder)
            if name in properties:
                return [(path, Text((properties[name],)))]
            near = [
                (beside, value)
                for beside in self._tree.files_in(folder)
                if beside.endswith(SCRIPTS) and beside != path
                for value in self._readable(beside).definitions.get(name, ())
            ]
            if near:
                return near
        if name in _OWN:
            return []
        return [(p, v) for p, v in self._everywhere.get(name, ()) if p != path]

    def _folder_properties(self, folder: str) -> dict[str, str]:
        if folder not in self._properties:
            path = within(folder, "gradle.properties")
            self._properties[folder] = {}
            if path in self._tree:
                try:
                    document = self._tree.read(path)
                    self._properties[folder] = {n: v for n, v, _ in read_properties(document)}
                except Unreadable:
                    self._properties[folder] = {}
        return self._properties[folder]

    def text(self, value: Value | None, path: str, steps: int = 0) -> Resolved:
        """What a value is as text in the script at `path`; unknown parts as `${expression}`."""
        if isinstance(value, Text):
            parts = [
                Resolved(part) if isinstance(part, str) else self.text(part, path, steps + 1)
                for part in value.parts
            ]
            whole = "".join(part.text for part in parts)
            return Resolved(whole[:MAX_LENGTH], all(p.complete for p in parts))
        if isinstance(value, Reference):
            found = self._named(value.path, path, steps) if steps < MAX_STEPS else None
            return found or Resolved(f"${{{value.path}}}", complete=False)
        if isinstance(value, Unknown):
            return Resolved("${" + value.source.replace(":", " ") + "}", complete=False)
        return Resolved("", complete=value is None)

    def _named(self, name: str, path: str, steps: int) -> Resolved | None:
        """The one text that a name stands for; None where there is none, or more than one."""
        key = (path, name)
        if key not in self._resolved:
            self._resolved[key] = None
            self._resolved[key] = self._find(name, path, steps)
        return self._resolved[key]

    def _find(self, name: str, path: str, steps: int) -> Resolved | None:
        texts = {self.text(value, home, steps + 1) for home, value in self.definitions(path, name)}
        if len(texts) == 1:
            text = texts.pop()
            short = len(text.text) < MAX_LENGTH
            return text if text.complete and text.text and short else None
        if texts:
            return None
        for renamed, home in self.renamed(name, path):
            return self._named(renamed, home, steps + 1) if steps < MAX_STEPS else None
        root, _, rest = strip_prefixes(name).partition(".")
        catalog = self.catalog(path, root)
        if catalog is not None and rest.startswith("versions."):
            version = catalog.versions.get(rest.removeprefix("versions."))
            return Resolved(version) if version else None
        return None

    def renamed(self, name: str, path: str) -> Iterator[tuple[str, str]]:
        """Yield `libs.foo` for `libraries.foo` where a script says `libraries = libs`."""
        names = strip_prefixes(name).split(".")
        for length in range(len(names) - 1, 0, -1):
            for home, value in self.definitions(path, ".".join(names[:length])):
                if isinstance(value, Reference):
                    yield ".".join([value.path, *names[length:]]), home

    def entries(self, name: str, path: str) -> list[Entry] | None:
        """The libraries of a catalog that `libs.x` or `libs.bundles.x` means; None for neither."""
        root, _, rest = strip_prefixes(name).partition(".")
        catalog = self.catalog(path, root)
        if catalog is None:
            return None
        if rest.startswith("bundles."):
            members = catalog.bundles.get(rest.removeprefix("bundles."))
            if members is None:
                return None
            return [catalog.libraries[m] for m in members if m in catalog.libraries]
        library = catalog.libraries.get(rest)
        return [library] if library else None

    def plugin_entry(self, name: str, path: str) -> Entry | None:
        """The plugin of a catalog that `libs.plugins.x` means."""
        root, _, rest = strip_prefixes(name).partition(".")
        catalog = self.catalog(path, root)
        return catalog.plugins.get(rest.removeprefix("plugins.")) if catalog else None


def ancestors(path: str) -> Iterator[str]:
    """Yield the folder of `path` and those above it, the project's own (empty) last."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def is_build_logic(path: str) -> bool:
    """Whether a file belongs to the build itself, not to what it builds."""
    return any(part in ("buildSrc", "build-logic") for part in path.split("/")[:-1])


def _is_build_source(path: str) -> bool:
    return path.endswith((".kt", ".groovy")) and is_build_logic(path)


def read_lock(tree: Tree, path: str) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
    """Yield `group:name`, version, configurations and line of each entry of a lock file."""
    for number, line in enumerate(tree.read(path).lines, 1):
        module, equals, configurations = line.strip().partition("=")
        group, _, rest = module.partition(":")
        name, _, version = rest.partition(":")
        if equals and version and not line.startswith("#"):
            yield f"{group}:{name}", version, tuple(configurations.split(",")), number
