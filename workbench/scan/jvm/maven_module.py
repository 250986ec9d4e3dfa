"""What a pom says of its own module: coordinates, languages, Java release."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.declared import Declared
from workbench.scan.jvm.maven_project import Model

_COMPILERS = frozenset({"maven-compiler-plugin", "maven-toolchains-plugin"})
_LANGUAGE_PLUGINS = {
    "kotlin-maven-plugin": "kotlin",
    "scala-maven-plugin": "scala",
    "gmavenplus-plugin": "groovy",
    "gmaven-plugin": "groovy",
    "clojure-maven-plugin": "clojure",
}
_TOOLCHAIN = "jdkToolchain"
_SETTINGS = ("release", "target", "source")
"""From the most to the least telling of what the class files need."""


def maven_module(model: Model) -> Declared | None:
    """The module that a pom describes; None for a template whose name does not resolve.

    A pom that only gathers or manages others (packaging `pom`) has no languages.
    """
    if not model.name or "${" in model.name:
        return None
    plugins = {
        model.resolve(p.artifact.name)
        for _, section, _ in model.sections()
        for p in section.plugins
    }
    others = [language for plugin, language in _LANGUAGE_PLUGINS.items() if plugin in plugins]
    release = next(_releases(model), None)
    return Declared(
        name=model.name,
        line=model.pom.artifact.line,
        version="" if "${" in model.version else model.version,
        languages=() if model.pom.packaging == "pom" else ("java", *others),
        runtimes=(("java", *release),) if release else (),
    )


def _releases(model: Model) -> Iterator[tuple[str, int]]:
    """Yield the declared Java releases with their lines, the one that rules first."""
    configured = {name: (value, line) for name, value, line in _compiler_settings(model)}
    for setting in _SETTINGS:
        for value, line in (
            configured.get(setting, ("", 0)),
            model.property_place(f"maven.compiler.{setting}"),
        ):
            if value and "${" not in value:
                yield value, line
    for value, line in (model.property_place("java.version"), configured.get(_TOOLCHAIN, ("", 0))):
        if value and "${" not in value:
            yield value, line


def _compiler_settings(model: Model) -> Iterator[tuple[str, str, int]]:
    """Yield the compiler plugin's settings, farthest first so that nearer ones overrule."""
    for pom, section, profile in reversed(list(model.sections())):
        for plugin in (*section.managed_plugins, *section.plugins):
            if plugin.artifact.name not in _COMPILERS:
                continue
            for name, value, line in plugin.configuration:
                yield name, model.resolve(value, profile), line if pom is model.pom else 0
