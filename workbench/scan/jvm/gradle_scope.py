"""When a workload needs what a Gradle configuration holds."""

from __future__ import annotations

from workbench.model.component import MOST_BINDING_FIRST, Scope
from workbench.model.regex import regex
from workbench.scan.jvm.gradle_project import GradleProject
from workbench.scan.jvm.gradle_wanted import Wanted, Wanting
from workbench.scan.tree import Tree

_TEST = regex(r"(?:^t|T)est(?:s(?=[A-Z]|$)|(?=[A-Z]|$))|^test")
_BUILD = regex(
    r"classpath$|[cC]ompileOnly(?:Api)?$|[aA]nnotationProcessor|^kapt|^ksp|^mavenBom$"
    r"|[cC]ompileClasspath$"
)
_TOOLS = frozenset(
    {
        *("antlr", "checkstyle", "codenarc", "detekt", "detektPlugins", "errorprone"),
        *("errorproneJavac", "jacocoAgent", "jacocoAnt", "ktlint", "lintChecks", "pmd", "pmdAux"),
        *("spotbugs", "spotbugsPlugins", "zinc", "scalaCompilerPlugins", "nullaway", "signature"),
    }
)
"""Configurations in which checkers and compilers of well-known plugins run."""


def configuration_scope(configuration: str) -> Scope:
    """The scope of a configuration by its name; one that nobody knows counts as runtime."""
    if _TEST.search(configuration):
        return Scope.TEST
    if _BUILD.search(configuration) or configuration in _TOOLS:
        return Scope.BUILD
    return Scope.OPTIONAL if configuration == "developmentOnly" else Scope.RUNTIME


class Uses:
    """In which scope the modules of version catalogs are used, over all scripts."""

    def __init__(self, tree: Tree) -> None:
        project = tree.remember(GradleProject)
        self._scopes: dict[str, Scope] = {}
        for script in project.scripts:
            wanting = Wanting(project, script.path)
            for request in script.requests:
                scope = configuration_scope(request.configuration)
                scope = Scope.TEST if request.test else scope
                scope = Scope.BUILD if request.build else scope
                for wanted in wanting.request(request):
                    if isinstance(wanted, Wanted):
                        self._note(f"{wanted.group}:{wanted.name}", scope, bom=wanted.bom)

    def _note(self, module: str, scope: Scope, *, bom: bool) -> None:
        scope = Scope.BUILD if bom else scope
        known = self._scopes.get(module, scope)
        self._scopes[module] = min(known, scope, key=MOST_BINDING_FIRST.index)

    def scope(self, module: str) -> Scope:
        """The most binding scope in which `group:name` is used; runtime where no use is seen."""
        return self._scopes.get(module, Scope.RUNTIME)
