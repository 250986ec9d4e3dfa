"""Every requirement that a pyproject.toml or a hatch.toml declares, table by table."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from packaging.utils import canonicalize_name

from workbench.model.component import Scope
from workbench.scan.group_scope import group_scope
from workbench.scan.python.locked_source import is_archive
from workbench.scan.python.poetry_dependency import poetry_requirements
from workbench.scan.python.python_requirement import PythonRequirement, parse_requirement
from workbench.scan.syntax.node import Node


class Found(msgspec.Struct, frozen=True):
    """One requirement, where it stands and what it is for; None where the text is none."""

    requirement: PythonRequirement | None
    line: int
    scope: Scope


def pyproject_requirements(root: Node) -> Iterator[Found]:
    """Yield every requirement of every table of pyproject.toml, in no table twice."""
    yield from _listed(root.at("build-system", "requires"), Scope.BUILD)
    yield from _listed(root.at("tool", "pdm", "build", "requires"), Scope.BUILD)
    yield from lockable_requirements(root)


def lockable_requirements(root: Node) -> Iterator[Found]:
    """Yield what a lock file covers: all but what only the build of the package needs."""
    yield from _listed(root.at("project", "dependencies"), Scope.RUNTIME)
    yield from _grouped(root.at("project", "optional-dependencies"), Scope.OPTIONAL)
    yield from _grouped(root["dependency-groups"], Scope.OPTIONAL)
    yield from _poetry(root.at("tool", "poetry"))
    tool = root["tool"]
    flit = tool.at("flit", "metadata")
    yield from _listed(flit["requires"], Scope.RUNTIME)
    yield from _grouped(flit["requires-extra"], Scope.OPTIONAL)
    yield from _grouped(tool.at("pdm", "dev-dependencies"), Scope.BUILD)
    for manager in ("uv", "rye"):
        yield from _listed(tool.at(manager, "dev-dependencies"), Scope.BUILD)
    yield from hatch_requirements(tool["hatch"])


def hatch_requirements(hatch: Node) -> Iterator[Found]:
    """Yield what Hatch's environments and build hooks ask for."""
    for name, environment in hatch["envs"].items():
        scope = group_scope(name, Scope.BUILD)
        yield from _listed(environment["dependencies"], scope)
        yield from _listed(environment["extra-dependencies"], scope)
    build = hatch["build"]
    for part in (build, *(node for _, node in build["targets"].items())):
        yield from _listed(part["dependencies"], Scope.BUILD)
        for _, hook in part["hooks"].items():
            yield from _listed(hook["dependencies"], Scope.BUILD)


def project_name(root: Node) -> Node:
    """Return the name of the project's own package, empty where it has none."""
    for keys in (("project", "name"), ("tool", "poetry", "name"), ("tool", "flit", "metadata")):
        name = root.at(*keys)
        if name.is_object:
            name = name["dist-name"] if name["dist-name"].text else name["module"]
        if name.text:
            return name
    return Node(None)


def own_names(root: Node) -> set[str]:
    """Return the normalised names of what is built here: itself, and uv's local sources."""
    name = project_name(root).text
    return {canonicalize_name(n) for n in (name,) if n} | UvSources(root).local


def _grouped(groups: Node, otherwise: Scope) -> Iterator[Found]:
    for name, group in groups.items():
        yield from _listed(group, group_scope(name, otherwise))


def _listed(strings: Node, scope: Scope) -> Iterator[Found]:
    """PEP 508 strings; a group's `include-group` tables repeat what is listed elsewhere."""
    for node in strings:
        text = node.text.removeprefix("-e ").strip()
        if not text:
            continue
        try:
            requirement = parse_requirement(text)
        except ValueError:
            yield Found(None, node.line, scope)
            continue
        if requirement is not None:
            yield Found(requirement, node.line, scope)


def _poetry(poetry: Node) -> Iterator[Found]:
    tables = [(poetry["dependencies"], Scope.RUNTIME), (poetry["dev-dependencies"], Scope.BUILD)]
    tables.append((poetry["requires-plugins"], Scope.BUILD))
    for name, group in poetry["group"].items():
        otherwise = Scope.OPTIONAL if group["optional"].value is True else Scope.RUNTIME
        tables.append((group["dependencies"], group_scope(name, otherwise)))
    for table, scope in tables:
        for name, declared in table.items():
            if name.lower() == "python":
                continue
            for requirement, optional in poetry_requirements(name, declared):
                yield Found(requirement, declared.line, Scope.OPTIONAL if optional else scope)


class UvSources:
    """uv's table of where single packages come from instead of the index."""

    def __init__(self, root: Node) -> None:
        self.local: set[str] = set()
        self.elsewhere: dict[str, Node] = {}
        for name, node in root.at("tool", "uv", "sources").items():
            key = canonicalize_name(name)
            for source in [node, *node]:
                if source["workspace"].value is True or _is_folder(source["path"].text):
                    self.local.add(key)
                elif source["git"].text or source["url"].text:
                    self.elsewhere[key] = source

    def applied(self, requirement: PythonRequirement) -> PythonRequirement:
        """The requirement, fetched from where the table says."""
        source = self.elsewhere.get(requirement.key)
        if source is None:
            return requirement
        plain = {"git": source["git"], "url": source["url"], "rev": source["rev"]}
        plain |= {"tag": source["tag"], "branch": source["branch"]}
        moved = next((r for r, _ in poetry_requirements(requirement.name, Node(plain)) if r), None)
        return moved or requirement


def _is_folder(path: str) -> bool:
    return bool(path) and not is_archive(path)
