"""packages.config and packages.lock.json: NuGet's own lists beside a project."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.scan.document import Document, Unreadable
from workbench.scan.dotnet.msbuild import Evaluation, MSBuild
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.formats.dotnet import is_test_project, nuget_sighting
from workbench.scan.jvm.jvm_version import Required
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_xml import children, line_of, local_name, read_xml
from workbench.scan.tree import Tree

_PROJECTS = (".csproj", ".fsproj", ".vbproj")


def read_packages_config(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the packages of a packages.config, which pins each of them, transitive ones too."""
    root = read_xml(document)
    if local_name(root) != "packages":
        raise Unreadable(f"is not a NuGet list: its root is <{local_name(root)}>", line_of(root))
    scope = _scope(document, tree)
    for package in children(root, "package"):
        name = package.get("id", "").strip()
        if name:
            development = package.get("developmentDependency", "").lower() == "true"
            yield nuget_sighting(
                *(name, nuget_required(package.get("version", "")), document.path),
                line_of(package),
                scope=Scope.BUILD if development and scope is Scope.RUNTIME else scope,
                reader=PACKAGES_CONFIG.id,
            )


def read_packages_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what restore settled on, each package and version once for all target frameworks."""
    scope = _scope(document, tree)
    seen: set[tuple[str, str]] = set()
    for _, framework in read_json(document)["dependencies"].items():
        for name, entry in framework.items():
            version, how = entry["resolved"].text, entry["type"].text
            if not version or how == "Project" or (name.lower(), version) in seen:
                continue
            seen.add((name.lower(), version))
            yield nuget_sighting(
                *(name, Required(version=version), document.path, entry.line),
                scope=scope,
                direct=how == "Direct",
                reader=PACKAGES_LOCK.id,
            )


def _scope(document: Document, tree: Tree) -> Scope:
    """The scope of the project that the list stands beside."""
    build = tree.remember(MSBuild)
    for path in tree.files_in(document.folder):
        project = build.readable(path) if path.endswith(_PROJECTS) else None
        if project is not None and is_test_project(Evaluation(project, build)):
            return Scope.TEST
    return Scope.RUNTIME


PACKAGES_CONFIG = Format(
    id="nuget-packages-config",
    title="NuGet packages.config",
    patterns=("packages.config", "packages.*.config"),
    read=read_packages_config,
    documentation="https://learn.microsoft.com/nuget/reference/packages-config",
    most_bytes=WRITTEN_BY_TOOLS,
)
PACKAGES_LOCK = Format(
    id="nuget-lock",
    title="NuGet lock file",
    patterns=("packages.lock.json", "packages.*.lock.json"),
    read=read_packages_lock,
    documentation="https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies",
    most_bytes=WRITTEN_BY_TOOLS,
)

FORMATS = (PACKAGES_CONFIG, PACKAGES_LOCK)
