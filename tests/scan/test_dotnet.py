import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings, tree, write
from workbench.model.component import Trait
from workbench.scan.fold import Fold
from workbench.scan.formats.dotnet import FORMAT as DOTNET
from workbench.scan.formats.dotnet import declared_module
from workbench.scan.formats.dotnet_tools import DOTNET_TOOLS, GLOBAL_JSON
from workbench.scan.formats.nuget_files import PACKAGES_CONFIG, PACKAGES_LOCK

STORE = FIXTURES / "dotnet" / "store"
FORMATS = (DOTNET, PACKAGES_CONFIG, PACKAGES_LOCK, GLOBAL_JSON, DOTNET_TOOLS)


def rows(root):
    return [row(s) for s in sightings(root, FORMATS)]


def project(body):
    return f'<Project Sdk="Microsoft.NET.Sdk">{body}</Project>'


def reference(name, rest=""):
    return f'<ItemGroup><PackageReference Include="{name}" {rest}/></ItemGroup>'


def test_that_every_package_of_a_solution_is_found_with_file_and_line():
    assert rows(STORE) == [
        "Directory.Packages.props:13 library build nuget/Nerdbank.GitVersioning@3.6.143",
        "global.json:3 tool build generic/dotnet-sdk@8.0.303",
        "global.json:4 tool build nuget/Microsoft.Build.Traversal@4.1.0",
        ".config/dotnet-tools.json:5 tool build nuget/dotnet-ef@8.0.7",
        "src/Api/Api.csproj:11 library runtime nuget/Grpc.Core@2.41.0",
        "src/Api/Api.csproj:12 library build nuget/Grpc.Tools@2.41.1",
        "src/Api/Api.csproj:13 library runtime nuget/Npgsql@7.0.7",
        "src/Api/Api.csproj:14 library runtime nuget/SQLitePCLRaw.bundle_green@2.1.6",
        "src/Api/Api.csproj:15 library runtime nuget/Serilog [3.1,4.0)",
        "src/Api/Api.csproj:18 library build nuget/StyleCop.Analyzers 1.2.*",
        "src/Api/Api.csproj:19 library runtime nuget/Exact.Pin@5.0.1",
        "src/Api/Api.csproj:20 library runtime nuget/Somewhere.Else unresolved=$(NowhereDefined)",
        "src/Api/Api.csproj:21 library runtime nuget/No.Version",
        "src/Api/Api.csproj:28 library runtime nuget/System.Drawing.Common@6.0.0",
        "src/Api/packages.lock.json:5 library runtime nuget/Grpc.Core@2.41.0",
        "src/Api/packages.lock.json:10 library runtime nuget/Grpc.Core.Api@2.41.0",
        "src/Legacy/packages.config:3 library runtime nuget/Oracle.ManagedDataAccess@19.3.0",
        "src/Legacy/packages.config:4 library build nuget/Nuget.Builder@1.0.0",
        "tests/Api.Tests/Api.Tests.csproj:3 library test nuget/Microsoft.NET.Test.Sdk@17.11.0",
        "tests/Api.Tests/Api.Tests.csproj:4 library test nuget/xunit@2.9.0",
    ]


def test_that_locked_packages_are_direct_only_where_the_lock_says_so():
    locked = sightings(STORE, (PACKAGES_LOCK,))
    assert [(s.name, s.occurrence.direct) for s in locked] == [
        ("Grpc.Core", True),
        ("Grpc.Core.Api", False),
    ]


def test_that_a_project_declares_frameworks_and_runtime_identifiers():
    files = tree(STORE)
    declared = declared_module(files.read("src/Api/Api.csproj"), files)
    assert (declared.name, declared.line, declared.version) == ("Store.Api", 4, "2.1.0")
    assert declared.languages == ("c#",)
    assert declared.runtimes == (("dotnet", "net8.0", 0),)
    assert declared.traits == (
        Trait("target-framework", "net8.0"),
        Trait("runtime-identifier", "linux-x64"),
        Trait("runtime-identifier", "win-x64"),
        Trait("runtime-identifier", "linux-musl-x64"),
        Trait("platform-target", "x64"),
    )


def test_that_an_old_framework_version_becomes_its_moniker():
    files = tree(STORE)
    declared = declared_module(files.read("src/Legacy/Legacy.csproj"), files)
    assert declared.runtimes == (("dotnet", "net472", 4),)


def test_that_props_are_no_module():
    files = tree(STORE)
    assert declared_module(files.read("Directory.Build.props"), files) is None


def test_that_the_nearest_central_file_rules_unless_it_imports_the_next(tmp_path):
    central = (
        '<Project>{}<ItemGroup><PackageVersion Include="{}" Version="{}"/></ItemGroup></Project>'
    )
    above = (
        "<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Packages.props', '..'))\"/>"
    )
    files = {
        "Directory.Packages.props": central.format("", "A", "1"),
        "near/Directory.Packages.props": central.format("", "B", "2"),
        "near/p.csproj": project(reference("A") + reference("B")),
        "both/Directory.Packages.props": central.format(above, "B", "3"),
        "both/p.csproj": project(reference("A") + reference("B")),
    }
    assert rows(write(tmp_path, files)) == [
        "both/p.csproj:1 library runtime nuget/A@1",
        "both/p.csproj:1 library runtime nuget/B@3",
        "near/p.csproj:1 library runtime nuget/A",
        "near/p.csproj:1 library runtime nuget/B@2",
    ]


