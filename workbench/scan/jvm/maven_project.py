"""What a pom means in its project: parents, properties, management, imported BOMs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.jvm.maven_pom import Artifact, Plugin, Pom, Section, read_pom
from workbench.scan.tree import Tree, within

MAX_PARENTS = 64
MAX_ROUNDS = 32
MAX_LENGTH = 2000
CONFIG = ".mvn/maven.config"
_DEFINED = regex(r"(?:^|\s)(?:-D|--define[=\s])\s*([^\s=]+)=(\S+)")
_EXPRESSION = regex(r"\$\{([^${}]+)\}")

Key = tuple[str, str, str, str]
"""Group, name, type and classifier: what dependency management is keyed by."""


class Model:
    """One pom with the parents that the project holds, nearest first."""

    def __init__(self, chain: tuple[Pom, ...], reactor: Reactor) -> None:
        self.pom = chain[0]
        self.chain = chain
        self.reactor = reactor

    @property
    def outside_parent(self) -> Artifact | None:
        """The parent of the chain's last pom where the project does not hold it."""
        return self.chain[-1].parent

    @cached_property
    def group(self) -> str:
        """The module's group, its own or its parent's."""
        return self.resolve(_group(self.pom))

    @cached_property
    def name(self) -> str:
        """The module's artifactId."""
        return self.resolve(self.pom.artifact.name)

    @cached_property
    def version(self) -> str:
        """The module's version, its own or its parent's, as far as it resolves."""
        return self.resolve(_version(self.pom))

    def resolve(self, text: str, profile: Section | None = None) -> str:
        """Fill in `${...}` as far as the project says; what stays unknown stays as written."""
        if "${" not in text or len(text) > MAX_LENGTH:
            return text
        filled = text
        for _ in range(MAX_ROUNDS):
            before = filled
            filled = _EXPRESSION.sub(lambda m: self._bounded(m, profile), filled)
            if filled == before or len(filled) > MAX_LENGTH:
                break
        return text if "${" in filled else filled

    def property_place(self, name: str) -> tuple[str, int]:
        """The resolved value of a property and its line, 0 where a parent defines it."""
        for pom in self.chain:
            for section in (pom.main, *(p for p in pom.profiles if p.active)):
                if name in section.properties:
                    value, line = section.properties[name]
                    return self.resolve(value), line if pom is self.pom else 0
        return "", 0

    def _bounded(self, match: re.Match[str], profile: Section | None) -> str:
        value = self._value(match[1].strip(), match[0], profile)
        return value if len(value) <= MAX_LENGTH else match[0]

    def _value(self, name: str, expression: str, profile: Section | None) -> str:
        given = self.reactor.given(self.pom.path).get(name)
        if given is not None:
            return given
        if profile and name in profile.properties:
            return profile.properties[name][0]
        for pom in self.chain:
            for active in pom.profiles:
                if active.active and name in active.properties:
                    return active.properties[name][0]
            if name in pom.main.properties:
                return pom.main.properties[name][0]
        own = self._own_value(name)
        if own:
            return own
        # A property that only profiles define is known when they all agree.
        values = {
            p.properties[name][0]
            for pom in self.chain
            for p in pom.profiles
            if name in p.properties
        }
        return values.pop() if len(values) == 1 else expression

    def _own_value(self, name: str) -> str:
        for prefix in ("project.", "pom."):
            name = name.removeprefix(prefix)
        parent = self.pom.parent
        values = {
            "groupId": _group(self.pom),
            "artifactId": self.pom.artifact.name,
            "version": _version(self.pom),
            "parent.groupId": parent.group if parent else "",
            "parent.artifactId": parent.name if parent else "",
            "parent.version": parent.version if parent else "",
        }
        return values.get(name, "")

    def key(self, artifact: Artifact, profile: Section | None = None) -> Key:
        """The key under which management speaks of an artifact."""
        return (
            self.resolve(artifact.group, profile),
            self.resolve(artifact.name, profile),
            artifact.type or "jar",
            self.resolve(artifact.classifier, profile),
        )

    @cached_property
    def managed(self) -> dict[Key, Artifact]:
        """Managed dependencies, version and scope resolved: own, inherited, then imported."""
        found: dict[Key, Artifact] = {}
        pending: list[Model] = [self]
        seen: set[str] = set()
        while pending:
            model = pending.pop()
            if model.pom.path in seen:
                continue
            seen.add(model.pom.path)
            imports = model.manage(found)
            pending.extend(reversed(imports))
        return found

    def manage(self, found: dict[Key, Artifact]) -> list[Model]:
        """Add what this model manages directly to `found`; return the BOMs that it imports."""
        imports: list[Model] = []
        for _, section, profile in self.sections():
            for artifact in section.managed:
                if not is_import(artifact):
                    resolved = self._resolved(artifact, profile)
                    found.setdefault(self.key(artifact, profile), resolved)
                    continue
                group, name, _, _ = self.key(artifact, profile)
                version = self.resolve(artifact.version, profile)
                bom = self.reactor.model_of(group, name, version)
                if bom is not None:
                    imports.append(bom)
        return imports

    def sections(self) -> Iterator[tuple[Pom, Section, Section | None]]:
        """Yield each pom of the chain with each of its sections, twice where it is a profile."""
        for pom in self.chain:
            yield pom, pom.main, None
            for profile in pom.profiles:
                yield pom, profile, profile

    def _resolved(self, artifact: Artifact, profile: Section | None) -> Artifact:
        return Artifact(
            group=artifact.group,
            name=artifact.name,
            version=self.resolve(artifact.version, profile),
            scope=self.resolve(artifact.scope, profile),
            line=artifact.line,
        )

    def managed_plugins(
        self, group: str, name: str
    ) -> Iterator[tuple[Pom, Section | None, Plugin]]:
        """Yield the pluginManagement entries for a plugin and their places, nearest first."""
        for pom, section, profile in self.sections():
            for plugin in section.managed_plugins:
                at = plugin.artifact
                if (self.resolve(at.group), self.resolve(at.name)) == (group, name):
                    yield pom, profile, plugin


