"""What the name of a group of dependencies says about when they are needed."""

from __future__ import annotations

from workbench.model.component import Scope
from workbench.model.regex import regex

_WORD = regex(r"[a-z]+")
_BUILD = frozenset(
    [
        "build",
        "ci",
        "dev",
        "devel",
        "develop",
        "development",
        "doc",
        "docs",
        "documentation",
        "format",
        "formatting",
        "lint",
        "linter",
        "linters",
        "linting",
        "mypy",
        "release",
        "style",
        "tooling",
        "tools",
        "types",
        "typecheck",
        "typing",
    ]
)
_TEST = frozenset(
    [
        "bench",
        "benchmark",
        "benchmarks",
        "cov",
        "coverage",
        "cucumber",
        "pytest",
        "rspec",
        "spec",
        "test",
        "testing",
        "tests",
        "tox",
        "unittest",
    ]
)
_OPTIONAL_FOLDERS = ("extra", "extras", "optional")
_SCOPED_FOLDERS = ("doc", "docs", "test", "tests")


def group_scope(name: str, otherwise: Scope) -> Scope:
    """Return the scope that `name` (of a group, an environment, a file) stands for.

    Whole words count, so that `latest` is no test. A name that says both is a build scope, the
    more binding of the two; one that says neither gives `otherwise`.
    """
    words = set(_WORD.findall(name.lower()))
    if words & _BUILD:
        return Scope.BUILD
    return Scope.TEST if words & _TEST else otherwise


def file_scope(path: str, otherwise: Scope) -> Scope:
    """The scope that a file's name tells, or else the innermost folder of tests or documents."""
    *folders, name = path.split("/")
    for folder in folders:
        if folder in _OPTIONAL_FOLDERS:
            otherwise = Scope.OPTIONAL
        elif folder in _SCOPED_FOLDERS:
            otherwise = group_scope(folder, otherwise)
    return group_scope(name.rpartition(".")[0], otherwise)
