"""Cargo.toml and Cargo.lock."""

import json

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.formats.module import FORMAT
from workbench.scan.formats.runtime_version import FORMAT as RUNTIMES

WORKSPACE = FIXTURES / "cargo" / "workspace"
STORE = "crates/store/Cargo.toml"
WEB = "crates/web/Cargo.toml"


def test_that_manifests_give_their_dependencies_at_the_locked_versions():
    found = {p for p in scan_folder(WORKSPACE).places if p[0].startswith("crates/")}
    assert found == {
        (f"{STORE}:8", "pkg:cargo/serde@1.0.188"),
        (f"{STORE}:9", "pkg:cargo/rand_core@0.6.4"),
        (f"{STORE}:10", "pkg:cargo/rand_core@0.5.1"),
        (f"{STORE}:11", "pkg:cargo/ring@0.16.20"),
        (f"{STORE}:14", "pkg:cargo/raw-cpuid@11.0.1"),
        (f"{STORE}:17", "pkg:cargo/tempfile@3.8.0"),
        (f"{WEB}:8", "pkg:cargo/proto@3.0.1"),
        (f"{WEB}:10", "pkg:cargo/serde@1.0.188"),
        (f"{WEB}:15", "pkg:cargo/cc@1.0.83"),
    }


def test_that_tables_become_scopes_targets_and_sources():
    found = scan_folder(WORKSPACE)
    assert found.at(f"{STORE}:17").scope is Scope.TEST
    assert found.at(f"{STORE}:11").scope is Scope.OPTIONAL
    assert found.at(f"{WEB}:15").scope is Scope.BUILD
    assert found.at(f"{STORE}:14").traits == (Trait("target", 'cfg(target_arch = "x86_64")'),)
    assert found.at(f"{WEB}:8").traits == (Trait("vcs", "https://git.example/shop/proto#v3"),)


def test_that_a_bare_version_is_a_range_and_an_equals_sign_a_pin():
    found = scan_folder(WORKSPACE)
    assert found.at(f"{STORE}:9").constraint == "0.6"
    assert found.at(f"{STORE}:11").constraint == ""


def test_that_the_lock_gives_all_but_the_workspaces_own():
    found = scan_folder(WORKSPACE)
    locked = [s for s in found.sightings if s.occurrence.path == "Cargo.lock"]
    assert len(locked) == 10
    assert {"store", "web"}.isdisjoint(s.name for s in locked)
    indirect = {s.name: s.occurrence.scope for s in locked if not s.occurrence.direct}
    assert indirect == {"libc": Scope.BUILD, "rustix": Scope.TEST}


def test_that_a_package_outside_the_workspace_uses_its_own_lock(tmp_path):
    lock = '[[package]]\nname="{0}"\nversion="1.0.0"\n[[package]]\nname="libc"\nversion="{1}"\n'
    lock += 'source="registry+x"\n'
    manifest = '[package]\nname="{0}"\nversion="1.0.0"\n[dependencies]\nlibc="0.2"\n'
    found = scan_files(
        tmp_path,
        {
            "Cargo.toml": '[workspace]\nexclude=["fuzz"]\n' + manifest.format("main"),
            "Cargo.lock": lock.format("main", "0.2.1"),
            "fuzz/Cargo.toml": manifest.format("fuzz"),
            "fuzz/Cargo.lock": lock.format("fuzz", "0.2.9"),
        },
    )
    assert ("Cargo.toml:7", "pkg:cargo/libc@0.2.1") in found.places
    assert ("fuzz/Cargo.toml:5", "pkg:cargo/libc@0.2.9") in found.places


def test_that_without_a_lock_a_range_stays_a_constraint(tmp_path):
    text = '[dependencies]\na = "1.2.3"\nb = "=1.2.3"\nc = { version = "^2", registry = "r" }\n'
    found = scan_files(tmp_path, {"Cargo.toml": text + 'd = { path = "../d" }\n'})
    assert [(s.purl, s.occurrence.constraint) for s in found.sightings] == [
        ("pkg:cargo/a", "1.2.3"),
        ("pkg:cargo/b@1.2.3", ""),
        ("pkg:cargo/c", "^2"),
    ]