def test_that_properties_that_props_files_import_are_known(tmp_path):
    files = {
        "Directory.Build.props": project(r'<Import Project="build\versions.props"/>'),
        "build/versions.props": project("<PropertyGroup><V>4</V></PropertyGroup>"),
        "src/Directory.Build.props": project(r'<Import Project="..\Directory.Build.props"/>'),
        "src/p.csproj": project(reference("X", 'Version="$(V)"')),
    }
    assert rows(write(tmp_path, files)) == ["src/p.csproj:1 library runtime nuget/X@4"]


def test_that_packages_in_shared_props_and_targets_are_listed_and_other_files_left_alone(tmp_path):
    files = {
        "build/common.targets": project(reference("A", 'Version="1"')),
        "build/sign.proj": project(reference("B", 'Version="2"')),
        "build/other.props": "<not closed",
    }
    root = write(tmp_path, files)
    assert rows(root) == [
        "build/common.targets:1 library runtime nuget/A@1",
        "build/sign.proj:1 library runtime nuget/B@2",
    ]
    assert problems(root, FORMATS) == []


def test_that_an_update_adds_to_an_include_and_stands_alone_without(tmp_path):
    update = '<ItemGroup><PackageReference Update="{}" Version="2"/></ItemGroup>'
    body = reference("A") + update.format("A") + update.format("B")
    assert rows(write(tmp_path, {"p.fsproj": project(body)})) == [
        "p.fsproj:1 library runtime nuget/A@2",
        "p.fsproj:1 library runtime nuget/B@2",
    ]


@pytest.mark.parametrize(
    "properties",
    [
        "<A>$(B)</A><B>$(A)</B>",
        "<A>$(A)$(A)</A>",
        "".join(f"<A{n or ''}>$(A{n + 1})$(A{n + 1})</A{n or ''}>" for n in range(60)),
    ],
    ids=["cycle", "self", "doubling"],
)
def test_that_properties_that_grow_without_end_stay_unresolved(tmp_path, properties):
    body = f"<PropertyGroup>{properties}</PropertyGroup>" + reference("X", 'Version="$(A)"')
    assert rows(write(tmp_path, {"p.csproj": project(body)})) == [
        "p.csproj:1 library runtime nuget/X unresolved=$(A)"
    ]


def test_that_imports_in_a_circle_end(tmp_path):
    files = {
        "p.csproj": project('<Import Project="a.props"/>' + reference("X", 'Version="$(V)"')),
        "a.props": project('<Import Project="b.props"/>'),
        "b.props": project('<Import Project="a.props"/><PropertyGroup><V>4</V></PropertyGroup>'),
    }
    assert rows(write(tmp_path, files)) == ["p.csproj:1 library runtime nuget/X@4"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csproj", "<Project>"),
        ("p.csproj", "<html/>"),
        ("p.csproj", "<Project>" + "<Choose>" * 3000),
        ("packages.config", "<configuration/>"),
        ("packages.lock.json", "{"),
        ("global.json", "["),
        ("dotnet-tools.json", '{"tools": {'),
    ],
)
def test_that_a_broken_file_is_one_problem(tmp_path, name, text):
    root = write(tmp_path, {name: text})
    (problem,) = problems(root, FORMATS)
    assert problem.path == name
    assert not problem.reason.startswith("could not be read as")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("packages.lock.json", '{"dependencies": [1, {"resolved": 2}]}'),
        ("packages.lock.json", '{"dependencies": {"net8.0": {"A": [1], "B": {"resolved": {}}}}}'),
        ("global.json", '{"sdk": ["8.0"], "msbuild-sdks": {"A": {}}}'),
        ("dotnet-tools.json", '{"tools": ["dotnet-ef"]}'),
    ],
)
def test_that_values_of_the_wrong_type_give_nothing(tmp_path, name, text):
    root = write(tmp_path, {name: text})
    assert (rows(root), problems(root, FORMATS)) == ([], [])


def test_that_a_condition_in_shared_props_makes_no_test_of_every_project(tmp_path):
    condition = "Condition=\"'$(IsTestProject)' == 'true'\""
    files = {
        "Directory.Build.props": "<Project><PropertyGroup>\n"
        "<IsTestProject Condition=\"$(MSBuildProjectName.EndsWith('.Test'))\">"
        "true</IsTestProject>\n"
        f"</PropertyGroup>\n<ItemGroup {condition}>\n"
        '<PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />\n'
        "</ItemGroup></Project>",
        "src/Core/Core.csproj": project(reference("Dapper", 'Version="2.1.0"')),
        "check/Core.Test/Core.Test.csproj": project(
            "<PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>\n"
            + reference("NSubstitute", 'Version="5.1.0"')
        ),
    }
    assert rows(write(tmp_path, files)) == [
        "Directory.Build.props:5 library test nuget/Microsoft.NET.Test.Sdk@18.0.1",
        "check/Core.Test/Core.Test.csproj:2 library test nuget/NSubstitute@5.1.0",
        "src/Core/Core.csproj:1 library runtime nuget/Dapper@2.1.0",
    ]


def test_that_one_package_in_two_spellings_is_one_component(tmp_path):
    files = {
        "a/A.csproj": project(reference("Markdig", 'Version="0.41.3"')),
        "b/B.csproj": project(reference("MarkDig", 'Version="0.41.3"')),
    }
    fold = Fold()
    for sighting in sightings(write(tmp_path, files), FORMATS):
        fold.add(sighting)
    (component,) = fold.components()
    assert component.purl == "pkg:nuget/Markdig@0.41.3"
    assert [o.path for o in component.occurrences] == ["a/A.csproj", "b/B.csproj"]
