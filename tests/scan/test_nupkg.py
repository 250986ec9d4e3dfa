"""NuGet packages that lie in the project."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Sighting
from workbench.model.problem import Problem
from workbench.model.status import Status
from workbench.scan.fold import Fold
from workbench.scan.formats.nupkg import FORMAT
from workbench.scan.scanner import scan

NUSPEC = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">'
    "<metadata><id>Native.Thing</id><version>1.2.0</version></metadata></package>"
)


def package(*entries: str, nuspec: str = NUSPEC) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if nuspec:
            archive.writestr("Native.Thing.nuspec", nuspec)
        for entry in entries:
            archive.writestr(entry, b"\x7fELF")
    return stream.getvalue()


def scanned(root: Path, data: bytes, name: str = "native.thing.nupkg") -> list[object]:
    (root / name).write_bytes(data)
    return list(scan(root, formats=(FORMAT,)))


@pytest.mark.parametrize(
    ("platforms", "status"),
    [
        (("linux-x64", "win-x64"), Status.CHANGE),
        (("linux-x64", "linux-arm64"), Status.READY),
        (("Linux-X64",), Status.CHANGE),
    ],
)
def test_that_the_platforms_of_native_code_decide(tmp_path, platforms, status):
    events = scanned(tmp_path, package(*(f"runtimes/{p}/native/libthing.so" for p in platforms)))
    (sighting,) = [e for e in events if isinstance(e, Sighting)]
    assert sighting.purl == "pkg:nuget/Native.Thing@1.2.0"
    assert sorted(t.value for t in sighting.occurrence.traits) == sorted(
        p.lower() for p in platforms
    )
    fold = Fold()
    fold.add(sighting)
    (component,) = fold.components()
    assert Knowledge.load(()).evidence(component)[0].status is status


def test_that_a_package_without_native_code_carries_no_platform(tmp_path):
    events = scanned(tmp_path, package("lib/netstandard2.0/Native.Thing.dll"))
    (sighting,) = [e for e in events if isinstance(e, Sighting)]
    assert sighting.occurrence.traits == ()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        package(nuspec=""),
        package(nuspec="<package/>"),
        package(nuspec="<package><metadata><id>../x</id><version>1</version></metadata></package>"),
    ],
)
def test_that_what_is_no_package_is_a_warning(tmp_path, data):
    events = scanned(tmp_path, data)
    assert not [e for e in events if isinstance(e, Sighting)]
    assert len([e for e in events if isinstance(e, Problem)]) == 1


def test_that_packages_of_symbols_are_no_software(tmp_path):
    events = scanned(tmp_path, package(), "native.thing.symbols.nupkg")
    assert not [e for e in events if isinstance(e, Sighting | Problem)]
