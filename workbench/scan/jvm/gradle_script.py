"""A Gradle script as far as a scanner wants it: names, dependencies and plugins."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex
from workbench.scan.jvm.gradle_values import Value

_TEST = regex(r"(?:^t|T)est(?:s|ing)?(?=[A-Z_]|\d|$)|^testing$|Test(?:s)?$")
PREFIXES = ("project", "rootProject", "ext", "extra", "this", "properties", "parent", "settings")
"""Ways to say in which object a name lives; names are looked up in all of them anyway."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of a `dependencies` block."""

    configuration: str
    value: Value
    version: Value | None = None
    """From a closure: `version { strictly("1.0") }`."""
    classifiers: tuple[Value, ...] = ()
    build: bool = False
    """It serves the build script itself."""
    test: bool = False
    """It belongs to a source set of tests."""


class PluginRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a `plugins` block: an id, or a reference into a version catalog."""

    id: Value
    version: Value | None
    line: int


class Script(msgspec.Struct, kw_only=True):
    """What one script says, nothing resolved."""

    path: str
    definitions: dict[str, list[Value]] = {}
    requests: list[Request] = []
    plugins: list[PluginRequest] = []
    managed: list[Value] = []
    """Coordinates that constraints give versions to."""
    tools: list[Value] = []
    """Compilers that a plugin downloads: `artifact = "com.google.protobuf:protoc:3.25.5"`."""


def strip_prefixes(path: str) -> str:
    """`rootProject.ext.versions.x` and `versions.x` are one name."""
    names = path.split(".")
    while len(names) > 1 and names[0] in PREFIXES:
        names.pop(0)
    return ".".join(names)


def in_tests(context: tuple[str, ...]) -> bool:
    """Whether a `dependencies` block stands in a source set or suite of tests."""
    homes = [context.index(h) for h in ("sourceSets", "kotlin", "testing") if h in context]
    return bool(homes) and any(_TEST.search(label) for label in context[min(homes) :])
