"""package.json and the npm lock files."""

import json

import pytest

from tests.scan.folders import sightings, traits, write
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.document import Document
from workbench.scan.formats.module import FORMAT as MODULE
from workbench.scan.javascript.npm_locked import npm_locked

NPM = FIXTURES / "npm"


def test_that_manifests_of_a_workspace_take_the_locked_versions():
    found = {p for p in scan_folder(NPM / "workspace").places if "lock" not in p[0]}
    assert found == {
        ("package.json:8", "pkg:npm/typescript@5.4.5"),
        ("package.json:9", "pkg:npm/esbuild@0.21.5"),
        ("packages/api/package.json:6", "pkg:npm/left-pad@1.3.0"),
        ("packages/api/package.json:7", "pkg:npm/ms@2.0.0"),
        ("packages/api/package.json:8", "pkg:npm/debug@4.4.3"),
        ("packages/api/package.json:11", "pkg:npm/fsevents@2.3.3"),
        ("packages/api/package.json:15", "pkg:npm/react"),
        ("packages/shared/package.json:5", "pkg:npm/ms@2.1.3"),
    }


def test_that_a_range_stays_beside_the_locked_version():
    found = scan_folder(NPM / "workspace")
    assert found.at("packages/api/package.json:8").constraint == "^4.3.0"
    assert found.at("packages/api/package.json:7").constraint == ""
    assert found.at("packages/api/package.json:15").scope is Scope.OPTIONAL


def test_that_a_lock_gives_every_package_but_links():
    places = dict(scan_folder(NPM / "workspace").places)
    locked = {p: purl for p, purl in places.items() if p.startswith("package-lock.json")}
    entries = json.loads((NPM / "workspace" / "package-lock.json").read_text())["packages"]
    installed = [e for place, e in entries.items() if "node_modules/" in place]
    assert len(locked) == len([e for e in installed if not e.get("link")]) == 31
    assert not any("shop" in purl for purl in locked.values())


def test_that_lines_of_a_lock_name_the_package():
    lines = (NPM / "workspace" / "package-lock.json").read_text().splitlines()
    for sighting in scan_folder(NPM / "workspace").sightings:
        if sighting.occurrence.path == "package-lock.json" and sighting.name != "left-pad":
            assert f'node_modules/{sighting.name}": {{' in lines[sighting.occurrence.line - 1]


def test_that_the_locks_own_fields_become_traits_and_scopes():
    found = scan_folder(NPM / "workspace")
    (binary,) = found.of("pkg:npm/%40esbuild/linux-x64@0.21.5")
    assert binary.traits == (Trait("cpu", "x64"), Trait("os", "linux"))
    assert (binary.scope, binary.direct) == (Scope.OPTIONAL, False)
    declared, locked = sorted(found.of("pkg:npm/esbuild@0.21.5"), key=lambda o: o.line)
    assert locked.traits == (Trait("install-script"),)
    assert (locked.scope, locked.direct) == (Scope.BUILD, True)
    assert declared.path == "package.json"


def test_that_lock_versions_two_and_three_say_the_same():
    three = npm_locked(Document("x", (NPM / "workspace" / "package-lock.json").read_bytes()))
    two = npm_locked(Document("x", (NPM / "workspace-lock-v2.json").read_bytes()))
    assert [(p, k.version, k.scope) for p, k in two.packages.items()] == [
        (p, k.version, k.scope) for p, k in three.packages.items()
    ]


def test_that_a_version_one_lock_is_read_with_aliases_and_direct_ones():
    found = scan_folder(NPM / "version1")
    locked = [s for s in found.sightings if s.occurrence.path == "package-lock.json"]
    assert len(locked) == 20
    assert {s.name for s in locked if s.occurrence.direct} == {
        "left-pad",
        "send",
        "minimist",
        "fsevents",
    }
    assert ("package-lock.json:61", "pkg:npm/left-pad@1.3.0") in found.places
    assert found.at("package-lock.json:69").scope is Scope.BUILD


def test_that_packages_within_packages_keep_their_lines(tmp_path):
    lock = {
        "lockfileVersion": 1,
        "dependencies": {
            "a": {
                "version": "1.0.0",
                "requires": {"b": "^1"},
                "dependencies": {"b": {"version": "1.0.0"}},
            },
            "b": {"version": "2.0.0", "dev": True},
            "c": {"version": "file:../c"},
            "d": {"version": "git+ssh://git@github.com/x/d.git#abc"},
        },
    }
    found = scan_files(tmp_path, {"package-lock.json": json.dumps(lock, indent=2)})
    assert found.places == [
        ("package-lock.json:4", "pkg:npm/a@1.0.0"),
        ("package-lock.json:10", "pkg:npm/b@1.0.0"),
        ("package-lock.json:15", "pkg:npm/b@2.0.0"),
        ("package-lock.json:22", "pkg:npm/d"),
    ]
    assert found.at("package-lock.json:4").direct
    assert not found.at("package-lock.json:15").direct
    assert found.at("package-lock.json:22").traits == (
        Trait("vcs", "git+ssh://github.com/x/d.git#abc"),
    )


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("1.2.3", ("pkg:npm/a@1.2.3", "", ())),
        ("=v1.2.3-beta.1", ("pkg:npm/a@1.2.3-beta.1", "", ())),
        ("^1.2.3", ("pkg:npm/a", "^1.2.3", ())),
        ("1.2", ("pkg:npm/a", "1.2", ())),
        ("latest", ("pkg:npm/a", "latest", ())),
        ("", ("pkg:npm/a", "*", ())),
        ("npm:@scope/b@2.0.0", ("pkg:npm/%40scope/b@2.0.0", "", ())),
        ("npm:b", ("pkg:npm/b", "*", ())),
        ("https://registry.example/a/-/a-4.0.4.tgz", ("pkg:npm/a@4.0.4", "", ())),
        ("user/repo#v1", ("pkg:npm/a", "", (Trait("vcs", "user/repo#v1"),))),
        ("git+https://u:p@g.example/x.git", ("pkg:npm/a", "", (
            Trait("vcs", "git+https://g.example/x.git"),))),
        ("https://x.example/a.tgz?token=1", ("pkg:npm/a", "", (
            Trait("url", "https://x.example/a.tgz"),))),
    ],
)  # fmt: skip
def test_that_each_kind_of_entry_is_understood(tmp_path, spec, expected):
    found = scan_files(tmp_path, {"package.json": json.dumps({"dependencies": {"a": spec}})})
    assert [(s.purl, s.occurrence.constraint, s.occurrence.traits) for s in found.sightings] == [
        expected
    ]


