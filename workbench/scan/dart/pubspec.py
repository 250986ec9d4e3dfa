"""What a pubspec.yaml asks for (https://dart.dev/tools/pub/pubspec)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.remote import without_secrets
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml

_NAME = regex(r"[A-Za-z_]\w*", re.ASCII)
_EXACT = regex(r"\d+\.\d+\.\d+(?:[-+][\w.+-]+)?", re.ASCII)
_SECTIONS = {"dependencies": Scope.RUNTIME, "dev_dependencies": Scope.TEST}


class PubPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency. `own` ones lie in the project; those of an `sdk` come with it."""

    name: str
    line: int
    scope: Scope
    wanted: str = ""
    own: bool = False
    sdk: bool = False
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly."""
        return self.wanted if _EXACT.fullmatch(self.wanted) else ""


class Pubspec(msgspec.Struct, frozen=True, kw_only=True):
    """Name, version, and SDK requirements as (name, requirement, line); the dependencies."""

    name: tuple[str, int] = ("", 0)
    version: str = ""
    sdks: tuple[tuple[str, str, int], ...] = ()
    packages: tuple[PubPackage, ...] = ()
    in_workspace: bool = False
    """Whether the package is resolved with its workspace, whose root has the lock."""


def pubspec(document: Document) -> Pubspec:
    """Read a pubspec.yaml. Raises Unreadable with the line."""
    root = next(iter(read_yaml(document)), Node(None))
    if root and not root.is_object:
        raise Unreadable("is no pubspec: it holds no mapping", root.line)
    overrides = dict(root["dependency_overrides"].items())
    packages = []
    for section, scope in _SECTIONS.items():
        for name, node in root[section].items():
            if _NAME.fullmatch(name):
                packages.append(_package(name, overrides.pop(name, node), node.line, scope))
    for name, node in overrides.items():  # these hold for packages that only others need
        if _NAME.fullmatch(name):
            packages.append(_package(name, node, node.line, Scope.RUNTIME))
    environment = root["environment"]
    return Pubspec(
        name=(root["name"].text, root["name"].line),
        version=root["version"].text,
        sdks=tuple(_sdks(environment)),
        packages=tuple(packages),
        in_workspace=root["resolution"].text == "workspace",
    )


def _sdks(environment: Node) -> Iterator[tuple[str, str, int]]:
    for key, name in (("sdk", "dart"), ("flutter", "flutter")):
        if environment[key].text:
            yield name, environment[key].text, environment[key].line


def _package(name: str, source: Node, line: int, scope: Scope) -> PubPackage:
    git, hosted = source["git"], source["hosted"]
    address = git.text or git["url"].text
    registry = hosted.text or hosted["url"].text
    traits: list[Trait] = []
    if git:
        plain = without_secrets(address) or "git"
        traits.append(Trait("vcs", f"{plain}#{git['ref'].text}" if git["ref"].text else plain))
    elif registry:
        traits.append(Trait("registry", without_secrets(registry) or "unnamed"))
    wanted = source.text or source["version"].text
    return PubPackage(
        name=hosted["name"].text or name,
        line=line,
        scope=scope,
        wanted="" if wanted == "any" else wanted,
        own=bool(source["path"].text),
        sdk=bool(source["sdk"].text),
        traits=tuple(traits),
    )
