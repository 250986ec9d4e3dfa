"""Texts made to keep a pattern busy: each is read in a moment, or the test's time limit ends it."""

import pytest

from tests.scan.folders import sightings, write
from workbench.scan.formats.module import FORMAT
from workbench.scan.formats.runtime_version import FORMAT as RUNTIME_VERSION
from workbench.scan.runtimes import declared_runtime

MEGABYTE = 1024 * 1024


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CMakeLists.txt", "project(" * (MEGABYTE // 8)),
        ("CMakeLists.txt", "\n" * MEGABYTE + "project(late)"),
        ("meson.build", "\n" * MEGABYTE),
        ("meson.build", "project('" * (MEGABYTE // 8)),
        ("configure.ac", "AC_INIT([a],\n" * (MEGABYTE // 8)),
        ("setup.py", "setup(" + "name = " * (MEGABYTE // 8)),
        ("setup.cfg", "[metadata]\nname = a" + " " * MEGABYTE + "b"),
        (".java-version", "a-" * (MEGABYTE // 2)),
        (".sdkmanrc", "java=" + "-a" * (MEGABYTE // 2)),
        (".tool-versions", "python " + "1" * MEGABYTE),
    ],
)
def test_that_a_large_odd_manifest_takes_no_time(tmp_path, name, text):
    sources = {"m/a.c": "", "m/a.py": "", "m/a.h": "\n" * 200_000, "m/a.go": "\n" * 400_000}
    write(tmp_path, {f"m/{name}": text, "m/go.mod": "module example.com/m\n", **sources})
    found = {s.purl for s in sightings(tmp_path, FORMAT, RUNTIME_VERSION)}
    assert any(purl.endswith("#m") for purl in found)


@pytest.mark.timeout(30)
def test_that_a_long_version_is_told_from_a_range_at_once():
    spelled = "1" + "a" * 5000 + "!"
    assert declared_runtime("python", spelled, "f").constraint == spelled