@pytest.mark.parametrize("spec", ["file:../a", "link:a", "workspace:*", "portal:x", "./a"])
def test_that_entries_that_lead_into_the_project_are_its_own(tmp_path, spec):
    found = scan_files(tmp_path, {"package.json": json.dumps({"dependencies": {"a": spec}})})
    assert found.sightings == []


def test_that_members_of_one_workspace_are_no_downloads_but_a_fixture_is(tmp_path):
    found = scan_files(
        tmp_path,
        {
            "package.json": '{"workspaces": {"packages": ["libs/**", "!libs/x/fixture"]}}',
            "libs/a/package.json": '{"name": "a", "dependencies": {"b": "^1", "react": "^18"}}',
            "libs/x/b/package.json": '{"name": "b", "dependencies": {"a": "*"}}',
            "libs/x/fixture/package.json": '{"name": "react", "dependencies": {"a": "1.0.0"}}',
        },
    )
    assert found.places == [
        ("libs/a/package.json:1", "pkg:npm/react"),
        ("libs/x/fixture/package.json:1", "pkg:npm/a@1.0.0"),
    ]


def test_that_sections_hide_each_other_as_in_npm(tmp_path):
    manifest = {
        "dependencies": {"a": "1.0.0", "b": "1.0.0"},
        "optionalDependencies": {"a": "1.0.0"},
        "devDependencies": {"b": "1.0.0", "c": "1.0.0"},
        "peerDependencies": {"c": "*", "d": ">=2"},
    }
    found = scan_files(tmp_path, {"package.json": json.dumps(manifest)})
    assert {s.name: s.occurrence.scope for s in found.sightings} == {
        "a": Scope.OPTIONAL,
        "b": Scope.RUNTIME,
        "c": Scope.BUILD,
        "d": Scope.RUNTIME,
    }


def test_that_a_broken_lock_is_one_problem_and_the_manifest_stands(tmp_path):
    files = {"package.json": '{"dependencies": {"a": "^1"}}', "package-lock.json": '{\n"a": {'}
    found = scan_files(tmp_path, files)
    assert found.purls == {"pkg:npm/a"}
    assert [(p.path, p.line) for p in found.problems] == [("package-lock.json", 2)]


def test_that_the_processors_of_an_own_package_are_its_modules(tmp_path):
    text = '{"name": "a", "cpu": ["x64"], "volta": {"node": "20.1.0"}, "engines": {"node": ">=18"}}'
    write(tmp_path, {"package.json": text, "index.js": "1\n"})
    (module,) = [s for s in sightings(tmp_path, MODULE) if s.kind is Kind.APPLICATION]
    assert traits(module, "cpu") == ["x64"]
    assert traits(module, "runtime") == ["node@20.1.0", "node@>=18"]


WRONG = [None, True, 1, "x", [], {}, [1, [], {}], {"": 1}, {"a": []}, {"a": {"b": {}}}]


@pytest.mark.parametrize("wrong", WRONG)
def test_that_wrong_types_never_end_in_a_crash(tmp_path, wrong):
    fields = ["name", "version", "workspaces", "engines", "peerDependenciesMeta", "packages"]
    fields += ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
    entry = {"version": wrong, "cpu": wrong, "link": wrong, "resolved": wrong, "name": wrong}
    nested = {"packages": {"": wrong, "node_modules/a": entry, "node_modules/": {"version": "1"}}}
    flat = {"dependencies": {"a": {**entry, "requires": wrong, "dependencies": wrong}, "b": wrong}}
    found = scan_files(
        tmp_path,
        {
            "package.json": json.dumps(dict.fromkeys(fields, wrong)),
            "npm-shrinkwrap.json": json.dumps(dict.fromkeys(fields, wrong)),
            "one/package-lock.json": json.dumps(nested),
            "two/package-lock.json": json.dumps(flat),
            "three/package-lock.json": json.dumps(wrong),
            "three/package.json": json.dumps(wrong),
        },
    )
    assert all("could not be read" not in p.reason for p in found.problems)
    assert found.coverage.recognised == 6


def test_that_an_old_lock_gives_what_npm_lists():
    listed = set((NPM / "version1" / "listed.txt").read_text().split())
    found = {
        f"{s.name}@{s.version}"
        for s in scan_folder(NPM / "version1").sightings
        if s.occurrence.path == "package-lock.json"
    }
    assert found == listed - {"left@1.3.0"} | {"left-pad@1.3.0"}  # npm lists the alias
