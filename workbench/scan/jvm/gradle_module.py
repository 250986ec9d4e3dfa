"""What a Gradle build says of one of its modules: name, version, languages, Java release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.jvm.gradle_project import GradleProject
from workbench.scan.jvm.gradle_script import Script
from workbench.scan.jvm.gradle_tokens import Sort, Token, closings, tokenize
from workbench.scan.jvm.gradle_values import Reference, Text
from workbench.scan.tree import Tree, within

_MODULE_SCRIPTS = ("build.gradle", "build.gradle.kts")
_NAMED = regex(r"rootProject\.name\s*=\s*[\"']([^\"']+)[\"']")
_LANGUAGES = ("kotlin", "scala", "groovy", "java")
_ANDROID = "com.android."
_VALUE = r"\s*(?:=|\.set\s*\(|\s|\()\s*(?:JavaVersion\.(?:toVersion\s*\()?|JvmTarget\.)?\s*"
_RELEASES = (
    rf"\boptions\.release{_VALUE}",
    rf"\btargetCompatibility{_VALUE}",
    rf"\bsourceCompatibility{_VALUE}",
    rf"\bjvmTarget{_VALUE}",
    r"\bJavaLanguageVersion\.of\s*\(\s*",
    r"\bjvmToolchain\s*\(\s*",
)
"""From what the class files need to what they are built with."""
_RELEASE = regex(
    r"[\"']?(?:VERSION_|JVM_)?(?P<number>\d+(?:[._]\d+)?)\b|(?P<name>[^\W\d][\w.]*(?:\(\))?)"
)


def gradle_module(document: Document, tree: Tree) -> Declared | None:
    """The module of a build.gradle(.kts); None for other scripts and for builds of nothing.

    A module's release may stand in a script above it (`subprojects { ... }`): then its line is 0.
    Raises Unreadable.
    """
    if document.name not in _MODULE_SCRIPTS:
        return None
    project = tree.remember(GradleProject)
    script = project.script(document.path)
    languages = tuple(dict.fromkeys(_languages(script, project, document, tree)))
    if not languages:
        return None
    version = project.text(Reference("version"), document.path)
    release = next(_releases(document, project, tree), None)
    return Declared(
        name=_name(document, tree),
        version=version.text if version.complete else "",
        languages=languages,
        runtimes=(("java", *release),) if release else (),
    )


def _name(document: Document, tree: Tree) -> str:
    """A module is called like its folder, the root like its settings say."""
    for settings in ("settings.gradle", "settings.gradle.kts"):
        path = within(document.folder, settings)
        if path in tree:
            named = _NAMED.search(tree.read(path).text)
            if named:
                return named[1]
    return document.folder.rpartition("/")[2] or tree.root.name


def _languages(
    script: Script, project: GradleProject, document: Document, tree: Tree
) -> Iterator[str]:
    tokens = tokenize(document)
    ids = [*_applied(tokens), *_bare_plugins(tokens)]
    for path in _above(document, tree):
        ids += _applied_below(tokenize(tree.read(path)))
    for plugin in script.plugins:
        if isinstance(plugin.id, Text):
            ids.append(project.text(plugin.id, document.path).text)
        elif isinstance(plugin.id, Reference):
            entry = project.plugin_entry(plugin.id.path, document.path)
            ids += [entry.name] if entry else []
    for id_ in ids:
        words = re.split(r"[.-]", id_)
        yield from (language for language in _LANGUAGES if language in words)
        if id_.startswith(("application", "war", "org.springframework.boot", _ANDROID)):
            yield "java"


def _applied(tokens: list[Token]) -> Iterator[str]:
    """Yield the ids of `apply plugin: "java"` and `apply(plugin = "java")`."""
    for at, token in enumerate(tokens[:-3]):
        if token.text == "apply":
            following = [t for t in tokens[at + 1 : at + 6] if not t.is_mark("(")]
            if [t.text for t in following[:2]] in (["plugin", ":"], ["plugin", "="]):
                yield from (t.text for t in following[2:3] if t.is_string)


def _applied_below(tokens: list[Token]) -> Iterator[str]:
    """Yield the ids of the plugins that a script applies to the modules below it."""
    ends = closings(tokens)
    for at, token in enumerate(tokens[:-1]):
        if token.text in ("subprojects", "allprojects") and tokens[at + 1].is_mark("{"):
            yield from _applied(tokens[at + 2 : ends[at + 1]])


def _above(document: Document, tree: Tree) -> Iterator[str]:
    """Yield the paths of the build scripts in the folders above a script's own."""
    folder = document.folder
    while folder:
        folder = folder.rpartition("/")[0]
        for name in _MODULE_SCRIPTS:
            path = within(folder, name)
            if path in tree:
                yield path


def _bare_plugins(tokens: list[Token]) -> Iterator[str]:
    """Yield the ids of Kotlin's short form: `java`, `` `java-library` `` in a plugins block."""
    inside = False
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.text == "plugins" and token.is_mark("{"):
            inside = True
        elif inside and token.is_mark("}"):
            inside = False
        starts = before is not None and (before.sort is Sort.NEWLINE or before.is_mark("{", ";"))
        if inside and starts and token.sort is Sort.WORD and token.text not in ("id", "alias"):
            yield token.text


def _releases(document: Document, project: GradleProject, tree: Tree) -> Iterator[tuple[str, int]]:
    """Yield Java releases with their lines: the script's own, then those of scripts above it."""
    yield from _own_releases(document, project)
    for path in _above(document, tree):
        for release, _ in _own_releases(tree.read(path), project):
            yield release, 0


def _own_releases(document: Document, project: GradleProject) -> Iterator[tuple[str, int]]:
    text = re.sub(r"//[^\n]*", lambda m: " " * len(m.group()), document.text)
    for setting in _RELEASES:
        for match in re.finditer(setting + f"(?:{_RELEASE.pattern})", text):
            line = document.line_at(match.start())
            if match["number"]:
                yield match["number"].replace("_", "."), line
                continue
            name = re.sub(r"\.(?:get|toInt|asInt|toInteger|toString)(?:\(\))?", "", match["name"])
            value = project.text(Reference(name.removesuffix("()")), document.path)
            number = re.fullmatch(r"\d+(?:\.\d+)?", value.text) if value.complete else None
            if number:
                yield number.group(), line
