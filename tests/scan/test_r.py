"""R's DESCRIPTION and renv.lock."""

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.formats.module import FORMAT

PACKAGE = FIXTURES / "r" / "package"
PROJECT = FIXTURES / "r" / "project"


def test_that_a_description_gives_its_packages_without_those_of_r_itself():
    found = scan_folder(PACKAGE)
    assert [
        (s.purl, s.occurrence.line, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
    ] == [
        ("pkg:cran/data.table", 10, Scope.RUNTIME, ">= 1.14.0"),
        ("pkg:cran/ggplot2", 11, Scope.RUNTIME, ""),
        ("pkg:cran/ledger", 12, Scope.RUNTIME, ""),
        ("pkg:cran/Rcpp", 15, Scope.BUILD, ""),
        ("pkg:cran/testthat", 16, Scope.TEST, ">= 3.0.0"),
        ("pkg:cran/knitr", 17, Scope.TEST, ""),
        ("pkg:cran/arrow", 18, Scope.OPTIONAL, ""),
        ("pkg:cran/template", 20, Scope.BUILD, ""),
        ("pkg:cran/pkgdown", 20, Scope.BUILD, ""),
    ]
    assert found.at("DESCRIPTION:12").traits == (
        Trait("vcs", "https://github.com/shop/ledger#v2.1"),
    )


def test_that_a_package_with_c_in_it_is_a_module():
    (module,) = [s for s in sightings(PACKAGE, FORMAT) if s.kind is Kind.APPLICATION]
    assert (module.name, module.version) == ("shopstats", "0.3.1")
    assert traits(module, "language") == ["c", "r"]
    assert traits(module, "runtime") == ["r@>= 4.1"]


def test_that_the_lock_gives_r_and_all_packages_but_the_projects_own():
    found = scan_folder(PROJECT)
    assert found.purls == {
        "pkg:generic/r@4.3.2",
        "pkg:cran/Biobase@2.62.0",
        "pkg:cran/cli@3.6.2",
        "pkg:cran/dplyr@1.1.4",
        "pkg:cran/ledger@2.1.0",
        "pkg:cran/rlang@1.1.2",
    }
    at = {s.name: s.occurrence for s in found.sightings}
    assert at["Biobase"].traits == (Trait("registry", "Bioconductor"),)
    assert at["ledger"].traits == (Trait("vcs", "https://github.com/shop/ledger#v2.1"),)


def test_that_code_of_the_project_tells_which_locked_packages_are_direct():
    direct = {s.name for s in scan_folder(PROJECT).sightings if s.occurrence.direct}
    assert direct == {"r", "Biobase", "dplyr", "ledger"}


def test_that_without_code_what_nothing_else_needs_is_direct(tmp_path):
    text = (PROJECT / "renv.lock").read_text()
    found = scan_files(tmp_path, {"renv.lock": text})
    assert {s.name for s in found.sightings if not s.occurrence.direct} == {"cli", "rlang"}


def test_that_a_description_takes_versions_from_the_lock_beside_it(tmp_path):
    lock = (PROJECT / "renv.lock").read_text()
    files = {"renv.lock": lock, "DESCRIPTION": "Imports: dplyr, mine\nSuggests: cli\n"}
    found = scan_files(tmp_path, files)
    assert ("DESCRIPTION:1", "pkg:cran/dplyr@1.1.4") in found.places
    scopes = {
        s.name: s.occurrence.scope for s in found.sightings if s.occurrence.path != "DESCRIPTION"
    }
    assert (scopes["rlang"], scopes["cli"]) == (Scope.RUNTIME, Scope.RUNTIME)
    assert "mine" not in {s.name for s in found.sightings}


def test_that_other_files_called_description_are_left_alone(tmp_path):
    found = scan_files(tmp_path, {"DESCRIPTION": "This folder holds pictures.\nTitle: x\n"})
    assert (found.sightings, found.problems, found.coverage.recognised) == ([], [], 0)
