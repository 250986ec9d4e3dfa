"""toolchains.xml and gradle-daemon-jvm.properties: the JDKs that a build runs on."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.runtimes import declared_runtime
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.syntax.read_xml import (
    child,
    children,
    line_of,
    local_name,
    read_xml,
    text_of,
)
from workbench.scan.tree import Tree

MAX_LENGTH = 100
"""No version is longer than this."""


def read_toolchains(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the JDKs that a Maven build chooses from."""
    root = read_xml(document)
    if local_name(root) != "toolchains":
        raise Unreadable(
            f"is not a Maven toolchains file: its root is <{local_name(root)}>", line_of(root)
        )
    for toolchain in children(root, "toolchain"):
        version = child(child(toolchain, "provides"), "version")
        if version is not None and text_of(child(toolchain, "type")) == "jdk":
            yield from _jdk(text_of(version), document.path, line_of(version), TOOLCHAINS.id)


def read_daemon(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the JDK that Gradle itself runs on."""
    for name, value, line in read_properties(document):
        if name == "toolchainVersion":
            yield from _jdk(value, document.path, line, GRADLE_DAEMON.id)


def _jdk(version: str, path: str, line: int, reader: str) -> Iterator[Discovery]:
    if version and len(version) <= MAX_LENGTH and "${" not in version:
        yield declared_runtime("java", version, path, line, Scope.BUILD).sighting(reader)


TOOLCHAINS = Format(
    id="maven-toolchains",
    title="Maven toolchains",
    patterns=("toolchains.xml",),
    read=read_toolchains,
    accepts=lambda document: "<toolchains" in document.text,
    documentation="https://maven.apache.org/guides/mini/guide-using-toolchains.html",
)
GRADLE_DAEMON = Format(
    id="gradle-daemon-jvm",
    title="Gradle daemon JVM",
    patterns=("gradle-daemon-jvm.properties",),
    read=read_daemon,
    documentation="https://docs.gradle.org/current/userguide/gradle_daemon.html",
)
FORMATS = (TOOLCHAINS, GRADLE_DAEMON)
