"""Lock files of uv, Poetry, PDM and PEP 751, against what the tools themselves list."""

import pytest

from tests.scan.scanned import FIXTURES, Scanned, scan_files, scan_folder
from workbench.model.component import Scope, Trait

PYTHON = FIXTURES / "python"
LOCKS = {
    "uv": "uv.lock",
    "poetry": "poetry.lock",
    "pdm": "pdm.lock",
    "pylock": "pylock.toml",
    "pipenv": "Pipfile.lock",
}
ELSEWHERE = {
    "pdm": {"colorama==0.4.6", "exceptiongroup==1.3.1", "tomli==2.5.0", "typing-extensions==4.16.0"}
}
"""PDM exports for the machine that it runs on: these are for Windows and for Python 3.10."""


def locked(found: Scanned, path: str) -> list[tuple[str, Scope, bool]]:
    return [
        (s.purl.removeprefix("pkg:pypi/"), s.occurrence.scope, s.occurrence.direct)
        for s in found.sightings
        if s.occurrence.path == path
    ]


@pytest.mark.parametrize("tool", LOCKS)
def test_that_a_lock_gives_what_its_own_tool_exports(tool):
    found = scan_folder(PYTHON / tool)
    listed = {
        f"{s.name}=={s.version}"
        for s in found.sightings
        if s.occurrence.path == LOCKS[tool] and s.version
    }
    expected = set((PYTHON / tool / "expected.txt").read_text().split())
    assert listed == expected | ELSEWHERE.get(tool, set())
    assert found.problems == []


@pytest.mark.parametrize("tool", ["uv", "poetry", "pdm", "pipenv"])
def test_that_manifest_and_lock_name_one_component(tool):
    found = scan_folder(PYTHON / tool)
    of_lock = {s.purl for s in found.sightings if s.occurrence.path == LOCKS[tool]}
    of_manifest = {
        s.purl
        for s in found.sightings
        if s.occurrence.path != LOCKS[tool] and s.name not in ("hatchling",)
    }
    assert of_manifest
    assert of_manifest <= of_lock


def test_that_uv_states_what_its_members_ask_for_and_with_what_scope():
    found = scan_folder(PYTHON / "uv")
    direct = {(p, scope) for p, scope, is_direct in locked(found, "uv.lock") if is_direct}
    assert direct == {
        ("click@8.5.1", Scope.RUNTIME),
        ("colorama@0.4.6", Scope.RUNTIME),
        ("flask@3.1.3", Scope.RUNTIME),
        ("intel-openmp@2026.2.0", Scope.RUNTIME),
        ("numpy@2.2.6", Scope.RUNTIME),
        ("numpy@2.4.6", Scope.RUNTIME),
        ("numpy@2.5.5", Scope.RUNTIME),
        ("orjson@3.13.0", Scope.RUNTIME),
        ("psycopg2-binary@2.9.13", Scope.OPTIONAL),
        ("pytest@9.2.0", Scope.BUILD),
        ("pyyaml@6.0.3", Scope.RUNTIME),
        ("ruff@0.17.6", Scope.BUILD),
    }
    assert ("pluggy@1.7.0", Scope.BUILD, False) in locked(found, "uv.lock")


def test_that_one_requirement_locked_at_several_versions_is_seen_at_each():
    found = scan_folder(PYTHON / "uv")
    numpy = [s for s in found.sightings if s.occurrence.place == "pyproject.toml:7"]
    assert [s.version for s in numpy] == ["2.2.6", "2.4.6", "2.5.5"]
    assert {s.occurrence.constraint for s in numpy} == {">=1.26"}


def test_that_a_workspace_member_is_no_download_and_uses_the_lock_of_the_root():
    found = scan_folder(PYTHON / "uv")
    assert "pricing" not in {s.name for s in found.sightings}
    member = "packages/pricing/pyproject.toml"
    assert ("pyyaml@6.0.3", Scope.RUNTIME, True) in locked(found, member)


def test_that_what_a_marker_brings_along_only_on_x86_is_said_to_be_off_arm64():
    found = scan_folder(PYTHON / "uv")
    for purl in ("pkg:pypi/intel-openmp@2026.2.0", "pkg:pypi/tcmlib@1.6.0"):
        (occurrence,) = [o for o in found.of(purl) if o.path == "uv.lock"]
        assert occurrence.traits == (Trait("excluded-on", "linux-aarch64"),)
    assert Trait("excluded-on", "linux") in found.of("pkg:pypi/colorama@0.4.6")[0].traits


def test_that_poetry_groups_extras_and_markers_become_scopes_and_traits():
    found = scan_folder(PYTHON / "poetry")
    rows = locked(found, "poetry.lock")
    assert ("flask@3.1.3", Scope.RUNTIME, True) in rows
    assert ("werkzeug@3.1.9", Scope.RUNTIME, False) in rows
    assert ("mkl@2023.2.0", Scope.OPTIONAL, True) in rows
    assert ("tbb@2021.13.1", Scope.OPTIONAL, False) in rows
    assert ("pluggy@1.7.0", Scope.TEST, False) in rows
    assert ("markdown-it-py@4.3.0", Scope.BUILD, True) in rows
    (tomli,) = found.of("pkg:pypi/tomli@2.5.0")
    assert Trait("marker", 'python_version == "3.10"') in tomli.traits


