"""A pom.xml as written: nothing inherited, nothing interpolated."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml, text_of

PLUGIN_GROUP = "org.apache.maven.plugins"
DEFAULT_PARENT_PATH = "../pom.xml"


class Artifact(msgspec.Struct, frozen=True, kw_only=True):
    """A dependency, plugin, extension or parent as written; `line` is that of its artifactId."""

    group: str
    name: str
    version: str = ""
    type: str = ""
    classifier: str = ""
    scope: str = ""
    optional: str = ""
    line: int = 0


class Plugin(msgspec.Struct, frozen=True, kw_only=True):
    """A plugin, and what it asks for beside itself."""

    artifact: Artifact
    dependencies: tuple[Artifact, ...] = ()
    configured: tuple[Artifact, ...] = ()
    """Artifacts that its configuration has it download: processors, copied items, compilers."""
    configuration: tuple[tuple[str, str, int], ...] = ()
    """Simple settings: name, value, line."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """What a pom and each of its profiles may hold."""

    properties: dict[str, tuple[str, int]]
    """Name to value and line."""
    dependencies: tuple[Artifact, ...]
    managed: tuple[Artifact, ...]
    plugins: tuple[Plugin, ...]
    managed_plugins: tuple[Plugin, ...]
    extensions: tuple[Artifact, ...]
    active: bool = True
    """Whether it counts without being asked for: the pom itself and `activeByDefault` profiles."""


class Pom(msgspec.Struct, frozen=True, kw_only=True):
    """One pom.xml."""

    path: str
    artifact: Artifact
    packaging: str
    parent: Artifact | None
    parent_path: str
    """`relativePath`; empty where the pom forbids the look at its neighbourhood."""
    main: Section
    profiles: tuple[Section, ...]


def read_pom(document: Document) -> Pom:
    """Read a pom. Raises Unreadable where it is no XML or no pom."""
    root = read_xml(document)
    if local_name(root) != "project":
        raise Unreadable(f"is not a Maven project: its root is <{local_name(root)}>", line_of(root))
    parent = child(root, "parent")
    relative = child(parent, "relativePath")
    profiles = children(child(root, "profiles"), "profile")
    return Pom(
        path=document.path,
        artifact=_artifact(root),
        packaging=text_of(child(root, "packaging")) or "jar",
        parent=_artifact(parent) if parent is not None else None,
        parent_path=DEFAULT_PARENT_PATH if relative is None else text_of(relative),
        main=_section(root, active=True),
        profiles=tuple(_section(p, active=_active(p)) for p in profiles),
    )


def _active(profile: etree._Element) -> bool:
    return text_of(child(child(profile, "activation"), "activeByDefault")) == "true"


def _section(element: etree._Element, *, active: bool) -> Section:
    build = child(element, "build")
    management = child(element, "dependencyManagement")
    reporting = children(child(child(element, "reporting"), "plugins"), "plugin")
    plugins = children(child(build, "plugins"), "plugin") + reporting
    managed = children(child(child(build, "pluginManagement"), "plugins"), "plugin")
    extensions = children(child(build, "extensions"), "extension")
    return Section(
        properties=_properties(child(element, "properties")),
        dependencies=_artifacts(child(element, "dependencies")),
        managed=_artifacts(child(management, "dependencies")),
        plugins=tuple(_plugin(p) for p in plugins),
        managed_plugins=tuple(_plugin(p) for p in managed),
        extensions=tuple(_artifact(e) for e in extensions),
        active=active,
    )


def _properties(element: etree._Element | None) -> dict[str, tuple[str, int]]:
    if element is None:
        return {}
    return {local_name(p): (text_of(p), line_of(p)) for p in element if local_name(p)}


def _artifacts(element: etree._Element | None) -> tuple[Artifact, ...]:
    return tuple(_artifact(d) for d in children(element, "dependency"))


def _artifact(element: etree._Element, group: str = "") -> Artifact:
    name = child(element, "artifactId")
    return Artifact(
        group=text_of(child(element, "groupId")) or group,
        name=text_of(name),
        version=text_of(child(element, "version")),
        type=text_of(child(element, "type")),
        classifier=text_of(child(element, "classifier")),
        scope=text_of(child(element, "scope")),
        optional=text_of(child(element, "optional")),
        line=line_of(element if name is None else name),
    )


def _plugin(element: etree._Element) -> Plugin:
    executions = children(child(element, "executions"), "execution")
    configurations = [child(holder, "configuration") for holder in (element, *executions)]
    present = [c for c in configurations if c is not None]
    return Plugin(
        artifact=_artifact(element, PLUGIN_GROUP),
        dependencies=_artifacts(child(element, "dependencies")),
        configured=tuple(a for c in present for a in _configured(c)),
        configuration=tuple(setting for c in present for setting in _settings(c)),
    )


def _settings(configuration: etree._Element) -> Iterator[tuple[str, str, int]]:
    """Yield simple settings, and the JDK that the toolchains or the compiler plugin ask for."""
    for setting in configuration:
        name = local_name(setting)
        if text_of(setting):
            yield name, text_of(setting), line_of(setting)
        wanted = child(setting, "jdk") if name == "toolchains" else setting
        version = child(wanted, "version")
        if name in ("toolchains", "jdkToolchain") and version is not None:
            yield "jdkToolchain", text_of(version), line_of(version)


_DOWNLOAD_LISTS = frozenset(
    {"annotationProcessorPaths", "artifactItems", "binaryMavenPlugins", "jvmMavenPlugins"}
)
"""Settings of Maven's compiler, dependency and protobuf plugins that list artifacts to fetch."""


def _configured(configuration: etree._Element) -> Iterator[Artifact]:
    """Yield the artifacts that a plugin's configuration downloads."""
    for setting in configuration:
        name = local_name(setting)
        if name in _DOWNLOAD_LISTS:
            for item in setting:
                if child(item, "artifactId") is not None:
                    yield _artifact(item)
        elif name.endswith("Artifact"):
            parts = text_of(setting).split(":")
            if 3 <= len(parts) <= 5 and all(parts):
                yield _compact(parts, line_of(setting))


def _compact(parts: list[str], line: int) -> Artifact:
    """Read `group:name:version[:type[:classifier]]`."""
    group, name, version, *rest = parts
    return Artifact(
        group=group,
        name=name,
        version=version,
        type=rest[0] if rest else "",
        classifier=rest[1] if len(rest) > 1 else "",
        line=line,
    )
