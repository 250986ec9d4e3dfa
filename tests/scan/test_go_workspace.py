"""Go workspaces, vendored modules and cgo, against what the go command lists."""

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope
from workbench.scan.formats import every_format

VENDORED = FIXTURES / "go" / "vendored"
WORKSPACE = FIXTURES / "go" / "workspace"


def built(root) -> set[tuple[str, str]]:
    """What `go list -m all` says is built: module and version, replacements followed."""
    found = set()
    for line in (root / "expected.txt").read_text().splitlines():
        words = line.split()
        module = words[words.index("=>") + 1 :] if "=>" in words else words
        if len(module) == 2:
            found.add((module[0], module[1]))
    return found


def test_that_go_mod_and_the_vendor_list_give_what_go_lists():
    found = scan_folder(VENDORED)
    assert found.problems == []
    by_file = {
        path: {(s.name, s.version) for s in found.sightings if s.occurrence.path == path}
        for path in ("go.mod", "vendor/modules.txt")
    }
    assert by_file["go.mod"] == by_file["vendor/modules.txt"] == built(VENDORED)


def test_that_vendored_modules_are_as_direct_as_go_mod_says():
    found = scan_folder(VENDORED)
    assert {s.name for s in found.sightings if not s.occurrence.direct} == {
        "lib.example/deep",
        "lib.example/deeper",
    }


def test_that_a_vendor_list_alone_goes_by_what_it_calls_explicit(tmp_path):
    text = "# a.b/c v1.0.0\n## explicit; go 1.21\na.b/c\n# d.e/f v1.0.0\n## go 1.21\nd.e/f\n"
    text += "# g.h/unused v1.0.0\n# i.j/k => ./k\n"
    found = scan_files(tmp_path, {"vendor/modules.txt": text})
    assert [(s.name, s.occurrence.direct) for s in found.sightings] == [
        ("a.b/c", True),
        ("d.e/f", False),
    ]


def test_that_a_workspace_replaces_for_all_and_its_members_are_no_downloads():
    found = scan_folder(WORKSPACE)
    assert found.problems == []
    assert built(WORKSPACE) <= {(s.name, s.version) for s in found.sightings}
    names = {s.name for s in found.sightings}
    assert names.isdisjoint({"shop.example/worker", "shop.example/api", "lib.example/original"})
    assert {o.place for o in found.of("pkg:golang/lib.example/fork@v1.1.1")} == {
        "api/go.mod:7",
        "go.work:8",
    }


def test_that_a_workspace_names_members_that_are_not_there(tmp_path):
    found = scan_files(
        tmp_path, {"go.work": "go 1.22\nuse (\n\t.\n\t./gone\n)\nrequire a.b/c v1\n"}
    )
    assert sorted((p.line, p.reason.split()[0]) for p in found.problems) == [
        (3, "uses"),
        (4, "uses"),
        (6, "begins"),
    ]


def test_that_a_workspace_among_vendored_copies_is_not_the_projects(tmp_path):
    files = {"vendor/a.b/c/go.work": "go 1.22\nuse ./gone\n", "go.mod": "module a.b/shop\n"}
    assert scan_files(tmp_path, files).problems == []


def test_that_an_excluded_version_is_not_taken_for_the_one_in_use(tmp_path):
    found = scan_files(
        tmp_path, {"go.mod": "module m\nrequire a.b/c v1.0.0\nexclude a.b/c v1.0.0\n"}
    )
    assert [(s.purl, s.occurrence.constraint) for s in found.sightings] == [
        ("pkg:golang/a.b/c", "!=v1.0.0")
    ]


def test_that_a_second_module_file_serves_the_build(tmp_path):
    text = "module m/tools\ntool a.b/c/cmd/gen\nrequire a.b/c v1.0.0\n"
    found = scan_files(tmp_path, {"go.tool.mod": text})
    assert {s.occurrence.scope for s in found.sightings} == {Scope.BUILD}


def test_that_cgo_is_noted_on_the_module_that_uses_it():
    seen = sightings(WORKSPACE, *every_format())
    modules = {s.name: s.occurrence for s in seen if s.kind is Kind.APPLICATION}
    assert modules.keys() == {"api", "worker"}
    by_cgo = {s.name: traits(s, "cgo") for s in seen if s.kind is Kind.APPLICATION}
    assert by_cgo == {"api": [], "worker": [""]}
    assert {s.occurrence.place for s in seen if s.purl == "pkg:generic/go@1.19"} >= {"go.work:1"}
