"""pyproject.toml in all its dialects."""

import pytest

from tests.scan.scanned import Scanned, scan_files
from workbench.model.component import Scope, Trait


def scanned(tmp_path, text: str) -> Scanned:
    return scan_files(tmp_path, {"pyproject.toml": text})


def seen(found: Scanned) -> list[tuple[int, str, str, Scope]]:
    occurrences = [(s.purl, s.occurrence) for s in found.sightings]
    return [
        (o.line, purl.removeprefix("pkg:pypi/"), o.constraint, o.scope) for purl, o in occurrences
    ]


def test_that_standard_tables_are_read_with_scopes(tmp_path):
    found = scanned(
        tmp_path,
        """\
[build-system]
requires = ["setuptools>=61"]

[project]
name = "Shop.Core"
dependencies = [
  "pytest-asyncio",
  "asyncio; python_version < \\"3.4\\"",
  "numpy==1.19.0",
]
[project.optional-dependencies]
aws = ["boto3>=1"]
test = ["pytest"]
all = ["shop-core[aws]"]

[dependency-groups]
lint = ["ruff"]
typing = [{include-group = "lint"}, "mypy"]
""",
    )
    assert found.problems == []
    assert seen(found) == [
        (2, "setuptools", ">=61", Scope.BUILD),
        (7, "pytest-asyncio", "", Scope.RUNTIME),
        (8, "asyncio", "", Scope.RUNTIME),
        (9, "numpy@1.19.0", "", Scope.RUNTIME),
        (12, "boto3", ">=1", Scope.OPTIONAL),
        (13, "pytest", "", Scope.TEST),
        (17, "ruff", "", Scope.BUILD),
        (18, "mypy", "", Scope.BUILD),
    ]


def test_that_poetry_tables_are_read(tmp_path):
    found = scanned(
        tmp_path,
        """\
[tool.poetry.dependencies]
python = "^3.9"
exact = "1.2.3"
caret = "^1.2"
star = "*"
extra = { version = "~2", optional = true, markers = "sys_platform == 'win32'" }
own = { path = "../own" }
repo = { git = "https://user:token@git.example/shop/repo.git", tag = "v1" }
wheel = { url = "https://x.example/wheel-3.1-cp39-cp39-manylinux1_x86_64.whl" }
two = [{ version = "1.0", python = "<3.8" }, { version = "^2", python = ">=3.8" }]

[tool.poetry.group.dev.dependencies]
black = "23.1.0"
[tool.poetry.group.tests.dependencies]
pytest = "^7"
[tool.poetry.dev-dependencies]
tox = "*"
""",
    )
    assert seen(found) == [
        (3, "exact@1.2.3", "", Scope.RUNTIME),
        (4, "caret", "^1.2", Scope.RUNTIME),
        (5, "star", "*", Scope.RUNTIME),
        (6, "extra", "~2", Scope.OPTIONAL),
        (8, "repo", "", Scope.RUNTIME),
        (9, "wheel@3.1", "", Scope.RUNTIME),
        (10, "two@1.0", "", Scope.RUNTIME),
        (10, "two", "^2", Scope.RUNTIME),
        (17, "tox", "*", Scope.BUILD),
        (13, "black@23.1.0", "", Scope.BUILD),
        (15, "pytest", "^7", Scope.TEST),
    ]
    assert found.at("pyproject.toml:6").traits == (
        Trait("marker", "sys_platform == 'win32'"),
        Trait("excluded-on", "linux"),
    )
    assert found.at("pyproject.toml:8").traits == (
        Trait("vcs", "git+https://git.example/shop/repo.git@v1"),
    )
    assert Trait("wheel-platform", "manylinux1_x86_64") in found.at("pyproject.toml:9").traits


def test_that_uv_sources_tell_own_packages_and_repositories(tmp_path):
    found = scanned(
        tmp_path,
        """\
[project]
name = "app"
dependencies = ["lib-a", "lib_b", "httpx", "numpy"]
[tool.uv]
dev-dependencies = ["pytest"]
[tool.uv.sources]
lib_a = { workspace = true }
lib-b = { path = "../b" }
httpx = { git = "https://github.com/encode/httpx", rev = "abc" }
""",
    )
    assert [s.purl for s in found.sightings] == [
        "pkg:pypi/httpx",
        "pkg:pypi/numpy",
        "pkg:pypi/pytest",
    ]
    assert found.sightings[0].occurrence.traits == (
        Trait("vcs", "git+https://github.com/encode/httpx@abc"),
    )


