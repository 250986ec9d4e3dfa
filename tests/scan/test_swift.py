"""Package.swift and Package.resolved."""

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Trait
from workbench.scan.document import Document
from workbench.scan.formats.module import FORMAT
from workbench.scan.swift.package_manifest import swift_manifest

SERVER = FIXTURES / "swift" / "server"


def test_that_every_way_to_name_a_package_is_read_at_its_pin():
    found = scan_folder(SERVER)
    manifest = [s for s in found.sightings if s.occurrence.path == "Package.swift"]
    assert [(s.purl, s.occurrence.constraint) for s in manifest] == [
        ("pkg:swift/github.com/vapor/vapor@4.89.3", ">=4.89.0,<5.0.0"),
        ("pkg:swift/github.com/apple/swift-nio", ">=2.62.0,<2.63.0"),
        ("pkg:swift/github.com/Alamofire/Alamofire@5.8.1", ""),
        ("pkg:swift/git.example/shop/old-kit@1.2.3", ""),
        ("pkg:swift/git.example/shop/ranged", ">=1.2.0,<1.9.0"),
        ("pkg:swift/git.example/shop/edge@0123456789abcdef0123456789abcdef01234567", "main"),
        ("pkg:swift/git.example/shop/pinned", "e74a7da7c5b2a2b1d9a2f0a0c0a7a7b0c1d2e3f4"),
        ("pkg:swift/mona/LinkedList@1.1.0", ">=1.0.0,<2.0.0"),
    ]


def test_that_pins_are_direct_where_the_manifest_names_them():
    found = scan_folder(SERVER)
    pins = {s.name: s.occurrence for s in found.sightings if "resolved" in s.occurrence.path}
    assert pins.keys() == {"Alamofire", "edge", "linkedlist", "swift-log", "vapor"}
    assert [name for name, at in pins.items() if not at.direct] == ["swift-log"]
    assert pins["edge"].traits == (Trait("vcs", "https://git.example/shop/edge.git#main"),)


def test_that_the_first_format_of_pins_is_read():
    found = scan_folder(FIXTURES / "swift" / "old")
    assert found.places == [
        ("Package.resolved:6", "pkg:swift/github.com/Alamofire/Alamofire@5.6.1")
    ]


def test_that_a_package_is_a_module_and_its_binary_targets_are_told():
    (app,) = [s for s in sightings(SERVER, FORMAT) if s.kind is Kind.APPLICATION]
    assert app.name == "shop-server"
    assert traits(app, "runtime") == ["swift@>=5.9"]
    assert traits(app, "binary-target") == ["Engine"]


def test_that_another_file_of_that_name_is_a_problem(tmp_path):
    found = scan_files(tmp_path, {"Package.resolved": '{"pins": {}}'})
    assert len(found.problems) == 1


_parts = st.sampled_from(
    [
        ".package(",
        "url:",
        '"https://a.b/c/d.git"',
        ")",
        "(",
        ",",
        "from:",
        '"1.0.0"',
        '"',
        "\\",
        "//",
        "/*",
        "*/",
        "..<",
        "\n",
        "é",
    ]
)


@given(st.lists(_parts, max_size=60).map("".join))
def test_that_any_manifest_is_read_with_lines_in_range(text):
    document = Document("Package.swift", text.encode())
    assert all(1 <= p.line <= len(document.lines) for p in swift_manifest(document).packages)