def test_that_pdm_scopes_come_from_the_manifest_where_the_lock_tells_none():
    rows = locked(scan_folder(PYTHON / "pdm"), "pdm.lock")
    assert ("werkzeug@3.1.9", Scope.RUNTIME, False) in rows
    assert ("psycopg2-binary@2.9.13", Scope.OPTIONAL, True) in rows
    assert ("pluggy@1.7.0", Scope.TEST, False) in rows


POETRY = """\
[[package]]
name = "Zope.Interface"
version = "5.0.0"
category = "{category}"
optional = false
python-versions = "*"

[[package]]
name = "own"
version = "1"
[package.source]
type = "directory"
url = "../own"

[[package]]
name = "repo"
version = "0.1"
[package.source]
type = "git"
url = "https://user:token@git.example/shop/repo.git"
reference = "main"
resolved_reference = "0123abc"

[metadata]
lock-version = "1.1"
python-versions = "^3.7"

[metadata.files]
"Zope.Interface" = [
    {{file = "zope.interface-5.0.0-cp38-cp38-manylinux1_x86_64.whl", hash = "sha256:0"}},
    {{file = "zope.interface-5.0.0.tar.gz", hash = "sha256:1"}},
]
"""


@pytest.mark.parametrize(("category", "scope"), [("main", Scope.RUNTIME), ("dev", Scope.BUILD)])
def test_that_poetry_locks_before_1_5_are_read(tmp_path, category, scope):
    found = scan_files(tmp_path, {"poetry.lock": POETRY.format(category=category)})
    assert locked(found, "poetry.lock") == [
        ("zope-interface@5.0.0", scope, True),
        ("repo@0.1", Scope.RUNTIME, True),
    ]
    kinds = ("linux-x86_64", "sdist")
    assert found.sightings[0].occurrence.traits == tuple(Trait("locked-file", k) for k in kinds)
    (vcs,) = found.sightings[1].occurrence.traits
    assert vcs == Trait("vcs", "git+https://git.example/shop/repo.git@main")


def test_that_a_lock_for_x86_alone_says_so_instead_of_blaming_the_package(tmp_path):
    wheel = '"https://registry.example/a-1-cp312-cp312-manylinux1_x86_64.whl"'
    name = 'name = "a"\nversion = "1"\n'
    package = f'{name}source = {{registry = "r"}}\nwheels = [{{url = {wheel}}}]\n'
    uv = "supported-markers = [\"platform_machine == 'x86_64'\"]\n"
    pdm = '[metadata]\n[[metadata.targets]]\nplatform = "manylinux_2_17_x86_64"\n'
    files = {
        "uv/uv.lock": f"version = 1\n{uv}[[package]]\n{package}",
        "pdm/pdm.lock": f"{pdm}[[package]]\n{name}files = [{{url = {wheel}}}]\n",
    }
    found = scan_files(tmp_path, files)
    kinds = tuple(Trait("locked-file", k) for k in ("linux-x86_64", "not-for-linux-aarch64"))
    assert [s.occurrence.traits for s in found.sightings] == [kinds, kinds]


def test_that_pdm_entries_for_extras_are_one_package_with_the_scopes_of_all(tmp_path):
    text = """\
[[package]]
name = "coverage"
version = "7.0"
groups = ["test"]
[[package]]
name = "coverage"
version = "7.0"
extras = ["toml"]
groups = ["default"]
dependencies = ["coverage==7.0", "tomli; python_version < '3.11'"]
"""
    found = scan_files(tmp_path, {"pdm.lock": text})
    assert locked(found, "pdm.lock") == [("coverage@7.0", Scope.RUNTIME, True)]


def test_that_the_standard_lock_tells_groups_sources_and_files(tmp_path):
    text = """\
lock-version = "1.0"
requires-python = ">=3.12"
[[packages]]
name = "a"
version = "1"
marker = "'test' in dependency_groups"
[[packages.wheels]]
name = "a-1-cp312-cp312-manylinux_2_17_aarch64.whl"
[[packages]]
name = "own"
directory = {path = "."}
[[packages]]
name = "b"
version = "2"
archive = {url = "https://files.example/b-2-cp312-cp312-linux_x86_64.whl?token=secret"}
[[packages]]
name = "c"
vcs = {type = "git", url = "https://git.example/c.git", commit-id = "abc"}
"""
    found = scan_files(tmp_path, {"pylock.prod.toml": text})
    a, b, c = found.sightings
    assert (a.occurrence.scope, a.occurrence.traits[0]) == (
        Scope.TEST,
        Trait("locked-file", "linux-aarch64"),
    )
    assert Trait("wheel-platform", "linux_x86_64") in b.occurrence.traits
    assert c.occurrence.traits == (Trait("vcs", "git+https://git.example/c.git@abc"),)
    assert "secret" not in repr(found)
