"""One package of a Pipfile: a version, or a table."""

from __future__ import annotations

from packaging.markers import default_environment
from packaging.utils import canonicalize_name

from workbench.model.component import Scope
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import is_archive, vcs_traits
from workbench.scan.python.platform_marker import marker_traits
from workbench.scan.python.python_requirement import PythonRequirement, parse_requirement
from workbench.scan.syntax.node import Node

_NO_CATEGORIES = ("source", "requires", "pipenv", "scripts", "_meta")
_LOCKED_AS = {"packages": "default", "dev-packages": "develop"}
_VARIABLES = tuple(default_environment())


def categories(root: Node) -> list[tuple[str, str, Scope, Node]]:
    """Return name in the Pipfile, name in the lock, scope and packages of each category."""
    return [
        (name, _LOCKED_AS.get(name, name), category_scope(name), packages)
        for name, packages in root.items()
        if name not in _NO_CATEGORIES
    ]


def category_scope(name: str) -> Scope:
    """Return the scope of a category, as the Pipfile or as the lock calls it."""
    if name in ("packages", "default"):
        return Scope.RUNTIME
    return group_scope(name, Scope.OPTIONAL)


def pipfile_requirement(name: str, declared: Node) -> PythonRequirement | None:
    """Return what an entry asks for; None for the project's own code.

    Raises ValueError where it is none that Pipenv reads.
    """
    version = declared.text or declared["version"].text
    traits = marker_traits(_marker(declared))
    for tool in ("git", "hg", "svn", "bzr"):
        if address := declared[tool].text:
            source = vcs_traits(f"{tool}+{address}", declared["ref"].text)
            return PythonRequirement(name=name, traits=(*traits, *source))
    address = declared["file"].text or declared["path"].text
    if address and not is_archive(address):
        return None
    if address:
        found = parse_requirement(address if "://" in address else f"./{address}")
        return found and PythonRequirement(
            name=name, version=found.version, traits=(*traits, *found.traits)
        )
    if not version or not canonicalize_name(name, validate=True):
        raise ValueError("has no version")
    wanted = parse_requirement(name if version == "*" else f"{name} {version}")
    return wanted and PythonRequirement(
        name=name, version=wanted.version, constraint=wanted.constraint, traits=traits
    )


def _marker(declared: Node) -> str:
    """Join `markers` and the variables that Pipenv lets people write as keys of their own."""
    parts = [f"{v} {declared[v].text}" for v in _VARIABLES if declared[v].text]
    whole = declared["markers"].text
    if not parts:
        return whole
    return " and ".join([*([f"({whole})"] if whole else []), *parts])