SOURCES = FIXTURES / "cargo" / "sources"


def test_that_the_lock_gives_what_cargo_metadata_gives():
    expected = json.loads((SOURCES / "expected.json").read_text())["packages"]
    found = scan_folder(SOURCES)
    locked = [[s.name, s.version] for s in found.sightings if s.occurrence.path == "Cargo.lock"]
    assert sorted(locked) == expected


def test_that_manifests_give_the_dependencies_that_cargo_metadata_gives():
    kinds = {Scope.TEST: "dev", Scope.BUILD: "build"}
    expected = json.loads((SOURCES / "expected.json").read_text())["direct"]
    found = []
    for seen in scan_folder(SOURCES).sightings:
        at = seen.occurrence
        if at.path.endswith("Cargo.toml"):
            target = [t.value for t in at.traits if t.name == "target"]
            optional = at.scope is Scope.OPTIONAL
            kind = kinds.get(at.scope, "normal")
            found.append([at.path.split("/")[0], seen.name, kind, "".join(target), optional])
    assert sorted(found) == sorted(expected)


def test_that_patches_and_other_registries_are_told():
    found = scan_folder(SOURCES)
    traits = {(s.name, s.occurrence.path): s.occurrence.traits for s in found.sightings}
    patched = "https://git.example/patched"
    assert traits["patched", "app/Cargo.toml"] == (Trait("vcs", f"{patched}#master"),)
    assert traits["patched", "Cargo.lock"] == (Trait("vcs", patched),)
    assert traits["corpkit", "app/Cargo.toml"] == (Trait("registry", "corp"),)
    assert traits["corpkit", "Cargo.lock"] == (
        Trait("registry", "https://crates.corp.example/index/"),
    )
    assert traits["alpha", "Cargo.lock"] == ()


def test_that_a_crate_patched_by_a_folder_of_the_project_is_no_download(tmp_path):
    text = '[package]\nname="m"\n[dependencies]\nown="1"\nold="1"\nout="1"\n[patch.crates-io]\n'
    text += 'own={path="own"}\nalias={package="old",path="o"}\n[replace]\n"out:1.0.0"={path="x"}\n'
    assert scan_files(tmp_path / "a", {"Cargo.toml": text}).sightings == []
    lock = '[[package]]\nname="m"\nversion="1.0.0"\n[[package]]\nname="own"\nversion="1.5.0"\n'
    lock += 'source="registry+https://github.com/rust-lang/crates.io-index"\n'
    found = scan_files(tmp_path / "b", {"Cargo.toml": text, "Cargo.lock": lock})
    assert ("Cargo.toml:4", "pkg:cargo/own@1.5.0") in found.places


def test_that_an_old_lock_sets_its_own_package_apart(tmp_path):
    lock = '[root]\nname="m"\nversion="1.0.0"\ndependencies=["a 1.0.0 (registry+x)"]\n'
    lock += '[[package]]\nname="a"\nversion="1.0.0"\nsource="registry+x"\n'
    manifest = '[package]\nname="m"\nversion="1.0.0"\n[dependencies]\na="1"\n'
    found = scan_files(tmp_path, {"Cargo.toml": manifest, "Cargo.lock": lock})
    assert found.purls == {"pkg:cargo/a@1.0.0"}


def test_that_a_build_script_is_said_of_the_package_that_runs_one():
    seen = {s.name: s for s in sightings(SOURCES, FORMAT) if s.kind is Kind.APPLICATION}
    assert {name: traits(s, "build-script") for name, s in seen.items()} == {
        "app": ["build.rs"],
        "core": ["build.rs"],
    }


def test_that_a_toolchain_file_tells_version_and_targets():
    (rust,) = [s for s in sightings(SOURCES, RUNTIMES) if s.name == "rust"]
    assert (rust.version, rust.occurrence.place) == ("1.78.0", "rust-toolchain.toml:2")
    assert traits(rust, "rust-target") == ["x86_64-unknown-linux-musl", "wasm32-unknown-unknown"]
