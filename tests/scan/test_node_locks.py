"""yarn.lock, pnpm-lock.yaml and bun.lock, against the listings of the tools that wrote them."""

import json

import pytest

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Scope, Trait

NODE = FIXTURES / "node"
FOLDERS = ["yarn-1", "yarn-3", "yarn-4", "pnpm-7", "pnpm-8", "pnpm-12", "bun"]
LOCKS = ("yarn.lock", "pnpm-lock.yaml", "bun.lock")


def locked(folder):
    found = scan_folder(NODE / folder)
    return found, [s for s in found.sightings if s.occurrence.path in LOCKS]


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_a_lock_gives_what_its_tool_lists(folder):
    listed = (NODE / folder / "listed.txt").read_text().split()
    found, packages = locked(folder)
    alias = {"left@1.3.0": "left-pad@1.3.0"}
    assert {f"{s.name}@{s.version}" for s in packages} == {alias.get(n, n) for n in listed}
    assert found.problems == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_direct_packages_and_scopes_are_those_of_the_manifests(folder):
    _, packages = locked(folder)
    direct = {s.name: s.occurrence.scope for s in packages if s.occurrence.direct}
    direct.pop("react", None)  # pnpm 8 and later install peers by themselves
    assert direct == {
        "typescript": Scope.BUILD,
        "esbuild": Scope.BUILD,
        "left-pad": Scope.RUNTIME,
        "ms": Scope.RUNTIME,
        "debug": Scope.RUNTIME,
        "fsevents": Scope.OPTIONAL,
    }
    scopes = {s.name: s.occurrence.scope for s in packages}
    assert scopes["@esbuild/linux-x64"] is Scope.OPTIONAL
    assert {s.occurrence.scope for s in packages if s.name == "typescript"} == {Scope.BUILD}


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_a_binary_says_its_platform_and_has_its_sibling(folder):
    _, packages = locked(folder)
    traits = {s.name: s.occurrence.traits for s in packages}
    platform = (Trait("cpu", "x64"), Trait("os", "linux"))
    assert traits["@esbuild/linux-x64"][:2] == platform
    assert Trait("without-arm64") not in traits["@esbuild/linux-x64"]
    assert traits["@esbuild/linux-arm64"][0] == Trait("cpu", "arm64")


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_manifests_take_the_locked_versions_and_leave_out_their_own(folder):
    found, _ = locked(folder)
    manifests = {
        (s.occurrence.path, s.name, s.version)
        for s in found.sightings
        if s.occurrence.path.endswith("package.json") and s.name not in ("react", "npm")
    }
    assert manifests == {
        ("package.json", "typescript", "5.4.5"),
        ("package.json", "esbuild", "0.21.5"),
        ("packages/api/package.json", "left-pad", "1.3.0"),
        ("packages/api/package.json", "ms", "2.0.0"),
        ("packages/api/package.json", "debug", "4.4.3"),
        ("packages/api/package.json", "fsevents", "2.3.3"),
        ("packages/shared/package.json", "ms", "2.1.3"),
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_that_lines_of_a_lock_name_the_package(folder):
    _, packages = locked(folder)
    for sighting in packages:
        path = NODE / folder / sighting.occurrence.path
        line = path.read_text().splitlines()[sighting.occurrence.line - 1]
        assert sighting.name in line or "left" in line


def test_that_a_catalog_entry_is_the_constraint():
    found = scan_folder(NODE / "pnpm-12")
    ranges = {
        s.name: s.occurrence.constraint for s in found.sightings if "api" in s.occurrence.path
    }
    assert (ranges["debug"], ranges["ms"]) == ("^4.3.0", "")


def test_that_a_binary_for_x64_alone_is_marked(tmp_path):
    lock = {
        "packages": {
            "": {"dependencies": {"a": "1"}},
            "node_modules/a": {"version": "1.0.0", "optionalDependencies": {"x": "1", "y": "1"}},
            "node_modules/x": {"version": "1.0.0", "cpu": ["x64"], "os": ["linux"]},
            "node_modules/y": {"version": "1.0.0", "cpu": ["x64"], "os": ["win32"]},
        }
    }
    found = scan_files(tmp_path, {"package-lock.json": json.dumps(lock)})
    marked = {s.name for s in found.sightings if Trait("without-arm64") in s.occurrence.traits}
    assert marked == {"x"}


YARN_1 = """\
a@^1.0.0:
  version "1.2.0"
  dependencies:
    b "^2.0.0"

"b@^2.0.0", b@~2.1.0:
  version "2.1.5"

"c@git+https://u:p@git.example/c.git#v1":
  version "0.3.0"

"d@file:../d":
  version "0.0.0"
"""


def test_that_yarn_1_without_a_manifest_takes_what_nothing_needs_as_direct(tmp_path):
    found = scan_files(tmp_path, {"yarn.lock": YARN_1})
    assert {(s.purl, s.occurrence.line, s.occurrence.direct) for s in found.sightings} == {
        ("pkg:npm/a@1.2.0", 1, True),
        ("pkg:npm/b@2.1.5", 6, False),
        ("pkg:npm/c@0.3.0", 9, True),
    }
    assert found.at("yarn.lock:9").traits == (Trait("vcs", "git+https://git.example/c.git#v1"),)


def test_that_a_resolution_that_replaces_a_request_gives_the_one_version(tmp_path):
    manifest = {"dependencies": {"b": "^1.0.0"}, "resolutions": {"x/**/b": "2.1.5", "no": "1.0.0"}}
    found = scan_files(
        tmp_path, {"yarn.lock": YARN_1, "package.json": json.dumps(manifest, indent=1)}
    )
    seen = [s for s in found.sightings if s.occurrence.path == "package.json"]
    assert [(s.purl, s.occurrence.line, s.occurrence.constraint) for s in seen] == [
        ("pkg:npm/b@2.1.5", 3, "^1.0.0"),
        ("pkg:npm/b@2.1.5", 6, ""),
    ]
    assert seen[1].occurrence.traits == (Trait("override"),)
    assert not seen[1].occurrence.direct


@pytest.mark.parametrize(
    ("key", "entry", "purl"),
    [
        ("/a/1.0.0_b@2.0.0", "{}", "pkg:npm/a@1.0.0"),
        ("/@s/3d-view@1.0.0", "{}", "pkg:npm/%40s/3d-view@1.0.0"),
        ("/a@1.0.0(b@2.0.0(c@3.0.0))", "{}", "pkg:npm/a@1.0.0"),
        ("github.com/u/a/0123", "{name: a, version: 1.0.0}", "pkg:npm/a@1.0.0"),
        ("a@https://codeload.example/u/a/tar.gz/1", "{version: 1.0.0}", "pkg:npm/a@1.0.0"),
        ("a@https://codeload.example/u/a/tar.gz/1", "{}", "pkg:npm/a"),
        ("registry.example/a/1.0.0", "{name: a, version: 1.0.0}", "pkg:npm/a@1.0.0"),
    ],
)
def test_that_every_spelling_of_a_pnpm_key_is_understood(tmp_path, key, entry, purl):
    lock = f"lockfileVersion: '6.0'\n\npackages:\n\n  '{key}': {entry}\n"
    assert scan_files(tmp_path, {"pnpm-lock.yaml": lock}).purls == {purl}


def test_that_the_first_document_of_a_pnpm_lock_holds_the_tools(tmp_path):
    lock = (
        "---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n"
        "      pnpm:\n        specifier: 11.0.0\n        version: 11.0.0\n"
        "packages:\n  pnpm@11.0.0: {}\n---\nlockfileVersion: '9.0'\nimporters:\n  .:\n"
        "    dependencies:\n      a:\n        specifier: ^1\n        version: 1.0.0\n"
        "packages:\n  a@1.0.0: {}\n"
    )
    found = scan_files(tmp_path, {"pnpm-lock.yaml": lock})
    assert [(s.name, s.occurrence.scope) for s in found.sightings] == [
        ("pnpm", Scope.BUILD),
        ("a", Scope.RUNTIME),
    ]


def test_that_buns_binary_lock_is_one_problem_that_says_the_mend(tmp_path):
    found = scan_files(tmp_path, {"bun.lockb": b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n\0"})
    assert found.sightings == []
    assert "--save-text-lockfile" in found.problems[0].reason


def test_that_the_lock_of_the_named_package_manager_holds(tmp_path):
    files = {
        "package.json": '{"packageManager": "yarn@1.22.22", "dependencies": {"a": "^1.0.0"}}',
        "package-lock.json": '{"packages": {"node_modules/a": {"version": "1.0.1"}}}',
        "yarn.lock": YARN_1,
    }
    found = scan_files(tmp_path, files)
    purls = [p for place, p in found.places if place.startswith("package.json")]
    assert purls == ["pkg:npm/a@1.2.0", "pkg:npm/yarn@1.22.22"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ({"packageManager": "pnpm@9.1.0+sha512.abc"}, [("pkg:npm/pnpm@9.1.0", "")]),
        ({"volta": {"node": "20.1.0", "yarn": "1.22.19"}}, [("pkg:npm/yarn@1.22.19", "")]),
        ({"engines": {"npm": ">=9", "vscode": "^1"}}, [("pkg:npm/npm", ">=9")]),
        ({"packageManager": "bun@1.2.0"}, [("pkg:generic/bun@1.2.0", "")]),
        ({"packageManager": "yarn@https://x.example/yarn.js"}, []),
        (
            {"devEngines": {"packageManager": {"name": "npm", "version": "10.1.0"}}},
            [("pkg:npm/npm@10.1.0", "")],
        ),
    ],
)
def test_that_package_managers_are_tools(tmp_path, text, found):
    seen = scan_files(tmp_path, {"package.json": json.dumps(text)}).sightings
    assert [(s.purl, s.occurrence.constraint) for s in seen] == found


@pytest.mark.parametrize("folder", ["pnpm-7", "pnpm-8"])
def test_that_only_a_package_for_every_platform_is_said_to_build(folder):
    _, packages = locked(folder)
    building = {s.name for s in packages if Trait("install-script") in s.occurrence.traits}
    assert building == {"esbuild"}


def test_that_a_catalog_of_yarn_leads_to_the_locked_version(tmp_path):
    lock = (
        '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.5\n'
        '  resolution: "a@npm:1.0.5"\n  languageName: node\n  linkType: hard\n\n'
        '"a@npm:^2.0.0":\n  version: 2.1.0\n  resolution: "a@npm:2.1.0"\n  linkType: hard\n'
    )
    files = {
        ".yarnrc.yml": "catalog:\n  a: ^2.0.0\n",
        "package.json": '{"dependencies": {"a": "catalog:"}}',
        "yarn.lock": lock,
    }
    found = scan_files(tmp_path, files)
    assert found.places[0] == ("package.json:1", "pkg:npm/a@2.1.0")
    assert [s.version for s in found.sightings if s.occurrence.direct][1:] == ["2.1.0"]
