"""pubspec.yaml and pubspec.lock."""

from tests.scan.folders import sightings, traits
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.formats.module import FORMAT

APP = FIXTURES / "dart" / "app"


def test_that_packages_are_found_at_locked_versions_without_those_of_an_sdk_or_a_folder():
    found = scan_folder(APP)
    manifest = {(p[0], p[1]) for p in found.places if "yaml" in p[0]}
    assert manifest == {
        ("pubspec.yaml:12", "pkg:pub/http@1.2.0"),
        ("pubspec.yaml:13", "pkg:pub/intl@0.18.1"),
        ("pubspec.yaml:14", "pkg:pub/collection@1.18.0"),
        ("pubspec.yaml:15", "pkg:pub/corp_ui@3.0.2"),
        ("pubspec.yaml:18", "pkg:pub/ledger@2.1.0"),
        ("pubspec.yaml:25", "pkg:pub/sqlite3@2.4.0"),
        ("pubspec.yaml:30", "pkg:pub/lints@3.0.0"),
        ("pubspec.yaml:34", "pkg:pub/meta@1.11.0"),
    }


def test_that_the_lock_tells_direct_from_transitive():
    locked = [s for s in scan_folder(APP).sightings if s.occurrence.path == "pubspec.lock"]
    assert len(locked) == 9
    assert [s.name for s in locked if not s.occurrence.direct] == ["async"]
    assert [s.name for s in locked if s.occurrence.scope is Scope.TEST] == ["lints"]


def test_that_other_sources_are_told():
    found = scan_folder(APP)
    at = {(s.name, s.occurrence.path): s.occurrence.traits for s in found.sightings}
    assert at["corp_ui", "pubspec.yaml"] == (Trait("registry", "https://pub.corp.example"),)
    assert at["corp_ui", "pubspec.lock"] == (Trait("registry", "https://pub.corp.example"),)
    assert at["ledger", "pubspec.yaml"] == (Trait("vcs", "https://git.example/ledger.git#v2.1"),)
    assert at["http", "pubspec.lock"] == ()


def test_that_without_a_lock_a_range_stays_a_constraint(tmp_path):
    text = "dependencies:\n  a: ^1.0.0\n  b: any\n  c: 1.0.0\n  d:\n  e: '>=1.0.0 <2.0.0'\n"
    found = scan_files(tmp_path, {"pubspec.yaml": text})
    assert [(s.purl, s.occurrence.constraint) for s in found.sightings] == [
        ("pkg:pub/a", "^1.0.0"),
        ("pkg:pub/b", ""),
        ("pkg:pub/c@1.0.0", ""),
        ("pkg:pub/d", ""),
        ("pkg:pub/e", ">=1.0.0 <2.0.0"),
    ]


def test_that_a_member_of_a_workspace_uses_the_lock_of_its_root(tmp_path):
    lock = "packages:\n  a:\n    dependency: transitive\n    description: {name: a}\n"
    lock += "    source: hosted\n    version: '1.4.0'\n"
    member = "name: m\nresolution: workspace\ndependencies:\n  a: ^1.0.0\n"
    found = scan_files(tmp_path, {"pubspec.lock": lock, "packages/m/pubspec.yaml": member})
    assert ("packages/m/pubspec.yaml:4", "pkg:pub/a@1.4.0") in found.places


def test_that_an_application_is_a_module_with_its_sdks():
    (app,) = [s for s in sightings(APP, FORMAT) if s.kind is Kind.APPLICATION]
    assert (app.name, app.version) == ("shop_app", "1.2.0+7")
    assert traits(app, "runtime") == ["dart@>=3.2.0 <4.0.0", "flutter@>=3.16.0"]