class Reactor:
    """Every pom of the project. Poms that cannot be read are left to their own reading."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._poms: dict[str, Pom | None] = {}
        self._models: dict[str, Model] = {}
        self._given: dict[str, dict[str, str]] = {}

    def given(self, path: str) -> dict[str, str]:
        """The properties that `.mvn/maven.config` gives every build of the pom at `path`."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            config = within(folder, CONFIG)
            if config in self._tree:
                if config not in self._given:
                    self._given[config] = _given(self._tree, config)
                return self._given[config]
        return {}

    def model(self, path: str) -> Model:
        """The model of the pom at `path`. Raises Unreadable."""
        if path not in self._models:
            pom = self._pom(path) or read_pom(self._tree.read(path))
            self._models[path] = Model(tuple(self._chain(pom)), self)
        return self._models[path]

    def model_of(self, group: str, name: str, version: str = "") -> Model | None:
        """The module with these coordinates; without a version, or with one unknown, any."""
        for path in self._paths.get((group, name), ()):
            model = self.model(path)
            open_ends = not version or "${" in version or "${" in model.version
            if open_ends or model.version == version:
                return model
        return None

    @cached_property
    def _paths(self) -> dict[tuple[str, str], list[str]]:
        """Poms by group and name."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in self._tree.called("pom.xml"):
            if self._pom(path) is not None:
                model = self.model(path)
                found.setdefault((model.group, model.name), []).append(path)
        return found

    def _pom(self, path: str) -> Pom | None:
        if path not in self._poms:
            try:
                self._poms[path] = read_pom(self._tree.read(path))
            except Unreadable:
                self._poms[path] = None
        return self._poms[path]

    def _chain(self, pom: Pom) -> Iterator[Pom]:
        seen: set[str] = set()
        following: Pom | None = pom
        while following is not None and following.path not in seen and len(seen) < MAX_PARENTS:
            seen.add(following.path)
            yield following
            following = self._parent(following)

    def _parent(self, pom: Pom) -> Pom | None:
        if pom.parent is None:
            return None
        folder = pom.path.rpartition("/")[0]
        path = self._tree.resolve(folder, pom.parent_path) if pom.parent_path else None
        for place in (path, f"{path}/pom.xml" if path else None):
            if place and place in self._tree:
                parent = self._pom(place)
                if parent is not None and _is_parent(parent, pom.parent):
                    return parent
        return self._by_written(pom)

    def _by_written(self, pom: Pom) -> Pom | None:
        """Find a parent elsewhere in the project, as Maven does among the modules of one build."""
        for candidate in self._written.get(pom.parent.name if pom.parent else "", ()):
            if pom.parent and candidate.path != pom.path and _is_parent(candidate, pom.parent):
                return candidate
        return None

    @cached_property
    def _written(self) -> dict[str, list[Pom]]:
        found: dict[str, list[Pom]] = {}
        for path in self._tree.called("pom.xml"):
            pom = self._pom(path)
            if pom is not None:
                found.setdefault(pom.artifact.name, []).append(pom)
        return found


def _given(tree: Tree, path: str) -> dict[str, str]:
    try:
        text = tree.read(path).text
    except Unreadable:
        return {}
    return {name: value.strip("\"'") for name, value in _DEFINED.findall(text)}


def is_import(artifact: Artifact) -> bool:
    """Whether a managed dependency is a BOM whose management is taken over."""
    return artifact.scope == "import" and artifact.type == "pom"


def _is_parent(pom: Pom, wanted: Artifact) -> bool:
    version = _version(pom)
    versions_agree = version == wanted.version or "${" in version or "${" in wanted.version
    same = (_group(pom), pom.artifact.name) == (wanted.group, wanted.name)
    return same and versions_agree


def _group(pom: Pom) -> str:
    return pom.artifact.group or (pom.parent.group if pom.parent else "")


def _version(pom: Pom) -> str:
    return pom.artifact.version or (pom.parent.version if pom.parent else "")
