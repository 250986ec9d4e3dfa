"""Imported lists of a project: kept byte for byte, read with every scan, taken away and back."""

from pathlib import Path

import pytest

from tests.scan.reading import FIXTURES
from workbench.engine.inventory import Inventory
from workbench.engine.session import Session
from workbench.model.component import Origin
from workbench.model.errors import WorkbenchError
from workbench.project.folder import ProjectFolder

HOSTS = FIXTURES / "hosts"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return tmp_path / "shop"


def inventory(project: Path) -> Inventory:
    return Inventory(ProjectFolder.open(project))


def scanned(project: Path):
    session = Session.open(project)
    for _ in session.scan():
        pass
    return session.snapshot


def names(project: Path) -> set[str]:
    return {a.component.name for a in scanned(project).assessments}


def test_that_a_list_is_kept_byte_for_byte_with_what_was_said_of_it(project):
    source, look = inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")
    kept = project / ".workbench/inventory/web-1"
    assert (kept / "rpm-qa.txt").read_bytes() == (HOSTS / "rpm-qa.txt").read_bytes()
    assert 'host = "web-1"' in (kept / "source.toml").read_text()
    assert (source.os, look.components) == ("amazonlinux-2", 4)
    assert inventory(project).sources == (source,)


def test_that_a_scan_reads_the_import_as_an_occurrence_on_the_host(project):
    inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")
    snapshot = scanned(project)
    (curl,) = [a.component for a in snapshot.assessments if a.component.name == "curl"]
    assert curl.occurrences[0].place == ".workbench/inventory/web-1/rpm-qa.txt:1"
    assert curl.hosts == ("web-1",)
    assert ("rpm-list", 1) in snapshot.coverage.readers


def test_that_two_hosts_with_one_package_are_one_component(project):
    for host in ("web-1", "web-2"):
        inventory(project).add(HOSTS / "rpm-qa.txt", host=host)
    (curl,) = [a.component for a in scanned(project).assessments if a.component.name == "curl"]
    assert curl.hosts == ("web-1", "web-2")


def test_that_the_same_list_of_the_same_host_is_kept_once(project):
    assert inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")[0]
    assert inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")[0] is None


def test_that_a_removed_import_is_not_read_and_comes_back(project):
    inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")
    inventory(project).remove("web-1")
    assert names(project) == set()
    inventory(project).restore("web-1")
    assert "curl" in names(project)


def test_that_nothing_is_guessed_and_nothing_written_where_something_is_wanting(project):
    with pytest.raises(WorkbenchError, match="--host web-1"):
        inventory(project).add(HOSTS / "rpm-qa.txt")
    with pytest.raises(WorkbenchError, match="no list of software"):
        inventory(project).add(HOSTS / "README.md")
    assert not (project / ".workbench").exists()


def test_that_a_broken_source_is_a_notice_and_the_others_count(project):
    inventory(project).add(HOSTS / "rpm-qa.txt", host="web-1")
    inventory(project).add(HOSTS / "dpkg-list.txt", host="web-2")
    (project / ".workbench/inventory/web-2/source.toml").write_text("host = 1\n")
    snapshot = scanned(project)
    assert any("web-2/source.toml" in notice.path for notice in snapshot.notices)
    assert any(a.component.hosts == ("web-1",) for a in snapshot.assessments)


def test_that_a_name_that_leads_out_of_the_folder_is_refused(project):
    inventory(project).add(HOSTS / "rpm-qa.txt", host="../../web 1")
    assert [p.name for p in (project / ".workbench/inventory").iterdir() if p.is_dir()] == ["web-1"]
    path = project / ".workbench/inventory/web-1/source.toml"
    path.write_text(path.read_text().replace('"rpm-qa.txt"', '"../../../secret"'))
    assert inventory(project).sources == ()


def test_that_a_table_gives_purchased_products_at_their_rows(project, tmp_path):
    table = tmp_path / "bought.csv"
    table.write_text("2026年度\n\n製品名,ベンダー,版\nAcme SDK,Acme,2.3\n", encoding="cp932")
    inventory(project).add(table)
    (sdk,) = [a.component for a in scanned(project).assessments]
    assert (sdk.purl, sdk.origin) == ("pkg:generic/acme/acme-sdk@2.3", Origin.PURCHASED)
    assert sdk.occurrences[0].place == ".workbench/inventory/bought/bought.csv:4"


def test_that_the_columns_are_remembered_for_the_next_table(project, tmp_path):
    odd = "Code,Thing\nA1,Acme SDK\n"
    (tmp_path / "one.csv").write_text(odd)
    with pytest.raises(WorkbenchError, match="--map name=COLUMN"):
        inventory(project).add_table(tmp_path / "one.csv")
    inventory(project).add_table(tmp_path / "one.csv", {"name": "Thing"})
    assert '[columns]\nname = "Thing"' in (project / ".workbench/project.toml").read_text()
    (tmp_path / "two.csv").write_text(odd.replace("Acme", "Other"))
    inventory(project).add_table(tmp_path / "two.csv")
    assert names(project) == {"Acme SDK", "Other SDK"}


def test_that_rescanning_follows_a_decision_by_hand_on_the_same_product(project, tmp_path):
    (tmp_path / "one.csv").write_text("name,vendor\nAcme SDK,Acme\n")
    inventory(project).add_table(tmp_path / "one.csv")
    own = project / ".workbench/project.toml"
    own.write_text(own.read_text() + '\n[[purchased]]\nname = "Acme SDK"\nvendor = "Acme"\n')
    (sdk,) = [a.component for a in scanned(project).assessments]
    assert {o.reader for o in sdk.occurrences} == {"manual", "purchased-table"}
