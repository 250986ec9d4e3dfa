""".mvn/extensions.xml: what Maven loads into itself before it reads a pom."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.model.purl import make_purl
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.jvm_version import required
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml, text_of
from workbench.scan.tree import Tree


def read_extensions(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the core extensions of a Maven build."""
    root = read_xml(document)
    if local_name(root) != "extensions":
        raise Unreadable(
            f"is not a list of Maven extensions: its root is <{local_name(root)}>", line_of(root)
        )
    for extension in children(root, "extension"):
        group, name = (text_of(child(extension, key)) for key in ("groupId", "artifactId"))
        if not group or not name:
            continue
        wanted = required(text_of(child(extension, "version")))
        yield Sighting(
            purl=make_purl("maven", name, wanted.version, namespace=group),
            name=f"{group}:{name}",
            version=wanted.version,
            kind=Kind.TOOL,
            occurrence=Occurrence(
                path=document.path,
                line=line_of(extension),
                scope=Scope.BUILD,
                constraint=wanted.constraint,
                reader=FORMAT.id,
            ),
        )


FORMAT = Format(
    id="maven-extensions",
    title="Maven core extensions",
    patterns=(".mvn/extensions.xml", "*/.mvn/extensions.xml"),
    read=read_extensions,
    documentation="https://maven.apache.org/configure.html#mvn-extensions-xml-file",
)
