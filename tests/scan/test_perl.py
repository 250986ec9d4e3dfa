"""cpanfile and its snapshot, against what Perl's own modules read in them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.document import Document
from workbench.scan.formats.module import FORMAT
from workbench.scan.perl.cpanfile import cpanfile

SHOP = FIXTURES / "perl" / "shop"


def test_that_the_snapshot_gives_what_carton_lists():
    locked = [s for s in scan_folder(SHOP).sightings if "snapshot" in s.occurrence.path]
    listed = (SHOP / "expected-lock.txt").read_text().split()
    assert sorted(f"{s.name}-{s.version}" for s in locked) == listed
    assert {s.name for s in locked if not s.occurrence.direct} == {"Shop-Deep", "Shop-Log"}


def test_that_a_cpanfile_gives_the_modules_that_perl_reads_in_it():
    document = Document("cpanfile", (SHOP / "cpanfile").read_bytes())
    listed = [line.split() for line in (SHOP / "expected-deps.txt").read_text().splitlines()]
    expected = {module for _, module, *_ in listed if module != "perl"}
    assert {m.name for m in cpanfile(document).modules} == expected
    tests = {module for phase, module, *_ in listed if phase == "test"}
    assert {m.name for m in cpanfile(document).modules if m.scope is Scope.TEST} == tests


def test_that_modules_become_the_distributions_that_provide_them():
    found = scan_folder(SHOP)
    assert [
        (s.purl, s.occurrence.line, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
        if s.occurrence.path == "cpanfile"
    ] == [
        ("pkg:cpan/ACME/Shop-Web@2.04", 3, Scope.RUNTIME, "2.00"),
        ("pkg:cpan/BETA/Shop-Json@1.10", 4, Scope.RUNTIME, ">= 1.0, < 2.0"),
        ("pkg:cpan/ACME/Shop-Pinned@1.00", 5, Scope.RUNTIME, ""),
        ("pkg:cpan/ACME/Shop-Test@0.22", 8, Scope.TEST, ""),
        ("pkg:cpan/Shop-Lint", 10, Scope.BUILD, "3"),
        ("pkg:cpan/ACME/Shop-Lite@0.9", 13, Scope.OPTIONAL, ""),
    ]


def test_that_other_sources_are_told(tmp_path):
    text = "requires 'A::B', git => 'https://me:pw@git.example/a.git', ref => 'v1';\n"
    text += "requires 'C', '1.0', mirror => 'https://cpan.corp.example/';\n"
    found = scan_files(tmp_path, {"cpanfile": text})
    assert [(s.purl, s.occurrence.constraint, s.occurrence.traits) for s in found.sightings] == [
        ("pkg:cpan/A-B", "", (Trait("vcs", "https://git.example/a.git#v1"),)),
        ("pkg:cpan/C", "1.0", (Trait("registry", "https://cpan.corp.example/"),)),
    ]


def test_that_a_project_with_a_cpanfile_is_a_module():
    (module,) = [s for s in sightings(SHOP, FORMAT) if s.kind is Kind.APPLICATION]
    assert (module.name, traits(module, "runtime")) == ("shop", ["perl@>=5.020"])


_parts = st.sampled_from(
    [
        "requires",
        "'A'",
        "on",
        "test",
        "=>",
        "sub",
        "{",
        "}",
        ";",
        "\n",
        "'",
        '"',
        "\\",
        "#",
        "=pod\n",
        "1.0",
        ",",
        " ",
    ]
)


@given(st.lists(_parts, max_size=60).map(" ".join))
def test_that_any_cpanfile_is_read_with_lines_in_range(text):
    document = Document("cpanfile", text.encode())
    assert all(1 <= m.line <= len(document.lines) for m in cpanfile(document).modules)
