"""gradle/libs.versions.toml: libraries and plugins of a version catalog."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Scope
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.gradle import gradle_sighting
from workbench.scan.jvm.gradle_catalog import read_catalog
from workbench.scan.jvm.gradle_project import GradleProject, Resolved
from workbench.scan.jvm.gradle_scope import Uses
from workbench.scan.tree import Tree


def read_gradle_catalog(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every library and plugin at its line, libraries in the scope that scripts use them."""
    catalog = read_catalog(document)
    uses = tree.remember(Uses)
    project = tree.remember(GradleProject)
    for entry in catalog.libraries.values():
        version = Resolved(entry.version or project.locked(document.path).get(entry.name, ""))
        scope = uses.scope(f"{entry.group}:{entry.name}")
        yield gradle_sighting(
            *(entry.group, entry.name, version, document.path, entry.line, scope, Kind.LIBRARY),
            reader=FORMAT.id,
        )
    for entry in catalog.plugins.values():
        marker, version = f"{entry.name}.gradle.plugin", Resolved(entry.version)
        yield gradle_sighting(
            *(entry.name, marker, version, document.path, entry.line, Scope.BUILD, Kind.TOOL),
            reader=FORMAT.id,
        )


FORMAT = Format(
    id="gradle-catalog",
    title="Gradle version catalog",
    patterns=("*gradle/*.versions.toml",),
    read=read_gradle_catalog,
    documentation="https://docs.gradle.org/current/userguide/version_catalogs.html",
)
