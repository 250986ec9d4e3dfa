"""pyproject.toml: PEP 621, PEP 735, build systems, Poetry, PDM, Hatch and uv."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.group_scope import group_scope
from workbench.scan.python.poetry_dependency import poetry_requirements
from workbench.scan.python.python_requirement import PythonRequirement, parse_requirement
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree

ID = "pyproject"

Found = tuple[PythonRequirement | None, int, Scope]
"""A requirement (None where the text is none), its line and scope."""


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every dependency that the file declares, less the project's own packages."""
    root = tree.parsed(document.path, read_toml)
    own = {canonicalize_name(_name(root).text)} if _name(root).text else set[str]()
    sources = _Sources(root.at("tool", "uv", "sources"))
    own |= sources.local
    for found, line, scope in _requirements(root):
        if found is None:
            yield Problem(document.path, "is no requirement (PEP 508)", line)
            continue
        if found.key in own and not found.purl:
            continue
        yield sources.applied(found).sighting(document.path, line, scope, ID)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What the file says of its own package; None where it only configures tools."""
    root = tree.parsed(document.path, read_toml)
    name = _name(root)
    if not name.text:
        return None
    poetry = root.at("tool", "poetry")
    version = root.at("project", "version").text or poetry["version"].text
    runtimes = []
    for python in (root.at("project", "requires-python"), poetry.at("dependencies", "python")):
        if python.text:
            runtimes.append(("python", python.text, python.line))
    return Declared(
        name=name.text,
        line=name.line,
        version=version,
        languages=("python",),
        runtimes=tuple(runtimes[:1]),
    )


def _name(root: Node) -> Node:
    name = root.at("project", "name")
    return name if name.text else root.at("tool", "poetry", "name")


def _requirements(root: Node) -> Iterator[Found]:
    """Every requirement of every table, in no table twice."""
    yield from _listed(root.at("build-system", "requires"), Scope.BUILD)
    yield from _listed(root.at("project", "dependencies"), Scope.RUNTIME)
    for name, group in root.at("project", "optional-dependencies").items():
        yield from _listed(group, group_scope(name, Scope.OPTIONAL))
    for name, group in root["dependency-groups"].items():
        yield from _listed(group, group_scope(name, Scope.OPTIONAL))
    yield from _poetry(root.at("tool", "poetry"))
    tool = root["tool"]
    for name, group in tool.at("pdm", "dev-dependencies").items():
        yield from _listed(group, group_scope(name, Scope.BUILD))
    yield from _listed(tool.at("uv", "dev-dependencies"), Scope.BUILD)
    for name, environment in tool.at("hatch", "envs").items():
        scope = group_scope(name, Scope.BUILD)
        yield from _listed(environment["dependencies"], scope)
        yield from _listed(environment["extra-dependencies"], scope)


def _listed(strings: Node, scope: Scope) -> Iterator[Found]:
    """PEP 508 strings; a group's `include-group` tables repeat what is listed elsewhere."""
    for node in strings:
        text = node.text.removeprefix("-e ").strip()
        if not text:
            continue
        try:
            requirement = parse_requirement(text)
        except ValueError:
            yield None, node.line, scope
            continue
        if requirement is not None:
            yield requirement, node.line, scope


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
                yield requirement, declared.line, Scope.OPTIONAL if optional else scope


class _Sources:
    """uv's table of where single packages come from instead of the index."""

    def __init__(self, table: Node) -> None:
        self.local: set[str] = set()
        self.elsewhere: dict[str, Node] = {}
        for name, node in table.items():
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
    return bool(path) and not path.endswith((".whl", ".tar.gz", ".zip"))


FORMAT = Format(
    id=ID,
    title="pyproject.toml",
    patterns=("pyproject.toml",),
    read=read,
    documentation="https://packaging.python.org/en/latest/specifications/pyproject-toml/",
)
