"""build.gradle, settings.gradle and their Kotlin forms: what a Gradle build downloads."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.gradle_module import gradle_module
from workbench.scan.jvm.gradle_project import GradleProject, Resolved, is_build_logic
from workbench.scan.jvm.gradle_scope import configuration_scope
from workbench.scan.jvm.gradle_script import PluginRequest, Request
from workbench.scan.jvm.gradle_values import Reference
from workbench.scan.jvm.gradle_wanted import Unresolved, Wanted, Wanting
from workbench.scan.jvm.jvm_version import required
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.said_once import said_once
from workbench.scan.tree import Tree

_SIMPLE = regex(r"[\w.+-]+")


def read_gradle(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield dependencies, BOMs, plugins and downloaded compilers of one script."""
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    project = tree.remember(GradleProject)
    script = project.script(document.path)
    wanting = Wanting(project, document.path)
    for plugin in script.plugins:
        yield from _plugin(project, plugin, document.path)
    for request in script.requests:
        for wanted in wanting.request(request):
            yield from _found(wanted, document.path, _scope(request, document.path), Kind.LIBRARY)
    for tool in script.tools:
        for wanted in wanting.expand(tool, document.path):
            yield from _found(wanted, document.path, Scope.BUILD, Kind.TOOL)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a build script says of its own module. Raises Unreadable."""
    return gradle_module(document, tree)


def _scope(request: Request, path: str) -> Scope:
    scope = Scope.TEST if request.test else configuration_scope(request.configuration)
    if request.build or (is_build_logic(path) and scope is Scope.RUNTIME):
        return Scope.BUILD
    return scope


def _found(wanted: Wanted | Unresolved, path: str, scope: Scope, kind: Kind) -> Iterator[Discovery]:
    if isinstance(wanted, Unresolved):
        reason = f"the dependency {wanted.name!r} does not resolve within the project"
        yield Problem(path, reason, wanted.line)
        return
    if not wanted.is_resolved or not _SIMPLE.fullmatch(wanted.name):
        what = f"{wanted.group}:{wanted.name}"
        yield Problem(
            path, f"the coordinates {what!r} do not resolve within the project", wanted.line
        )
        return
    traits = tuple(
        trait
        for classifier in wanted.classifiers
        for trait in classifier_traits(classifier.text, resolved=classifier.complete)
    )
    if wanted.bom:
        scope, traits = Scope.BUILD, (Trait("bom"), *traits)
    yield gradle_sighting(
        wanted.group, wanted.name, wanted.version, path, wanted.line, scope, kind, traits
    )


def gradle_sighting(
    group: str,
    name: str,
    version: Resolved,
    path: str,
    line: int,
    scope: Scope,
    kind: Kind,
    traits: tuple[Trait, ...] = (),
    reader: str = "gradle",
) -> Sighting:
    """One module as it is sighted in a script, a catalog or a lock file."""
    wanted = required(version.text if version.complete else "")
    if not version.complete:
        traits = (*traits, Trait("unresolved", version.text))
    return Sighting(
        purl=make_purl("maven", name, wanted.version, namespace=group),
        name=f"{group}:{name}",
        version=wanted.version,
        kind=kind,
        occurrence=Occurrence(
            path=path,
            line=line,
            scope=scope,
            direct=reader != "gradle-lock",
            constraint=wanted.constraint,
            traits=traits,
            reader=reader,
        ),
    )


def _plugin(project: GradleProject, plugin: PluginRequest, path: str) -> Iterator[Discovery]:
    """Yield a plugin with the version it has here, or gets where the build sets it.

    One without any comes with Gradle, from the build's own sources or from a classpath entry that
    is a sighting of its own.
    """
    if isinstance(plugin.id, Reference):
        entry = project.plugin_entry(plugin.id.path, path)
        if entry is None:
            reason = f"the plugin {plugin.id.path!r} does not resolve within the project"
            yield Problem(path, reason, plugin.line)
            return
        id_, version = entry.name, Resolved(entry.version)
    else:
        id_, version = project.text(plugin.id, path).text, Resolved("")
    if plugin.version is not None:
        version = project.text(plugin.version, path)
    version = version if version.text else _plugin_version(project, id_)
    if version.text and _SIMPLE.fullmatch(id_):
        marker = f"{id_}.gradle.plugin"
        yield gradle_sighting(id_, marker, version, path, plugin.line, Scope.BUILD, Kind.TOOL)


def _plugin_version(project: GradleProject, id_: str) -> Resolved:
    """The version that settings or another script of the build give a plugin, if they agree."""
    versions = {
        project.text(plugin.version, script.path)
        for script in project.scripts
        for plugin in script.plugins
        if plugin.version is not None and project.text(plugin.id, script.path).text == id_
    }
    if not versions:
        entries = (e for c in project.catalogs.values() for e in c.plugins.values())
        versions = {Resolved(entry.version) for entry in entries if entry.name == id_}
    return versions.pop() if len(versions) == 1 else Resolved("")


FORMAT = Format(
    id="gradle",
    title="Gradle script",
    patterns=("*.gradle", "*.gradle.kts"),
    read=read_gradle,
    documentation="https://docs.gradle.org/current/userguide/declaring_dependencies.html",
)
