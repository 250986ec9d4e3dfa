"""Pipfile and Pipfile.lock."""

import json

import pytest

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Scope, Trait

PIPENV = FIXTURES / "python" / "pipenv"


def test_that_categories_become_scopes_and_the_lock_gives_the_versions():
    found = scan_folder(PIPENV)
    assert ("Pipfile:7", "pkg:pypi/flask@3.1.3") in found.places
    assert found.at("Pipfile:7").constraint == "~=3.0"
    assert found.at("Pipfile:13").scope is Scope.BUILD
    locked = {s.name: s.occurrence for s in found.sightings if s.occurrence.path == "Pipfile.lock"}
    assert {name for name, o in locked.items() if o.direct} == {
        "celery", "colorama", "flask", "markdown-it-py", "numpy", "pytest",
    }  # fmt: skip
    assert (locked["kombu"].scope, locked["pluggy"].scope) == (Scope.RUNTIME, Scope.BUILD)
    assert Trait("excluded-on", "linux") in found.at("Pipfile:10").traits


ENTRIES = """\
[packages]
exact = "==1.2"
star = "*"
local = {path = ".", editable = true}
repo = {git = "https://user:token@git.example/repo.git", ref = "v1"}
wheel = {file = "https://files.example/wheel-3-cp39-cp39-linux_x86_64.whl"}
win = {version = ">=1", os_name = "== 'nt'", markers = "python_version > '3'"}
bad = {}
"""


def test_that_every_kind_of_entry_is_read(tmp_path):
    found = scan_files(tmp_path, {"Pipfile": ENTRIES})
    assert found.places == [
        ("Pipfile:2", "pkg:pypi/exact@1.2"),
        ("Pipfile:3", "pkg:pypi/star"),
        ("Pipfile:5", "pkg:pypi/repo"),
        ("Pipfile:6", "pkg:pypi/wheel@3"),
        ("Pipfile:7", "pkg:pypi/win"),
    ]
    assert [p.line for p in found.problems] == [8]
    assert found.at("Pipfile:5").traits == (Trait("vcs", "git+https://git.example/repo.git@v1"),)
    assert Trait("wheel-platform", "linux_x86_64") in found.at("Pipfile:6").traits
    assert Trait("excluded-on", "linux") in found.at("Pipfile:7").traits


def test_that_without_a_pipfile_the_index_tells_what_was_asked_for(tmp_path):
    lock = {
        "_meta": {},
        "default": {"a": {"version": "==1", "index": "main"}, "b": {"version": "==2"}},
    }
    found = scan_files(tmp_path, {"Pipfile.lock": json.dumps(lock)})
    assert [(s.purl, s.occurrence.direct) for s in found.sightings] == [
        ("pkg:pypi/a@1", True),
        ("pkg:pypi/b@2", False),
    ]


@pytest.mark.parametrize("wrong", ["1", "[]", '"x"', "null", "[1, {}]", '{"a": 1}', '{"a": {}}'])
def test_that_mistyped_locks_never_end_in_a_crash(tmp_path, wrong):
    files = {
        "a/Pipfile.lock": wrong,
        "b/Pipfile.lock": f'{{"_meta": {wrong}, "default": {wrong}}}',
        "c/Pipfile.lock": f'{{"_meta": {{}}, "default": {{"a": {wrong}}}}}',
        "d/Pipfile.lock": f'{{"_meta": {{}}, "default": {{"b": {{"version": {wrong}}}}}}}',
    }
    found = scan_files(tmp_path, files)
    assert all("could not be read" not in p.reason for p in found.problems)
