"""pom.xml: what a Maven build downloads."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.jvm_version import required
from workbench.scan.jvm.maven_module import maven_module
from workbench.scan.jvm.maven_pom import Artifact, Plugin, Section
from workbench.scan.jvm.maven_project import Model, Reactor, is_import
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.tree import Tree

_PROPERTY = regex(r"\$\{[^{}]+\}")

_SCOPES = {"test": Scope.TEST, "import": Scope.BUILD}
"""`provided` and `system` are on the machine at run time, whoever brings them."""


def read_maven(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield dependencies, plugins, extensions, imported BOMs and an outside parent of one pom."""
    model = tree.remember(Reactor).model(document.path)
    # A managed plugin may be used by several profiles: what it needs is one occurrence.
    yield from dict.fromkeys(_discoveries(model))


def _discoveries(model: Model) -> Iterator[Discovery]:
    yield from _parent(model)
    for pom, section, profile in model.sections():
        if pom is model.pom:
            yield from _section(model, section, profile)
    yield from _inherited(model)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a pom says of its own module. Raises Unreadable."""
    return maven_module(tree.remember(Reactor).model(document.path))


def _parent(model: Model) -> Iterator[Discovery]:
    parent = model.pom.parent
    if parent is not None and len(model.chain) == 1:
        yield from _download(model, parent, None, scope=Scope.BUILD)


def _section(model: Model, section: Section, profile: Section | None) -> Iterator[Discovery]:
    for artifact in section.dependencies:
        yield from _dependency(model, artifact, profile)
    for artifact in section.managed:
        if is_import(artifact):
            traits = (Trait("bom"),)
            yield from _download(model, artifact, profile, scope=Scope.BUILD, traits=traits)
    for plugin in section.plugins:
        yield from _plugin(model, plugin, profile)
    for artifact in section.extensions:
        yield from _download(model, artifact, profile, scope=Scope.BUILD, kind=Kind.TOOL)


def _dependency(model: Model, artifact: Artifact, profile: Section | None) -> Iterator[Discovery]:
    managed = model.managed.get(model.key(artifact, profile))
    version = artifact.version or (managed.version if managed else "")
    scope = _scope(model, artifact, managed, profile)
    yield from _download(model, artifact, profile, version=version, scope=scope)


def _scope(
    model: Model, artifact: Artifact, managed: Artifact | None, profile: Section | None
) -> Scope:
    written = model.resolve(artifact.scope, profile) or (managed.scope if managed else "")
    scope = _SCOPES.get(written, Scope.RUNTIME)
    if scope is Scope.RUNTIME and model.resolve(artifact.optional, profile) == "true":
        return Scope.OPTIONAL
    return scope


def _inherited(model: Model) -> Iterator[Discovery]:
    """Yield inherited dependencies whose version this module changes, at its parent's place.

    Those that it takes as they are stand in the parent's own pom.
    """
    line = model.pom.parent.line if model.pom.parent else 0
    for pom, section, profile in model.sections():
        if pom is model.pom:
            continue
        there = model.reactor.model(pom.path)
        for artifact in section.dependencies:
            key = model.key(artifact, profile)
            here, elsewhere = (m.managed.get(key) for m in (model, there))
            version = model.resolve(artifact.version or (here.version if here else ""), profile)
            inherited = artifact.version or (elsewhere.version if elsewhere else "")
            if "${" not in version and version != there.resolve(inherited, profile):
                scope = _scope(model, artifact, here, profile)
                yield from _download(
                    model, artifact, profile, version=version, scope=scope, line=line
                )


def _plugin(model: Model, plugin: Plugin, profile: Section | None) -> Iterator[Discovery]:
    group, name, _, _ = model.key(plugin.artifact, profile)
    managed = list(model.managed_plugins(group, name))
    version = plugin.artifact.version or next(
        (
            model.resolve(entry.artifact.version, other)
            for _, other, entry in managed
            if entry.artifact.version
        ),
        "",
    )
    yield from _download(
        model, plugin.artifact, profile, version=version, scope=Scope.BUILD, kind=Kind.TOOL
    )
    for artifact in (*plugin.dependencies, *plugin.configured):
        yield from _dependency_of_plugin(model, artifact, profile, model.pom.path)
    for pom, other, entry in managed:
        for artifact in (*entry.dependencies, *entry.configured):
            yield from _dependency_of_plugin(model, artifact, other, pom.path)


def _dependency_of_plugin(
    model: Model, artifact: Artifact, profile: Section | None, path: str
) -> Iterator[Discovery]:
    # A plugin's own dependencies are not managed; the paths it is configured with may be.
    managed = model.managed.get(model.key(artifact, profile))
    version = artifact.version or (managed.version if managed else "")
    yield from _download(model, artifact, profile, version=version, scope=Scope.BUILD, path=path)


def _download(
    model: Model,
    artifact: Artifact,
    profile: Section | None,
    *,
    scope: Scope,
    version: str = "",
    kind: Kind = Kind.LIBRARY,
    traits: tuple[Trait, ...] = (),
    path: str = "",
    line: int = 0,
) -> Iterator[Discovery]:
    """Yield one artifact that comes from outside; nothing for the project's own modules."""
    path, line = path or model.pom.path, line or artifact.line
    group, name, _, classifier = model.key(artifact, profile)
    if not name:
        yield Problem(path, "names a dependency without an artifactId", line)
        return
    if not group or "${" in group + name:
        what = f"{group}:{name}" if group else name
        yield Problem(path, f"the coordinates {what!r} do not resolve within the project", line)
        return
    kind = Kind.TOOL if artifact.type == "exe" else kind
    version = model.resolve(version or artifact.version, profile)
    if model.reactor.model_of(group, name, version) is not None:
        return
    unknown = "${" in version
    wanted = required("" if unknown else version)
    traits += classifier_traits(classifier, resolved="${" not in classifier)
    # A property that only a parent outside can set is a managed version, like one left out.
    managed_outside = unknown and model.outside_parent is not None and _PROPERTY.fullmatch(version)
    if unknown and not managed_outside:
        traits += (Trait("unresolved", version),)
    yield Sighting(
        purl=make_purl("maven", name, wanted.version, namespace=group),
        name=f"{group}:{name}",
        version=wanted.version,
        kind=kind,
        occurrence=Occurrence(
            path=path,
            line=line,
            scope=scope,
            constraint=version if managed_outside else wanted.constraint,
            traits=traits,
            reader=FORMAT.id,
        ),
    )


FORMAT = Format(
    id="maven",
    title="Maven project",
    patterns=("pom.xml",),
    read=read_maven,
    documentation="https://maven.apache.org/pom.html",
)
