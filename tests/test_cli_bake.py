"""`workbench bake`, run as a process; held against `docker buildx` where that is installed."""

import json
import shutil
import subprocess

import pytest
import yaml

from tests.scan.reading import FIXTURES
from tests.test_cli import one_plain_line, run


@pytest.fixture
def project(tmp_path):
    return shutil.copytree(FIXTURES / "bake", tmp_path / "shop")


def test_that_file_and_step_go_where_they_are_asked_to(project, tmp_path):
    step = tmp_path / "step.yml"
    result = run("bake", project, "-o", project / "both.hcl", "--ci", "github", "--ci-output", step)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert 'target "api" {' in (project / "both.hcl").read_text()
    (job,) = yaml.safe_load(step.read_text())["jobs"].values()
    used = [s["uses"].partition("@")[0] for s in job["steps"]]
    assert used[-1] == "docker/bake-action"
    assert job["steps"][-1]["with"]["files"] == "both.hcl"
    assert "docker/setup-qemu-action" in used


def test_that_the_step_of_gitlab_is_a_job(project):
    result = run("bake", project, "-o", project / "both.json", "--ci", "gitlab")
    (job,) = yaml.safe_load(result.stdout).values()
    assert job["script"] == ["docker buildx bake -f both.json --push"]
    assert "target" in json.loads((project / "both.json").read_text())


def test_that_the_project_is_left_as_it_was(project):
    before = sorted(p.relative_to(project) for p in project.rglob("*"))
    assert run("bake", project, "--format", "text").stdout.startswith("api (api/Dockerfile")
    assert sorted(p.relative_to(project) for p in project.rglob("*")) == before


def test_that_two_texts_for_one_place_are_refused(project):
    result = run("bake", project, "--ci", "github")
    assert result.returncode == 2
    assert "--ci-output" in one_plain_line(result)


def test_that_a_project_without_dockerfiles_says_so(tmp_path):
    result = run("bake", tmp_path, "--format", "json")
    assert json.loads(result.stdout)["target"] == {}
    assert "no Dockerfile" in result.stderr


@pytest.mark.skipif(shutil.which("docker-buildx") is None, reason="docker-buildx is not installed")
@pytest.mark.parametrize("name", ["both.hcl", "both.json"])
def test_that_bake_itself_reads_what_is_written(project, name):
    assert run("bake", project, "-o", project / name).returncode == 0
    printed = subprocess.run(
        ["docker-buildx", "bake", "--print", "-f", name],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    listed = json.loads((project / "listed.json").read_text())["target"]
    made = json.loads(printed.stdout)["target"]
    assert sorted(made) == sorted(listed)
    for target, expected in listed.items():
        assert made[target].pop("platforms") == ["linux/amd64", "linux/arm64"]
        expected.pop("platforms", None)
        made[target].pop("tags") if "tags" not in expected else None
        assert made[target] == expected
