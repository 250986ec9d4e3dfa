"""gradle.lockfile: every module of every configuration, transitive ones too."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import MOST_BINDING_FIRST, Kind
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.formats.gradle import gradle_sighting
from workbench.scan.jvm.gradle_project import Resolved, read_lock
from workbench.scan.jvm.gradle_scope import configuration_scope
from workbench.scan.tree import Tree


def read_gradle_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield each locked module in the most binding scope of the configurations that hold it."""
    for module, version, configurations, line in read_lock(tree, document.path):
        group, _, name = module.partition(":")
        scope = min(map(configuration_scope, configurations), key=MOST_BINDING_FIRST.index)
        yield gradle_sighting(
            *(group, name, Resolved(version), document.path, line, scope, Kind.LIBRARY),
            reader=FORMAT.id,
        )


FORMAT = Format(
    id="gradle-lock",
    title="Gradle lock file",
    patterns=("gradle.lockfile", "buildscript-gradle.lockfile"),
    read=read_gradle_lock,
    documentation="https://docs.gradle.org/current/userguide/dependency_locking.html",
    most_bytes=WRITTEN_BY_TOOLS,
)
