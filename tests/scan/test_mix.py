"""mix.exs and mix.lock, against what Elixir itself makes of them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.document import Document
from workbench.scan.elixir.mix_project import mix_project
from workbench.scan.formats.module import FORMAT

UMBRELLA = FIXTURES / "elixir" / "umbrella"


def test_that_the_lock_gives_what_elixir_reads_in_it():
    locked = [s for s in scan_folder(UMBRELLA).sightings if s.occurrence.path == "mix.lock"]
    git = {
        s.name
        for s in locked
        if s.occurrence.traits[:1] == (Trait("vcs", "https://git.example/ledger.git"),)
    }
    assert git == {"ledger"}
    found = {f"{'git' if s.name in git else s.name} {s.version}" for s in locked}
    assert sorted(found) == (UMBRELLA / "expected-lock.txt").read_text().splitlines()


def test_that_manifests_give_the_dependencies_that_mix_gives():
    expected = set()
    for line in (UMBRELLA / "expected-deps.txt").read_text().splitlines():
        folder, app, *_ = line.split()
        expected.add((folder.removeprefix("."), app))
    found = {
        (s.occurrence.path.removesuffix("mix.exs").rstrip("/"), s.name)
        for s in scan_folder(UMBRELLA).sightings
        if s.occurrence.path.endswith("mix.exs")
    }
    renamed = {("apps/store", "telemetry_fork")}  # `hex: :telemetry` names the package
    conditional = {("apps/store", "local_tool")}  # not there unless a variable is set
    assert found == expected - renamed | {("apps/store", "telemetry")} | conditional


def test_that_options_become_scopes_and_traits():
    found = scan_folder(UMBRELLA)
    at = {s.name: s.occurrence for s in found.sightings if s.occurrence.path.endswith(".exs")}
    assert at["mox"].scope is Scope.TEST
    assert at["credo"].scope is Scope.BUILD
    assert at["cachex"].scope is Scope.OPTIONAL
    assert at["esbuild"].scope is Scope.RUNTIME
    assert at["ecto_sql"].constraint == "~> 3.10"
    assert at["jason"].constraint == ""
    assert at["local_tool"].traits == (Trait("unresolved"),)
    assert at["ledger"].traits == (Trait("vcs", "https://git.example/ledger.git#v2.1"),)


def test_that_members_of_an_umbrella_use_the_lock_of_its_root():
    found = scan_folder(UMBRELLA)
    assert ("apps/store/mix.exs:23", "pkg:hex/bcrypt_elixir@3.1.0") in found.places
    assert {s.purl for s in found.sightings if s.name == "corp_auth"} == {
        "pkg:hex/acme/corp_auth@2.0.3"
    }
    transitive = {
        s.name: s.occurrence.scope
        for s in found.sightings
        if s.occurrence.path == "mix.lock" and not s.occurrence.direct
    }
    assert transitive == {
        "bunt": Scope.BUILD,
        "castore": Scope.RUNTIME,
        "comeonin": Scope.RUNTIME,
        "decimal": Scope.RUNTIME,
        "ecto": Scope.RUNTIME,
        "elixir_make": Scope.RUNTIME,
        "telemetry": Scope.RUNTIME,
    }


def test_that_packages_built_by_make_and_mix_are_marked():
    found = scan_folder(UMBRELLA)
    marked = {
        s.name for s in found.sightings if Trait("native-build", "make") in s.occurrence.traits
    }
    assert marked == {"bcrypt_elixir"}


def test_that_each_application_is_a_module():
    seen = {s.name: s for s in sightings(UMBRELLA, FORMAT) if s.kind is Kind.APPLICATION}
    assert {n: (s.version, traits(s, "runtime")) for n, s in seen.items()} == {
        "store": ("1.4.0", ["elixir@~> 1.14"]),
        "web": ("0.2.0", ["elixir@~> 1.14"]),
    }


def test_that_a_lock_with_a_merge_conflict_or_of_another_kind_is_a_problem(tmp_path):
    conflict = '%{\n<<<<<<< HEAD\n  "a": {:hex, :a, "1.0.0"},\n=======\n'
    found = scan_files(tmp_path, {"a/mix.lock": conflict, "b/mix.lock": '["a"]'})
    assert [(p.path, p.line) for p in found.problems] == [("a/mix.lock", 2), ("b/mix.lock", 1)]


def test_that_tuples_which_are_no_dependencies_are_not_taken_for_some(tmp_path):
    text = (
        'def deps do\n  [{:a, "~> 1.0"}, {:ok, x}, {:error, "gone"}, {B, "1.0"}, {:c, opts}]\nend\n'
    )
    text += '@lock {:d, "1.0.0"}\ndef other, do: {:e, "1.0.0"}\n'
    assert {s.name for s in scan_files(tmp_path, {"mix.exs": text}).sightings} == {"a"}


_parts = st.sampled_from(
    [
        "def deps do",
        "[",
        "]",
        "{:a, ",
        '"~> 1.0"',
        "}",
        "%{",
        "git:",
        " ",
        '"',
        "#{",
        ":",
        "@v",
        "é",
        "~s(",
        '"""',
        "\n",
    ]
)


@given(st.lists(_parts, max_size=80).map("".join))
def test_that_any_mix_file_is_read_with_lines_in_range(text):
    document = Document("mix.exs", text.encode())
    assert all(1 <= p.line <= len(document.lines) for p in mix_project(document).packages)
