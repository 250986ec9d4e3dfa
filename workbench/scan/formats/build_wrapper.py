"""maven-wrapper.properties and gradle-wrapper.properties: the build tool that they download."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.tree import Tree

_ARCHIVE = regex(
    r"(?P<name>apache-maven|maven-mvnd|gradle)-(?P<version>\d[\w.+]*(?:-(?!bin\b|all\b|src\b)\w+)*?)"
    r"(?:-(?P<rest>bin|all|src|(?:linux|darwin|windows)-\w+))?\.(?:zip|tar\.gz)$"
)
_NAMES = {"apache-maven": "maven", "maven-mvnd": "mvnd", "gradle": "gradle"}


def read_wrapper(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the distribution that a wrapper fetches before each first build."""
    for name, value, line in read_properties(document):
        if name != "distributionUrl":
            continue
        archive = _ARCHIVE.search(value)
        traits: tuple[Trait, ...]
        if archive is None:
            tool = "gradle" if document.name.startswith("gradle") else "maven"
            version, traits = "", (Trait("unresolved", value),)
        else:
            tool, version = _NAMES[archive["name"]], archive["version"]
            traits = classifier_traits(archive["rest"] or "")
        yield Sighting(
            purl=make_purl("generic", tool, version),
            name=tool,
            version=version,
            kind=Kind.TOOL,
            occurrence=Occurrence(
                path=document.path, line=line, scope=Scope.BUILD, traits=traits, reader=FORMAT.id
            ),
        )


FORMAT = Format(
    id="build-wrapper",
    title="Maven or Gradle wrapper",
    patterns=("maven-wrapper.properties", "gradle-wrapper.properties"),
    read=read_wrapper,
    documentation="https://docs.gradle.org/current/userguide/gradle_wrapper.html",
)
