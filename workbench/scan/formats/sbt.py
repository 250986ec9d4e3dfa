"""build.sbt, project/*.sbt, project/*.scala and project/build.properties: what sbt downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.jvm_version import required
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.jvm.sbt_build import SbtBuilds, Wanted, is_meta
from workbench.scan.jvm.sbt_module import sbt_module
from workbench.scan.syntax.read_properties import read_properties
from workbench.scan.tree import Tree

_SIMPLE = regex(r"[\w.+-]+")
_LITERAL_VERSION = regex(r"[\w.+\-,\[\]() ]*")
_MANAGED = frozenset({"dependencyOverrides", "excludeDependencies", "allExcludeDependencies"})
_EXCLUDED = frozenset({"exclude", "excludeAll", "ExclusionRule", "exclusion"})
_PLUGINS = frozenset({"addSbtPlugin", "sbtPluginExtra"})
_COMPILED_WITH = frozenset(
    {"addCompilerPlugin", "compilerPlugin", "scalafixDependencies", "mimaPreviousArtifacts"}
)
_TEST_WORDS = frozenset({"test", "it", "integrationtest", "integration", "multi", "e2e", "bench"})


def read_sbt(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the modules, plugins and Scala itself that one script asks for."""
    builds = tree.remember(SbtBuilds)
    found = builds.wanted(document.path)
    yield from dict.fromkeys(d for wanted in found for d in _found(builds, wanted, document.path))
    if is_meta(document.path):
        return
    for value, path, line in builds.setting("scalaVersion", document.path):
        if path == document.path and value.complete and _SIMPLE.fullmatch(value.text):
            yield _scala(value.text, path, line)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a build.sbt says of its own module. Raises Unreadable."""
    return sbt_module(document, tree)


def _found(builds: SbtBuilds, wanted: Wanted, path: str) -> Iterator[Discovery]:
    around = frozenset(wanted.within)
    if around & _MANAGED or around & _EXCLUDED:
        return
    group, name = wanted.group.text, wanted.name.text
    if not (wanted.group.complete and wanted.name.complete):
        what = f"{group}:{name}"
        yield Problem(
            path, f"the coordinates {what!r} do not resolve within the project", wanted.line
        )
        return
    if not (_SIMPLE.fullmatch(group) and _SIMPLE.fullmatch(name)):
        return
    version, traits = wanted.version, classifier_traits(wanted.module.classifier)
    if version.complete and not _LITERAL_VERSION.fullmatch(version.text):
        return
    needed = required(version.text if version.complete else "")
    if not version.complete:
        traits += (Trait("unresolved", version.text),)
    plugin = bool(around & _PLUGINS)
    suffix, complete = ("", True) if plugin else _suffix(builds, wanted, path)
    if not complete:
        traits += (Trait("unresolved", "scalaVersion"),)
    yield Sighting(
        purl=make_purl("maven", name + suffix, needed.version, namespace=group),
        name=f"{group}:{name}{suffix}",
        version=needed.version,
        kind=Kind.TOOL if plugin else Kind.LIBRARY,
        occurrence=Occurrence(
            path=path,
            line=wanted.line,
            scope=_scope(wanted, path, around),
            constraint=needed.constraint,
            traits=traits,
            reader=SBT.id,
        ),
    )


def _suffix(builds: SbtBuilds, wanted: Wanted, path: str) -> tuple[str, bool]:
    """What `%%` adds to a module's name, and whether that is known."""
    module = wanted.module
    if module.cross_version in ("for3Use2_13", "for3Use2_13With"):
        return "_2.13", True
    if module.cross_version in ("for2_13Use3", "for2_13Use3With"):
        return "_3", True
    if module.cross < 2 and not module.cross_version:
        return "", True
    version = "" if is_meta(path) or module.cross > 2 else builds.scala_version(path)
    if not version:
        return "", False
    if module.cross_version in ("full", "patch"):
        return f"_{version}", True
    return f"_{_binary(version)}", True


def _binary(version: str) -> str:
    """The part of a Scala version that libraries are named after: 2.13.8 is 2.13, 3.3.1 is 3."""
    numbers = version.split(".")
    return numbers[0] if numbers[0] != "2" else ".".join(numbers[:2])


def _scope(wanted: Wanted, path: str, around: frozenset[str]) -> Scope:
    if is_meta(path) or around & (_PLUGINS | _COMPILED_WITH):
        return Scope.BUILD
    # `test->test;it` holds for tests only, `compile->compile;test->test` does not.
    mapped = [part.partition("->")[0] for part in wanted.configuration.split(";")]
    words = [w.strip().lower() for part in mapped for w in part.split(",") if w.strip()]
    if words and all(re.split(r"[-_]", word)[0] in _TEST_WORDS for word in words):
        return Scope.TEST
    return Scope.OPTIONAL if words == ["optional"] else Scope.RUNTIME


def _scala(version: str, path: str, line: int) -> Sighting:
    """Scala's library, which sbt adds to every module of a build."""
    name = "scala-library" if version.startswith("2.") else "scala3-library_3"
    group = "org.scala-lang"
    return Sighting(
        purl=make_purl("maven", name, version, namespace=group),
        name=f"{group}:{name}",
        version=version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(path=path, line=line, reader=SBT.id),
    )


def read_sbt_version(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the sbt that a project/build.properties names."""
    for key, value, line in read_properties(document):
        if key == "sbt.version" and _SIMPLE.fullmatch(value):
            yield Sighting(
                purl=make_purl("generic", "sbt", value),
                name="sbt",
                version=value,
                kind=Kind.TOOL,
                occurrence=Occurrence(
                    path=document.path, line=line, scope=Scope.BUILD, reader=SBT_VERSION.id
                ),
            )


def _accepts(document: Document) -> bool:
    """Take scripts as they are, and of Scala sources those that import sbt."""
    if document.name.endswith(".sbt"):
        return True
    return document.folder.rpartition("/")[2] == "project" and b"sbt" in document.data


SBT = Format(
    id="sbt",
    title="sbt script",
    patterns=("*.sbt", "project/*.scala", "*/project/*.scala"),
    read=read_sbt,
    accepts=_accepts,
    documentation="https://www.scala-sbt.org/1.x/docs/Library-Dependencies.html",
)
SBT_VERSION = Format(
    id="sbt-version",
    title="sbt build.properties",
    patterns=("project/build.properties", "*/project/build.properties"),
    read=read_sbt_version,
    documentation="https://www.scala-sbt.org/1.x/docs/Basic-Def.html#Specifying+the+sbt+version",
)
FORMATS = (SBT, SBT_VERSION)
