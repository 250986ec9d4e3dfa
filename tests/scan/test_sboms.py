"""Bills of materials: tests/fixtures/sbom/README.md says which tool wrote each."""

import json
from contextlib import suppress

import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings
from tests.snapshots import shop
from workbench.engine.events import Finished
from workbench.engine.session import Session
from workbench.report.exporters.cyclonedx import export
from workbench.scan.document import MAX_BYTES, Document, Unreadable
from workbench.scan.fold import Fold
from workbench.scan.formats import every_format
from workbench.scan.sbom.identity import identity_of_name, identity_of_purl
from workbench.scan.tree import Tree

SBOM = FIXTURES / "sbom"
READERS = {f.id: f for f in every_format()}
FILES = {
    "image.cdx.json": "cyclonedx",
    "image.syft.json": "syft",
    "npm.cdx.json": "cyclonedx",
    "npm.cdx.xml": "cyclonedx-xml",
    "python.cdx.json": "cyclonedx",
    "python.spdx": "spdx-tag-value",
    "python.spdx.json": "spdx",
}
NPM = {
    "debug@4.3.4": ("runtime", True),
    "ms@2.1.2": ("runtime", False),
    "which@4.0.0": ("build", True),
    "isexe@3.1.5": ("build", False),
}


def put(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def found(folder, name):
    return [s for s in sightings(folder) if s.occurrence.path == name]


@pytest.mark.parametrize("name", FILES)
def test_that_a_bill_in_the_project_is_read_by_its_format_alone(tmp_path, name):
    put(tmp_path, name, (SBOM / name).read_bytes())
    assert {s.occurrence.reader for s in sightings(tmp_path)} == {FILES[name]}
    assert problems(tmp_path) == []


@pytest.mark.parametrize("name", ["npm.cdx.json", "npm.cdx.xml"])
def test_that_scope_and_directness_are_those_of_npm_itself(tmp_path, name):
    put(tmp_path, name, (SBOM / name).read_bytes())
    read = {s.purl.removeprefix("pkg:npm/"): (s.occurrence.scope, s.occurrence.direct)
            for s in sightings(tmp_path)}  # fmt: skip
    assert read == NPM


@pytest.mark.parametrize("name", ["python.spdx", "python.spdx.json"])
def test_that_spdx_names_what_requests_depends_on(tmp_path, name):
    put(tmp_path, name, (SBOM / name).read_bytes())
    wanted = {"certifi", "charset-normalizer", "idna", "urllib3"}
    assert {s.name for s in sightings(tmp_path)} == wanted
    assert all(s.occurrence.direct and s.version for s in sightings(tmp_path))


def test_that_an_environment_is_what_pip_lists(tmp_path):
    put(tmp_path, "bom.json", (SBOM / "python.cdx.json").read_bytes())
    assert {f"{s.name}=={s.version}" for s in sightings(tmp_path)} == {
        *("certifi==2026.10.18", "charset-normalizer==3.5.2", "idna==3.20", "pip==23.2.1"),
        *("requests==2.34.2", "setuptools==65.5.0", "urllib3==2.8.0"),
    }


def test_that_lines_are_those_of_the_component():
    text = (SBOM / "npm.cdx.json").read_text().split("\n")
    for sighting in found(SBOM, "npm.cdx.json"):
        assert sighting.name in text[sighting.occurrence.line - 1]


def test_that_an_image_its_system_and_what_lies_in_it_are_told_apart():
    rows = [row(s) for s in found(SBOM, "image.cdx.json")]
    digest = "8ebcb2d4d1dfbb8e0d3b1c5f2b3a4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e"
    assert rows == [
        f"image.cdx.json:9 container-image runtime docker/nginx@sha256%3A{digest} "
        f"installed-arch=amd64 digest=sha256:{digest}",
        "image.cdx.json:13 operating-system runtime generic/debian@12 part-of=nginx:1.25",
        "image.cdx.json:20 os-package runtime deb/debian/curl@7.88.1-10%2Bdeb12u5 "
        "installed-arch=amd64 distribution=debian-12.4 vendor=Debian Curl Maintainers "
        "part-of=nginx:1.25",
        "image.cdx.json:34 library optional npm/left-pad ^1.3.0 "
        "location=app/package-lock.json:12 part-of=nginx:1.25",
        "image.cdx.json:41 application runtime generic/oracle/oracle-database@19c "
        "part-of=nginx:1.25",
    ]


def test_that_a_bill_and_a_manifest_give_one_component_with_both_places(tmp_path):
    put(tmp_path, "bom.json", (SBOM / "npm.cdx.json").read_bytes())
    put(tmp_path, "package.json", '{"name": "shop", "dependencies": {"debug": "4.3.4"}}')
    fold = Fold()
    for sighting in sightings(tmp_path):
        fold.add(sighting)
    (debug,) = [c for c in fold.components() if c.name == "debug"]
    assert {o.path for o in debug.occurrences} == {"bom.json", "package.json"}


def test_that_our_own_export_gives_the_same_components_again(tmp_path):
    before = shop()
    put(tmp_path, "bom.json", export(before))
    *_, last = Session.open(tmp_path).scan()
    assert isinstance(last, Finished)

    def told(snapshot):
        return {
            (c.purl, c.name, c.version, c.kind, c.origin, c.scope, c.direct, c.constraints)
            for c in (a.component for a in snapshot.assessments)
        }

    assert told(last.snapshot) == told(before)


@pytest.mark.parametrize(
    ("purl", "same"),
    [
        ("pkg:maven/g/a@1.0?type=jar", "pkg:maven/g/a@1.0"),
        ("pkg:deb/debian/curl@7.88?arch=amd64&distro=debian-12", "pkg:deb/debian/curl@7.88"),
        ("pkg:rpm/amzn/httpd@2.4-1.amzn2?arch=x86_64&epoch=1", "pkg:rpm/amzn/httpd@2.4-1.amzn2"),
        ("pkg:golang/github.com/x/y@1.2.3?type=module", "pkg:golang/github.com/x/y@v1.2.3"),
        ("pkg:golang/github.com/x/y@v1.2.3#sub", "pkg:golang/github.com/x/y@v1.2.3"),
        ("pkg:golang/stdlib@1.21.1", "pkg:golang/stdlib@1.21.1"),
        ("pkg:pypi/Foo_Bar@1", "pkg:pypi/foo-bar@1"),
        ("pkg:npm/%40scope/name@1.0.0", "pkg:npm/%40scope/name@1.0.0"),
        ("pkg:npm/express@%5E4.17.1", "pkg:npm/express"),
        ("pkg:npm/express@4.x", "pkg:npm/express"),
        ("pkg:docker/library/redis@7", "pkg:docker/redis@7"),
        ("pkg:oci/app?repository_url=ghcr.io/org/app&tag=1",
         "pkg:docker/org/app?repository_url=ghcr.io"),
        ("pkg:generic/x@1?download_url=https://e.example/x.tgz",
         "pkg:generic/x@1?download_url=https://e.example/x.tgz"),
    ],
)  # fmt: skip
def test_that_a_purl_of_another_tool_is_the_one_that_the_scanner_gives(purl, same):
    assert identity_of_purl(purl).purl == same


def test_that_a_range_stays_a_constraint_and_a_debian_version_with_a_tilde_does_not():
    assert identity_of_purl("pkg:npm/a", ">= 1.0, < 2").constraint == ">= 1.0, < 2"
    assert identity_of_purl("pkg:deb/debian/a@1.0~rc1").version == "1.0~rc1"
    assert identity_of_purl("pkg:npm/a", "NOASSERTION").version == ""


def test_that_what_has_a_cpe_alone_is_a_generic_component():
    cpe = "cpe:2.3:a:oracle:weblogic_server:12.2.1.4.0:*:*:*:*:*:*:*"
    assert identity_of_name("", cpe=cpe).purl == "pkg:generic/oracle/weblogic_server@12.2.1.4.0"


def test_that_spdx_3_is_refused_in_words(tmp_path):
    put(tmp_path, "a.json", '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}')
    (problem,) = problems(tmp_path)
    assert "SPDX 3" in problem.reason


def test_that_a_schema_that_speaks_of_bills_is_none(tmp_path):
    put(tmp_path, "schema.json", '{"properties": {"bomFormat": {"enum": ["CycloneDX"]}}}')
    assert sightings(tmp_path) == []
    assert problems(tmp_path) == []


@pytest.mark.parametrize("name", FILES)
def test_that_a_bill_cut_off_anywhere_gives_only_what_the_whole_gives(name):
    whole = (SBOM / name).read_bytes()
    reader = READERS[FILES[name]]

    def names(data):
        return {getattr(s, "name", "") for s in reader.read(Document(name, data), Tree(SBOM, []))}

    known = names(whole) | {"requests"}  # what the bill is of, which a cut may not tell
    for end in range(0, len(whole), max(1, len(whole) // 50)):
        with suppress(Unreadable):
            cut = names(whole[:end])
            assert all(any(k.startswith(c) for k in known) for c in cut)


WRONG = ["1", '"x"', "[]", "{}", "null", "[1, [], {}, null]", '[{"name": 1, "purl": []}]']


@pytest.mark.parametrize("wrong", WRONG)
def test_that_mistyped_bills_never_end_in_a_crash(tmp_path, wrong):
    keys = ("components", "metadata", "dependencies", "packages", "relationships", "artifacts")
    mark = '"bomFormat": "CycloneDX", "spdxVersion": "SPDX-2.3"'
    for number, key in enumerate(keys):
        put(tmp_path, f"{number}.json", f'{{{mark}, "{key}": {wrong}}}')
    inner = f'"properties": {wrong}, "evidence": {wrong}, "supplier": {wrong}, "version": {wrong}'
    put(tmp_path, "c.json", f'{{{mark}, "components": [{{"name": "a", {inner}}}]}}')
    refs = f'"externalRefs": {wrong}, "supplier": {wrong}, "SPDXID": {wrong}'
    put(tmp_path, "p.json", f'{{{mark}, "packages": [{{"name": "a", {refs}}}]}}')
    assert all("could not be read" not in p.reason for p in problems(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        '{"bomFormat": "CycloneDX", "components": '
        + '[{"components": ' * 300 + "1" + "}]" * 300 + "}",
        '{"bomFormat": "CycloneDX", "components": ' + "[" * 100_000,
        '{"spdxVersion": "SPDX-2.3", "packages": ' + "[" * 100_000,
    ],
)  # fmt: skip
def test_that_deep_nesting_is_one_problem_a_format(tmp_path, text):
    put(tmp_path, "bom.json", text)
    assert 1 <= len(problems(tmp_path)) <= 3
    assert all("could not be read" not in p.reason for p in problems(tmp_path))


def test_that_entities_of_an_xml_bill_are_not_expanded(tmp_path):
    bomb = (
        '<!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>'
        '<component type="library"><name>x&b;</name></component></components></bom>'
    )
    put(tmp_path, "bom.xml", bomb)
    assert all("aaaa" not in s.name for s in sightings(tmp_path))


def test_that_a_bill_larger_than_a_manifest_may_be_is_read(tmp_path):
    component = {"type": "library", "purl": "pkg:npm/a@1.0.0", "name": "a", "version": "1.0.0"}
    bill = {"bomFormat": "CycloneDX", "components": [component], "padding": "x" * MAX_BYTES}
    put(tmp_path, "bom.json", json.dumps(bill))
    assert [s.purl for s in sightings(tmp_path)] == ["pkg:npm/a@1.0.0"]
