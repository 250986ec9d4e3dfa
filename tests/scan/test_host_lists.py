"""Lists of hosts, as their tools write them: tests/fixtures/hosts/README.md says which are real."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from tests.scan.reading import FIXTURES, row, sightings, write
from workbench.engine.list_files import importable, look_at_list
from workbench.model.component import Kind, Sighting
from workbench.model.errors import WorkbenchError
from workbench.scan.document import Document, Unreadable
from workbench.scan.imported import Imported
from workbench.scan.scanner import scan
from workbench.scan.tree import Tree

HOSTS = FIXTURES / "hosts"
EXPECTED = json.loads((HOSTS / "expected.json").read_text())
FORMAT_OF = {
    "apk-info.txt": "apk-list",
    "apk-installed": "apk-database",
    "apk-list.txt": "apk-list",
    "apt-list.txt": "apt-list",
    "docker-images.json": "docker-images",
    "dpkg-list.txt": "dpkg-list",
    "dpkg-query.txt": "dpkg-query",
    "dpkg-status": "dpkg-status",
    "npm-list.json": "npm-list",
    "osquery-deb.json": "osquery",
    "osqueryd.snapshots.log": "osquery",
    "pip-freeze.txt": "pip-freeze",
    "pip-list.json": "pip-list",
    "pip-list.txt": "pip-freeze",
    "pods.json": "kubernetes-pods",
    "rpm-last.txt": "rpm-list",
    "rpm-qa.txt": "rpm-list",
    "rpm-qai.txt": "rpm-information",
    "rpm-qf.txt": "rpm-list",
    "ssm-entries.json": "ssm-inventory",
    "ssm-inventory.json": "ssm-inventory",
    "ssm-sync.json": "ssm-inventory",
    "systemctl.json": "systemd-units-json",
    "systemctl.txt": "systemd-units",
}


def read(name: str, data: bytes, host: str = "", system: str = "") -> list[Sighting]:
    said = Imported(path=name, size=len(data), format="", host=host, system=system)
    format_ = importable()[FORMAT_OF[name]]
    found = format_.read(Document(name, data), Tree(Path("nowhere"), [], [said]))
    return [event for event in found if isinstance(event, Sighting)]


@pytest.mark.parametrize("name", FORMAT_OF)
def test_that_each_list_is_recognised_as_one_format_by_its_content(name):
    assert look_at_list(HOSTS / name).formats == (FORMAT_OF[name],)


@pytest.mark.parametrize("name", EXPECTED)
def test_that_a_list_names_what_its_tool_says_is_installed(name):
    found = read(name, (HOSTS / name).read_bytes())
    packages = [s for s in found if s.kind is not Kind.OPERATING_SYSTEM]
    assert sorted({f"{s.name} {s.version}".strip() for s in packages}) == EXPECTED[name]


def test_that_the_host_stands_on_every_occurrence_and_its_system_is_a_component():
    found = read("rpm-qa.txt", (HOSTS / "rpm-qa.txt").read_bytes(), host="web-1")
    assert {t.value for s in found for t in s.occurrence.traits if t.name == "host"} == {"web-1"}
    assert found[0].purl == "pkg:generic/amazonlinux@2"
    assert found[0].kind is Kind.OPERATING_SYSTEM


def test_that_what_a_person_says_of_the_system_goes_before_what_the_list_shows():
    found = read("rpm-qa.txt", (HOSTS / "rpm-qa.txt").read_bytes(), system="rocky-9.2")
    assert found[1].purl == "pkg:rpm/rocky/curl@8.3.0-1.amzn2.0.5"


def test_that_an_installed_x86_package_is_no_pin_to_x86():
    found = read("dpkg-list.txt", (HOSTS / "dpkg-list.txt").read_bytes())
    names = {t.name for s in found for t in s.occurrence.traits}
    assert "installed-arch" in names
    assert "package-arch" not in names


def test_that_a_package_of_another_maker_is_told_apart_from_the_distributions_own():
    found = read("rpm-qf.txt", (HOSTS / "rpm-qf.txt").read_bytes())
    foreign = {s.name: t.value for s in found for t in s.occurrence.traits if t.name == "foreign"}
    assert foreign == {"shop-agent": "Example Logistics"}


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("bash-5.1.8-6.el9.x86_64", "bash", "5.1.8-6.el9"),
        ("java-1.8.0-openjdk-1.8.0.392-4.el8.x86_64", "java-1.8.0-openjdk", "1.8.0.392-4.el8"),
        ("bash 0 5.1.8 6.el9 x86_64", "bash", "5.1.8-6.el9"),
        ("bash (none) 5.1.8 6.el9 x86_64", "bash", "5.1.8-6.el9"),
        ("bash,5.1.8,6.el9,x86_64", "bash", "5.1.8-6.el9"),
        ("bash\t1:5.1.8-6.el9\tx86_64", "bash", "5.1.8-6.el9"),
        ("bash 5.1.8 x86_64", "bash", "5.1.8"),
        ("bash.x86_64    5.1.8-6.el9    @baseos", "bash", "5.1.8-6.el9"),
        ("grub2-1:2.06-70.el9.x86_64", "grub2", "2.06-70.el9"),
    ],
)  # fmt: skip
def test_that_the_usual_formats_of_rpm_name_the_same_package(line, name, version):
    (found,) = [s for s in read("rpm-qa.txt", line.encode()) if s.kind is Kind.OS_PACKAGE]
    assert (found.name, found.version) == (name, version)


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("libc6:amd64\t2.36-9+deb12u4", "libc6", "2.36-9+deb12u4"),
        ("libc6 2.36-9+deb12u4 amd64", "libc6", "2.36-9+deb12u4"),
        ("libc6=2.36-9+deb12u4", "libc6", "2.36-9+deb12u4"),
        ("ii  libc6:amd64 2.36-9+deb12u4 amd64 GNU C Library", "libc6", "2.36-9+deb12u4"),
        ("libc6,2.36-9+deb12u4,amd64", "libc6", "2.36-9+deb12u4"),
        ("vim\t2:9.0.1378-2", "vim", "2:9.0.1378-2"),
    ],
)
def test_that_the_usual_formats_of_dpkg_name_the_same_package(line, name, version):
    (found,) = [s for s in read("dpkg-query.txt", line.encode()) if s.kind is Kind.OS_PACKAGE]
    assert (found.name, found.version) == (name, version)


def test_that_an_os_release_beside_a_list_tells_its_system(tmp_path):
    (tmp_path / "os-release").write_text('ID="rhel"\nVERSION_ID="8.9"\n')
    (tmp_path / "list.txt").write_text("bash-4.4.20-4.el8_6.x86_64\n")
    assert look_at_list(tmp_path / "list.txt").os == "rhel-8.9"


def test_that_a_list_that_shows_no_system_asks_for_it(tmp_path):
    (tmp_path / "list.txt").write_text("bash-4.4.20-4.el8_6.x86_64\n")
    assert look_at_list(tmp_path / "list.txt").needs_os
    assert not look_at_list(tmp_path / "list.txt", os="rhel-8.9").needs_os
    with pytest.raises(WorkbenchError, match="no known operating system"):
        look_at_list(tmp_path / "list.txt", os="templeos")


def test_that_lists_which_name_themselves_are_read_where_they_lie_and_others_are_not(tmp_path):
    for name in FORMAT_OF:
        (tmp_path / name).write_bytes((HOSTS / name).read_bytes())
    for name in ("rpm-qa.txt", "apk-list.txt", "dpkg-query.txt", "pip-list.json"):
        assert not [s for s in sightings(tmp_path) if s.occurrence.path == name], name
    read_by = {s.occurrence.reader for s in sightings(tmp_path)}
    assert read_by >= {
        *("ssm-inventory", "osquery", "docker-images", "kubernetes-pods", "systemd-units"),
        *("systemd-units-json", "dpkg-list", "apt-list", "apk-database", "dpkg-status"),
    }


def test_that_pods_that_run_are_read_once_with_their_nodes(tmp_path):
    write(tmp_path, {"pods.json": (HOSTS / "pods.json").read_text()})
    rows = [row(s) for s in sightings(tmp_path)]
    assert (
        "pods.json:45 container-image runtime docker/nginx@1.25 host=ip-10-0-2-18.ec2.internal"
        in rows
    )
    assert len(rows) == 4


@pytest.mark.parametrize("name", FORMAT_OF)
def test_that_a_list_cut_off_anywhere_or_mistyped_is_a_problem_or_part_of_it(name):
    whole = (HOSTS / name).read_bytes()
    known = {s.name for s in read(name, whole)}
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        with suppress(Unreadable):
            part = read(name, whole[:end])
            names = {s.name for s in part if s.kind is not Kind.OPERATING_SYSTEM}
            assert all(any(whole_name.startswith(n) for whole_name in known) for n in names)


@pytest.mark.parametrize("name", FORMAT_OF)
def test_that_windows_line_ends_and_a_mark_change_nothing(name):
    text = (HOSTS / name).read_text()
    plain = read(name, text.encode())
    assert read(name, text.replace("\n", "\r\n").encode("utf-8-sig")) == plain != []
    assert read(name, text.encode("utf-16")) == plain


HOSTILE = [
    *(b"[" * 100_000, b'{"a":' * 100_000, b"[1, null, [], {}]", b"{}", b"a-" * 100_000),
    *(b"a" * 400_000, b" " * 300_000 + b"x", b"a 1 " * 100_000, b"\x00\x01\x02"),
    *(b"1-" * 100_000 + b"!", b'[{"name": [], "version": {}}]'),
    b'{"Entities": [{"Data": [1]}], "x": "AWS:Application"}',
    b'{"items": [{"spec": {"containers": [1, {"image": 3}]}}]}',
    b'{"snapshot": 3, "columns": 1}',
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_that_no_content_makes_a_reader_or_its_recognition_crash_or_hang(data):
    for format_ in importable().values():
        document = Document("x.json", data)
        tree = Tree(Path("nowhere"), [])
        for work in (lambda: format_.accepts(document), lambda: list(format_.read(document, tree))):  # noqa: B023
            with suppress(Unreadable):
                work()


def test_that_imported_lists_are_counted_among_what_was_read(tmp_path):
    (tmp_path / "kept.txt").write_text("curl-8.3.0-1.amzn2.0.5.x86_64\n")
    said = Imported(path="kept.txt", size=30, format="rpm-list", host="web-1")
    *events, coverage = scan(tmp_path, imported=(said,))
    assert ("rpm-list", 1) in coverage.readers
    assert [e.purl for e in events if isinstance(e, Sighting)][-1].startswith("pkg:rpm/amzn/curl@")


def test_that_a_list_that_names_its_hosts_is_believed_before_what_was_said_of_the_import():
    found = read("ssm-sync.json", (HOSTS / "ssm-sync.json").read_bytes(), host="other")
    hosts = {t.value for s in found for t in s.occurrence.traits if t.name == "host"}
    assert hosts == {"i-0ccccccccccccccc3"}
