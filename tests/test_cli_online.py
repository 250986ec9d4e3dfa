"""Looking up on the command line: what is said before anything is sent, and what comes out."""

from __future__ import annotations

import json

import pytest

from tests.lookup.conftest import (  # noqa: F401  # fixtures
    no_settings_of_whoever_runs_the_tests,
    plain_registry,
)
from tests.test_cli import run


@pytest.fixture
def project(tmp_path, plain_registry):  # noqa: F811
    plain_registry.several("cli/app", "1", "amd64", "arm64")
    plain_registry.image("cli/old", "1.0", "amd64")
    plain_registry.several("cli/old", "1.1", "amd64", "arm64")
    host = plain_registry.host
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "Dockerfile").write_text(f"FROM {host}/cli/app:1\n")
    (tmp_path / "compose.yaml").write_text(
        f"services:\n  old: {{image: '{host}/cli/old:1.0'}}\n"
        f"  gone: {{image: '{host}/cli/gone:1'}}\n  web: {{build: web}}\n"
    )
    return tmp_path


def test_that_who_is_asked_is_said_and_the_evidence_is_in_every_output(project, plain_registry):  # noqa: F811
    result = run("scan", project, "--online", "--format", "json")
    assert result.returncode == 0
    host = plain_registry.host
    assert result.stderr.splitlines() == [
        f"workbench: asking {host} about 3 components, by plain HTTP if need be",
        "workbench: not asked for: 1 of the components",
        "workbench: nothing was learnt of 1 of 3 components; their evidence says why",
    ]
    told = json.loads(result.stdout)
    found = {c["name"]: c for c in told["components"]}
    assert found[f"{host}/cli/app"]["status"] == "ready"
    assert found[f"{host}/cli/app"]["confidence"] == "observed"
    assert found[f"{host}/cli/old"]["min_version"] == "1.1"
    assert found[f"{host}/cli/gone"]["status"] == "unknown"
    assert told["coverage"]["looked_up"]["hosts"] == {host: 3}
    assert sum(told["coverage"]["looked_up"]["left_out"].values()) == 1
    bom = json.loads(run("scan", project, "--online", "--format", "cyclonedx").stdout)
    (old,) = (c for c in bom["components"] if c["name"] == f"{host}/cli/old")
    properties = {p["name"]: p["value"] for p in old["properties"]}
    assert properties["workbench:arm64:status"] == "upgrade"
    assert properties["workbench:arm64:min-version"] == "1.1"
    assert properties["workbench:arm64:evidence"].startswith("index: upgrade - The registry has")


def test_that_nothing_is_asked_without_being_told_to(project):
    result = run("scan", project, "--format", "json")
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told["coverage"]["looked_up"] is None
    assert not [e for c in told["components"] for e in c["evidence"] if e["source"] == "index"]


def test_that_the_report_can_look_up_as_well(project):
    result = run("report", project, "--online", "-o", project / "out.pdf")
    assert result.returncode == 0
    assert "asking" in result.stderr
    assert (project / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_that_a_look_inside_needs_leave_to_fetch(project):
    result = run("scan", project, "--look-inside")
    assert result.returncode == 2
    assert "--look-inside needs --online" in result.stderr
