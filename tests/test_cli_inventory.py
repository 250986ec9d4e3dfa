"""The commands on imported lists, run as processes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.test_cli import one_plain_line, run

HOSTS = Path(__file__).parent / "fixtures" / "hosts"


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def test_that_an_import_is_listed_scanned_removed_and_restored(project):
    added = run("inventory", "import", project, HOSTS / "rpm-qa.txt", "--host", "web-1")
    assert (added.returncode, added.stdout.strip()) == (0, "web-1")
    assert "web-1  web-1  amazonlinux-2  rpm-list" in run("inventory", "list", project).stdout
    found = json.loads(run("scan", project, "--format", "json").stdout)
    curl = next(c for c in found["components"] if c["name"] == "curl")
    assert curl["hosts"] == ["web-1"]
    table = csv.DictReader(io.StringIO(run("scan", project, "--format", "csv").stdout))
    assert {row["hosts"] for row in table} == {"web-1"}
    bill = json.loads(run("scan", project, "--format", "cyclonedx").stdout)
    host = {"name": "workbench:host", "value": "web-1"}
    assert all(host in c["properties"] for c in bill["components"])
    assert run("inventory", "remove", project, "web-1").returncode == 0
    assert json.loads(run("scan", project, "--format", "json").stdout)["components"] == []
    assert run("inventory", "restore", project, "web-1").returncode == 0
    assert run("inventory", "list", project).stdout


def test_that_a_table_takes_the_columns_that_are_named(project, tmp_path):
    (tmp_path / "bought.csv").write_text("Code,Thing\nA1,Acme SDK\n")
    refused = run("inventory", "import", project, tmp_path / "bought.csv")
    assert refused.returncode == 2
    added = run("inventory", "import", project, tmp_path / "bought.csv", "--map", "name=Thing")
    assert added.returncode == 0, added.stderr
    assert "Acme SDK" in run("scan", project, "--format", "csv").stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--host web-1"),
        (("--host", "a", "--os", "templeos"), "no known operating system"),
        (("--as", "excel"), "no format of a list"),
        (("--map", "colour=X"), "--map"),
    ],
)
def test_that_what_is_wanting_is_one_line_and_nothing_is_written(project, options, words):
    result = run("inventory", "import", project, HOSTS / "rpm-qa.txt", *options)
    assert result.returncode == 2
    assert words in one_plain_line(result)
    assert not (project / ".workbench").exists()


def test_that_an_older_list_of_the_same_host_is_told_with_the_way_to_remove_it(project, tmp_path):
    run("inventory", "import", project, HOSTS / "rpm-qa.txt", "--host", "web-1")
    newer = tmp_path / "rpm-qa.txt"
    newer.write_bytes((HOSTS / "rpm-qa.txt").read_bytes() + b"zlib-1.2.7-19.amzn2.x86_64\n")
    result = run("inventory", "import", project, newer, "--host", "web-1")
    assert result.stdout.strip() == "web-1-2"
    assert "inventory remove" in result.stderr
