"""What .NET keeps beside its projects: published programs' dependency files, Paket's lists."""

import json

import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings, write
from workbench.knowledge.knowledge import Knowledge
from workbench.model.status import Status
from workbench.scan.fold import Fold
from workbench.scan.formats import paket
from workbench.scan.formats.dotnet import FORMAT as DOTNET
from workbench.scan.formats.dotnet_deps import FORMAT as DEPS
from workbench.scan.formats.module import FORMAT as MODULE


def test_that_a_published_program_lists_packages_with_their_native_platforms():
    seen = sightings(FIXTURES / "dotnet" / "published", (DEPS,))
    assert [(row(s), s.occurrence.direct) for s in seen] == [
        ("Kiosk.deps.json:74 library runtime nuget/Serilog@3.1.1", True),
        (
            "Kiosk.deps.json:81 library runtime nuget/Example.Codec@2.4.0"
            " native-asset=linux-arm64 native-asset=linux-x64",
            False,
        ),
        (
            "Kiosk.deps.json:88 library runtime nuget/Example.Scanner@1.1.0 native-asset=linux-x64",
            True,
        ),
        ("Kiosk.deps.json:100 runtime runtime generic/dotnet@8.0.6", True),
    ]


def test_that_paket_lists_give_groups_pins_and_what_is_direct():
    seen = sightings(FIXTURES / "paket" / "site", paket.FORMATS)
    assert [row(s) for s in seen if s.occurrence.path == "paket.dependencies"] == [
        "paket.dependencies:5 library runtime nuget/Suave ~> 2.6",
        "paket.dependencies:6 library runtime nuget/FSharp.Core@8.0.301",
        "paket.dependencies:7 library runtime nuget/Newtonsoft.Json >= 13.0.1 prerelease",
        "paket.dependencies:8 library runtime nuget/Serilog",
        "paket.dependencies:9 tool build nuget/dotnet-reportgenerator-globaltool@5.2.0",
        "paket.dependencies:13 library test nuget/Expecto@10.2.1",
    ]
    locked = [s for s in seen if s.occurrence.path == "paket.lock"]
    assert [(s.name, s.occurrence.scope, s.occurrence.direct) for s in locked][-3:] == [
        ("System.Diagnostics.DiagnosticSource", "runtime", False),
        ("Expecto", "test", True),
        ("FSharp.Core", "test", False),
    ]


@pytest.mark.parametrize("wrong", [1, "x", [], [[], 1], True, {}, {"a/1": []}, None])
def test_that_mistyped_dependency_files_give_nothing(tmp_path, wrong):
    for number, key in enumerate(("libraries", "targets", "runtimeTarget")):
        good = {"libraries": {"A/1": {"type": "package"}}, "runtimeTarget": {"name": "t"}}
        write(tmp_path, {f"{number}/a.deps.json": json.dumps(good | {key: wrong})})
    found = {s.name for s in sightings(tmp_path, (DEPS,))}
    assert found <= {"A"}
    assert problems(tmp_path, (DEPS,)) == []


def statuses(tmp_path, body, formats=(DOTNET, MODULE)):
    text = f"<Project>{body}</Project>"
    write(tmp_path, {"a/A.csproj": text, "a/A.cs": "class A {}"})
    fold = Fold()
    for sighting in sightings(tmp_path, formats):
        fold.add(sighting)
    knowledge = Knowledge.load(())
    (module,) = [c for c in fold.components() if c.name == "A"]
    return {e.status for e in knowledge.evidence(module) if e.speaks}


def properties(**values):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<PropertyGroup>{inner}</PropertyGroup>"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (properties(TargetFrameworkVersion="v4.7.2"), {Status.BLOCKED}),
        (properties(TargetFramework="net8.0-windows"), {Status.BLOCKED}),
        (properties(TargetFrameworks="net8.0;net8.0-windows"), set()),
        (properties(TargetFrameworks="net472;net8.0"), set()),
        (properties(TargetFramework="netcoreapp3.1", UseWPF="true"), {Status.BLOCKED}),
        (properties(TargetFramework="net8.0", PlatformTarget="x64"), {Status.CHANGE}),
        (properties(PlatformTarget="AnyCPU") + properties(PlatformTarget="x86"), set()),
        (properties(TargetFramework="net8.0", Platforms="x64;ARM64"), set()),
        ('<ItemGroup><COMReference Include="Excel"/></ItemGroup>', {Status.BLOCKED}),
    ],
)
def test_that_what_ties_a_project_to_windows_or_x86_is_judged(tmp_path, body, status):
    assert statuses(tmp_path, body) & {Status.BLOCKED, Status.CHANGE} == status


def test_that_an_old_project_names_the_packages_it_takes_assemblies_from(tmp_path):
    hint = r"<HintPath>..\packages\Moq.4.18.4\lib\net462\Moq.dll</HintPath>"
    body = f'<Project><ItemGroup><Reference Include="Moq">{hint}</Reference></ItemGroup></Project>'
    listed = '<packages><package id="Moq" version="4.18.4"/></packages>'
    write(tmp_path, {"a/A.csproj": body, "b/B.csproj": body, "b/packages.config": listed})
    assert [row(s) for s in sightings(tmp_path, (DOTNET,))] == [
        "a/A.csproj:1 library runtime nuget/Moq@4.18.4"
    ]