def test_that_pdm_and_hatch_tables_are_read(tmp_path):
    found = scanned(
        tmp_path,
        """\
[tool.pdm.dev-dependencies]
test = ["pytest", "-e file:///${PROJECT_ROOT}/plugin#egg=plugin"]
[tool.hatch.envs.default]
dependencies = ["coverage"]
[tool.hatch.envs.docs]
extra-dependencies = ["mkdocs"]
""",
    )
    assert seen(found) == [
        (2, "pytest", "", Scope.TEST),
        (4, "coverage", "", Scope.BUILD),
        (6, "mkdocs", "", Scope.BUILD),
    ]


def test_that_build_hooks_flit_rye_and_hatch_toml_are_read(tmp_path):
    text = """\
[tool.flit.metadata]
module = "shop"
requires = ["requests>=2"]
[tool.flit.metadata.requires-extra]
test = ["pytest"]
[tool.rye]
dev-dependencies = ["ruff"]
[tool.hatch.build.targets.wheel.hooks.mypyc]
dependencies = ["hatch-mypyc"]
[tool.poetry.dependencies]
any = ""
"""
    files = {"pyproject.toml": text, "hatch.toml": '[envs.test]\ndependencies = ["tox"]\n'}
    found = scan_files(tmp_path, files)
    assert found.problems == []
    assert {(s.name, s.occurrence.scope) for s in found.sightings} == {
        ("any", Scope.RUNTIME),
        ("requests", Scope.RUNTIME),
        ("pytest", Scope.TEST),
        ("ruff", Scope.BUILD),
        ("hatch-mypyc", Scope.BUILD),
        ("tox", Scope.TEST),
    }


def test_that_dynamic_dependencies_are_read_from_files_of_any_name(tmp_path):
    text = """\
[project]
name = "shop"
dynamic = ["dependencies"]
[tool.setuptools.dynamic]
dependencies = {file = ["needs.lst", "requirements.txt"]}
optional-dependencies.test = {file = "tests.lst"}
"""
    files = {"needs.lst": "a==1\n", "requirements.txt": "b==2\n", "tests.lst": "c==3\n"}
    found = scan_files(tmp_path, {"pyproject.toml": text, **files})
    assert sorted((s.purl, s.occurrence.scope) for s in found.sightings) == [
        ("pkg:pypi/a@1", Scope.RUNTIME),
        ("pkg:pypi/b@2", Scope.RUNTIME),
        ("pkg:pypi/c@3", Scope.TEST),
    ]


def test_that_what_is_no_requirement_is_a_problem_on_its_line(tmp_path):
    text = '[project]\ndependencies = [\n  "good",\n  "not a requirement",\n]\n'
    found = scanned(tmp_path, text)
    assert found.purls == {"pkg:pypi/good"}
    assert [(p.line, p.reason) for p in found.problems] == [(4, "is no requirement (PEP 508)")]


@pytest.mark.parametrize(
    "text",
    [
        "project = 1\ntool = []\ndependency-groups = 'x'\nbuild-system = [[]]\n",
        "[project]\nname = []\ndependencies = {a = 'b'}\noptional-dependencies = ['x']\n",
        "[project]\ndependencies = [1, [], {}, true, 1979-05-27]\n",
        "[tool]\npoetry = 1\nuv = {sources = [1]}\npdm = {dev-dependencies = 3}\nhatch = []\n",
        "[tool.poetry.dependencies]\na = 1.5\nb = true\nc = [[]]\nd = [{}]\n'' = '1'\n",
        "[tool.poetry]\ngroup = ['x']\ndependencies = 'x'\nname = 3\n",
        "[tool.uv.sources]\na = 1\nb = [1, []]\nc = {git = 1, path = []}\n",
    ],
)
def test_that_wrong_types_never_end_in_a_crash(tmp_path, text):
    found = scanned(tmp_path, text)
    assert all("could not be read" not in p.reason for p in found.problems)
    assert found.coverage.recognised == 1
