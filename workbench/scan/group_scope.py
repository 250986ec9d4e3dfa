"""What the name of a group of dependencies says about when they are needed."""

from __future__ import annotations

import re

from workbench.model.component import Scope

_WORD = re.compile(r"[a-z]+")
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


def group_scope(name: str, otherwise: Scope) -> Scope:
    """Return the scope that `name` (of a group, an environment, a file) stands for.

    Whole words count, so that `latest` is no test. A name that says both is a build scope, the
    more binding of the two; one that says neither gives `otherwise`.
    """
    words = set(_WORD.findall(name.lower()))
    if words & _BUILD:
        return Scope.BUILD
    return Scope.TEST if words & _TEST else otherwise
