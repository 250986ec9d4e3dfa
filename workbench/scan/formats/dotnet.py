"""*.csproj, *.fsproj, *.vbproj and Directory.Build.props: the packages that .NET projects take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.dotnet.dotnet_module import dotnet_module
from workbench.scan.dotnet.msbuild import BuildFile, Evaluation, Item, MSBuild
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import Discovery, Format
from workbench.scan.jvm.jvm_version import Required
from workbench.scan.tree import Tree, within

_CLI_TOOL = "DotNetCliToolReference"
_REFERENCES = frozenset(
    {"PackageReference", "GlobalPackageReference", "PackageDownload", _CLI_TOOL}
)
_TEST_PACKAGE = regex(r"microsoft\.net\.test\.sdk|xunit\.v3(?:\..*)?|tunit", re.IGNORECASE)
"""What turns a project into a program that runs tests."""
_TEST_PROPERTIES = (
    "IsTestProject",
    "IsTestingPlatformApplication",
    "EnableMSTestRunner",
    "UseMicrosoftTestingPlatformRunner",
)
_FOR_TESTS = regex(r"\$\(IsTestProject\)['\"]?\s*==\s*['\"]?true", re.IGNORECASE)
_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_NAMED = regex(rb"<(?:Global)?Package(?:Reference|Download|Version)\b")
_UNPACKED = regex(
    r"(?:^|/)packages/(?P<name>[A-Za-z][\w.-]*?)\.(?P<version>\d+(?:\.\d+){1,3}(?:-[\w.-]+)?)/"
)
_NAME = regex(r"[\w.-]+")


def read_dotnet(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every package that a project or props file refers to, conditions left aside."""
    build = tree.remember(MSBuild)
    evaluation = Evaluation(build.file(document.path), build)
    is_test = is_test_project(evaluation)
    for item in _merged(evaluation.file.items):
        for name in evaluation.resolve(item.name).split(";"):
            if _NAME.fullmatch(name.strip()):
                yield _package(evaluation, item, name.strip(), is_test=is_test)
    yield from _from_packages_folder(evaluation, tree, is_test=is_test)
    for sdk, line in evaluation.file.sdks:
        name, _, version = sdk.partition("/")
        if version:
            yield nuget_sighting(
                *(name, nuget_required(version), document.path, line),
                scope=Scope.BUILD,
                kind=Kind.TOOL,
            )


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a project file says of its own module. Raises Unreadable."""
    build = tree.remember(MSBuild)
    return dotnet_module(Evaluation(build.file(document.path), build))


def is_test_project(evaluation: Evaluation) -> bool:
    """Whether a project holds tests: it says so, or takes what only tests need.

    What props and targets files say under a condition (`IsTestProject` by the project's name) is
    said of some of the projects below them, not of all.
    """
    if any(sdk.partition("/")[0].lower() == "mstest.sdk" for sdk, _ in evaluation.file.sdks):
        return True
    if any(_believed(evaluation, name).lower() == "true" for name in _TEST_PROPERTIES):
        return True
    return any(
        item.kind == "PackageReference" and _TEST_PACKAGE.fullmatch(item.name)
        for file in evaluation.files
        for item in file.items
        if _counts(file, item.line)
    )


def _believed(evaluation: Evaluation, wanted: str) -> str:
    """A property as the nearest file gives it that says it of this very project."""
    for file in evaluation.files:
        for name, value, line in reversed(file.properties):
            if name == wanted and _counts(file, line):
                return evaluation.resolve(value)
    return ""


def _counts(file: BuildFile, line: int) -> bool:
    return file.path.endswith(_PROJECTS) or file.always(line)


def _merged(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield the references; an Update of a package that is included here only adds to it."""
    references = [i for i in items if i.kind in _REFERENCES]
    included = {i.name.lower() for i in references if not i.update}
    updates: dict[str, dict[str, str]] = {}
    for item in references:
        if item.update:
            updates.setdefault(item.name.lower(), {}).update(item.metadata)
    for item in references:
        key = item.name.lower()
        if not item.update:
            yield structs.replace(item, metadata=item.metadata | updates.get(key, {}))
        elif key not in included:
            yield item


def _package(evaluation: Evaluation, item: Item, name: str, *, is_test: bool) -> Sighting:
    written = item.get("VersionOverride") or item.get("Version") or _elsewhere(evaluation, name)
    central = evaluation.central_versions.get(name.lower())
    private = item.get("PrivateAssets")
    if central is not None:
        name = central.name  # ids are equal in any case: one spelling keeps them one component
        written = written or central.get("Version")
        private = private or central.get("PrivateAssets")
    version = evaluation.resolve(written)
    condition = evaluation.file.conditions.get(item.line, "")
    is_test = is_test or bool(_FOR_TESTS.search(condition))
    scope = Scope.BUILD if _is_build_only(evaluation.resolve(private), item) else Scope.RUNTIME
    unresolved = "$(" in version
    is_tool = item.kind == _CLI_TOOL
    scope = Scope.BUILD if is_tool else scope
    return nuget_sighting(
        name,
        nuget_required("" if unresolved else version),
        evaluation.file.path,
        item.line,
        scope=Scope.TEST if is_test and not is_tool else scope,
        kind=Kind.TOOL if is_tool else Kind.LIBRARY,
        traits=(Trait("unresolved", version),) if unresolved else (),
    )


def _from_packages_folder(
    evaluation: Evaluation, tree: Tree, *, is_test: bool
) -> Iterator[Sighting]:
    """Yield the packages out of whose folders an old project takes its assemblies.

    Beside a packages.config they are listed there.
    """
    file = evaluation.file
    folder = file.path.rpartition("/")[0]
    if within(folder, "packages.config") in tree:
        return
    seen: set[str] = set()
    for item in file.items:
        if item.kind != "Reference":
            continue
        unpacked = _UNPACKED.search(item.get("HintPath").replace("\\", "/"))
        if unpacked and unpacked.group() not in seen:
            seen.add(unpacked.group())
            yield nuget_sighting(
                *(unpacked["name"], nuget_required(unpacked["version"]), file.path, item.line),
                scope=Scope.TEST if is_test else Scope.RUNTIME,
            )


def _elsewhere(evaluation: Evaluation, name: str) -> str:
    """A version that Directory.Build.props or .targets gives by `Update`."""
    return next(
        (
            item.get("Version")
            for file in evaluation.above
            for item in file.items
            if item.kind == "PackageReference"
            and item.name.lower() == name.lower()
            and item.get("Version")
        ),
        "",
    )


def _is_build_only(private: str, item: Item) -> bool:
    return private.lower() == "all" or item.kind == "GlobalPackageReference"


def nuget_sighting(
    name: str,
    required: Required,
    path: str,
    line: int,
    *,
    scope: Scope = Scope.RUNTIME,
    kind: Kind = Kind.LIBRARY,
    traits: tuple[Trait, ...] = (),
    direct: bool = True,
    reader: str = "dotnet",
) -> Sighting:
    """One NuGet package as it is sighted in any of .NET's files."""
    return Sighting(
        purl=make_purl("nuget", name, required.version),
        name=name,
        version=required.version,
        kind=kind,
        occurrence=Occurrence(
            path=path,
            line=line,
            scope=scope,
            direct=direct,
            constraint=required.constraint,
            traits=traits,
            reader=reader,
        ),
    )


def _accepts(document: Document) -> bool:
    """Take projects as they are, and of the many files for other ends those that name packages."""
    return document.name.endswith(_PROJECTS) or bool(_NAMED.search(document.data))


FORMAT = Format(
    id="dotnet",
    title=".NET project",
    patterns=("*.csproj", "*.fsproj", "*.vbproj", "*.proj", "*.props", "*.targets"),
    read=read_dotnet,
    accepts=_accepts,
    documentation="https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files",
)
