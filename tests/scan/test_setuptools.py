"""setup.cfg and setup.py: read as text, never run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.scan.scanned import FIXTURES, Scanned, scan_files, scan_folder
from workbench.model.component import Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.python.setup_cfg import setup_cfg_requirements
from workbench.scan.python.setup_py import setup_py_requirements

CFG = """\
[metadata]
name = shop
description = install_requires is not here

[options]
python_requires = >=3.8
install_requires =
    numpy==1.19.0
    # a comment
    importlib-metadata>=1.0; python_version < "3.8"  # inline
setup-requires = wheel; setuptools>=40
tests_require: pytest

[options.extras_require]
aws = boto3>=1
docs =
    sphinx
windows = pywin32; sys_platform == "win32"

[flake8]
install_requires = nothing
"""


def seen(found: Scanned) -> list[tuple[int, str, str, Scope]]:
    return [
        (s.occurrence.line, s.purl.removeprefix("pkg:pypi/"), s.occurrence.constraint,
         s.occurrence.scope)
        for s in found.sightings
    ]  # fmt: skip


def test_that_the_options_of_setup_cfg_are_read_with_scopes(tmp_path):
    found = scan_files(tmp_path, {"setup.cfg": CFG})
    assert found.problems == []
    assert seen(found) == [
        (8, "numpy@1.19.0", "", Scope.RUNTIME),
        (10, "importlib-metadata", ">=1.0", Scope.RUNTIME),
        (11, "wheel", "", Scope.BUILD),
        (11, "setuptools", ">=40", Scope.BUILD),
        (12, "pytest", "", Scope.TEST),
        (15, "boto3", ">=1", Scope.OPTIONAL),
        (17, "sphinx", "", Scope.BUILD),
        (18, "pywin32", "", Scope.OPTIONAL),
    ]
    assert Trait("excluded-on", "linux") in found.at("setup.cfg:18").traits


@pytest.mark.parametrize("folder", ["cfg", "py"])
def test_that_what_setuptools_makes_of_the_files_is_what_is_read(folder):
    project = FIXTURES / "python" / "setuptools" / folder
    wanted = [Requirement(line) for line in (project / "expected.txt").read_text().splitlines()]
    found = [s for s in scan_folder(project).sightings if s.purl.startswith("pkg:pypi/")]
    assert [(s.name.lower(), s.occurrence.scope is Scope.RUNTIME) for s in found] == [
        (w.name.lower(), "extra" not in str(w.marker)) for w in wanted
    ]
    for seen, want in zip(found, wanted, strict=True):
        said = f"=={seen.version}" if seen.version else seen.occurrence.constraint
        assert SpecifierSet(said) == want.specifier


def test_that_setup_cfg_is_led_to_requirements_of_any_name(tmp_path):
    text = "[options]\ninstall_requires = file: needs.lst, ../outside.txt\n"
    found = scan_files(tmp_path, {"setup.cfg": text, "needs.lst": "a==1\n"})
    assert found.places == [("needs.lst:1", "pkg:pypi/a@1")]


PY = '''\
import sys, os
from setuptools import setup
raise SystemExit("was run")
BASE = ["numpy==1.19.0", "scipy>=1"]
requires = BASE + ["pandas"]
if sys.version_info < (3, 8):
    requires.append("typing-extensions")
requires += """
six

attrs>=20
"""
extras = {"aws": ["boto3"]}
extras["test"] = ["pytest"]
extras[":sys_platform == 'win32'"] = ["pywin32"]
def unused():
    return ["not-this"]
setup(
    name="shop",
    install_requires=requires,
    setup_requires=("wheel",),
    extras_require=extras,
    description="numpy==9",
    **{"tests_require": ["mock"]},
)
'''


def test_that_the_literals_of_setup_py_are_read_and_nothing_runs(tmp_path):
    found = scan_files(tmp_path, {"setup.py": PY})
    assert found.problems == []
    assert seen(found) == [
        (4, "numpy@1.19.0", "", Scope.RUNTIME),
        (4, "scipy", ">=1", Scope.RUNTIME),
        (5, "pandas", "", Scope.RUNTIME),
        (7, "typing-extensions", "", Scope.RUNTIME),
        (9, "six", "", Scope.RUNTIME),
        (11, "attrs", ">=20", Scope.RUNTIME),
        (21, "wheel", "", Scope.BUILD),
        (13, "boto3", "", Scope.OPTIONAL),
        (14, "pytest", "", Scope.TEST),
        (15, "pywin32", "", Scope.RUNTIME),
        (24, "mock", "", Scope.TEST),
    ]
    assert found.at("setup.py:7").traits == (Trait("condition", "sys.version_info < (3, 8)"),)
    assert Trait("excluded-on", "linux") in found.at("setup.py:15").traits


@pytest.mark.parametrize(
    "code",
    [
        "setup(install_requires=open('needs.lst.txt').read().split())",
        "def read(p):\n  return p\nN = read('needs.lst.txt')\nsetup(install_requires=N)",
        "def load():\n  return open('sub/needs.lst.txt')\nsetup(install_requires=load())",
    ],
)
def test_that_a_file_that_is_read_instead_speaks_for_the_code(tmp_path, code):
    files = {"setup.py": code, "needs.lst.txt": "a==1\n", "sub/needs.lst.txt": "a==1\n"}
    found = scan_files(tmp_path, files)
    assert found.problems == []
    assert found.purls == {"pkg:pypi/a@1"}


def test_that_what_is_computed_is_said_to_be_left_out(tmp_path):
    code = "setup(\n  install_requires=['a', *compute()],\n  extras_require=more(),\n)\n"
    found = scan_files(tmp_path, {"setup.py": code})
    assert found.purls == {"pkg:pypi/a"}
    assert [(p.line, p.reason.split()[0]) for p in found.problems] == [
        (2, "install_requires"),
        (3, "extras_require"),
    ]


def test_that_names_that_turn_in_circles_come_to_an_end(tmp_path):
    code = "a = b\nb = a + a\nd = {**d}\nsetup(install_requires=a, extras_require=d)\n"
    found = scan_files(tmp_path, {"setup.py": code})
    assert found.sightings == []
    assert all("could not be read" not in p.reason for p in found.problems)


def test_that_python_2_is_one_problem(tmp_path):
    found = scan_files(tmp_path, {"setup.py": "print 'x'\nsetup(install_requires=['a'])\n"})
    assert [(p.line, p.reason) for p in found.problems] == [(1, "is not valid Python 3")]


_code = st.sampled_from(
    ["setup", "(", ")", "install_requires=", "[", "]", "'a'", "'b==1'", ",", "+", "x", "=", "\n"]
) | st.sampled_from(["**", "{", "}", ":", "if x:\n  ", "extras_require=", ".append", "*", "\x00"])


@given(st.lists(_code, max_size=40).map("".join))
def test_that_any_code_is_read_with_lines_in_range(code):
    document = Document("setup.py", code.encode())
    try:
        found = list(setup_py_requirements(document))
    except (Unreadable, RecursionError):
        return
    assert all(1 <= f.line <= len(document.lines) for f in found)


_config = st.sampled_from(
    [
        "[options]",
        "[options.extras_require]",
        "\n",
        " ",
        "install_requires",
        "=",
        ":",
        "a",
        ";",
        "#",
    ]
)


@given(st.lists(_config, max_size=40).map("".join))
def test_that_any_configuration_is_read_with_lines_in_range(text):
    document = Document("setup.cfg", text.encode())
    for listed in setup_cfg_requirements(document):
        assert all(1 <= v.line <= len(document.lines) for v in listed.values)
