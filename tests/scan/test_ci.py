"""Files of continuous integration: runners, the images of jobs and services, runtimes."""

import pytest

from tests.scan.reading import FIXTURES, problems, rows, write
from workbench.scan.ci.runner import known_runner


def test_that_each_service_names_its_runners_images_and_builds():
    expected = (FIXTURES / "ci" / "rows.txt").read_text(encoding="utf-8")
    assert sorted(rows(FIXTURES / "ci")) == expected.splitlines()
    assert problems(FIXTURES / "ci") == []


@pytest.mark.parametrize(
    ("service", "name", "arch"),
    [
        ("github-runner", "ubuntu-latest", "x86_64"),
        ("github-runner", "ubuntu-24.04-arm", "arm64"),
        ("github-runner", "ubuntu-24.04-arm64-8core", "arm64"),
        ("github-runner", "Ubuntu-22.04", "x86_64"),
        ("gitlab-runner", "saas-linux-large-arm64", "arm64"),
        ("circleci-runner", "medium+", "x86_64"),
        ("circleci-runner", "arm.xlarge", "arm64"),
        ("bitbucket-runner", "linux.arm64", "arm64"),
    ],
)
def test_that_the_table_tells_the_processor_of_a_runner(service, name, arch):
    known = known_runner(service, name)
    assert known is not None
    assert known.arch == arch


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("ubuntu-latest", ["ubuntu-latest"]),
        ("[self-hosted, X64]", ["X64"]),
        ("macos-14", []),
        ("windows-latest", []),
        ("[self-hosted, windows, x64]", []),
        ("${{ inputs.runner }}", []),
        ("${{ inputs.runner || 'ubuntu-24.04-arm' }}", ["ubuntu-24.04-arm"]),
        ("{group: arm-runners}", ["arm-runners"]),
        ("[]", []),
        ("{labels: [a, {b: c}]}", ["a"]),
    ],
)
def test_that_a_runner_is_named_as_far_as_the_workflow_tells(tmp_path, asked, names):
    text = f"jobs:\n  a:\n    runs-on: {asked}\n    steps: []\n"
    root = write(tmp_path, {".github/workflows/a.yml": text})
    assert [row.split("github-runner/")[1].split(" ")[0] for row in rows(root)] == names


def test_that_a_runner_of_each_row_of_a_matrix_of_objects_is_named(tmp_path):
    text = (
        "jobs:\n  a:\n    runs-on: ${{ matrix.on.name }}\n    strategy:\n      matrix:\n"
        "        on:\n          - {name: ubuntu-22.04}\n          - {name: ubuntu-22.04-arm}\n"
    )
    root = write(tmp_path, {".github/workflows/a.yml": text})
    assert [row.split(" ")[0] for row in rows(root)] == [
        ".github/workflows/a.yml:7",
        ".github/workflows/a.yml:8",
    ]


def test_that_runners_that_a_job_hands_on_and_that_an_input_may_name_are_told(tmp_path):
    text = (
        "on:\n  workflow_dispatch:\n    inputs:\n      os: {default: x, options: [ubuntu-22.04]}\n"
        "  workflow_call:\n    inputs:\n      runner: {default: ubuntu-24.04-arm}\n"
        "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    with:\n"
        "      runs-on: ubuntu-24.04\n      other: text\n"
        "  b:\n    runs-on: ${{ inputs.os }}\n    steps: []\n"
        "  c:\n    runs-on: ${{ inputs.runner }}\n    steps: []\n"
    )
    root = write(tmp_path, {".github/workflows/a.yml": text})
    assert [row.split(" ")[0].partition(":")[2] for row in rows(root)] == ["12", "4", "7"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", "a: [1]\nimage: [x]\nb: {image: {name: [1]}, services: {a: b}}\n"),
        (".circleci/config.yml", "jobs: [1]\nexecutors: {a: {docker: {b: c}}}\n"),
        ("azure-pipelines.yml", "pool: [1]\njobs: {a: {pool: {vmImage: [1]}}}\n"),
        ("bitbucket-pipelines.yml", "pipelines: {default: [{step: 1}, 2]}\nimage: {a: b}\n"),
        (".drone.yml", "kind: pipeline\nsteps: {a: 1}\nplatform: [1]\n"),
        (".woodpecker.yml", "steps: 1\nmatrix: {include: [1], A: {b: c}}\n"),
        ("Jenkinsfile", "agent { docker { image ${x} } }\nnode('') { label \"\" }\n"),
        ("buildspec.yml", "phases: {install: {runtime-versions: [java]}}\nbatch: [1]\n"),
        ("copilot/a/manifest.yml", "type: [1]\nname: a\nimage: [build]\nsidecars: [x]\n"),
    ],
)
def test_that_odd_shapes_name_nothing(tmp_path, path, text):
    assert rows(write(tmp_path, {path: text})) == []
    assert problems(tmp_path) == []


def test_that_images_that_only_a_run_knows_are_left_out(tmp_path):
    root = write(
        tmp_path,
        {
            ".gitlab-ci.yml": "a:\n  image: $CI_IMAGE:1\nb:\n  image: $[[ inputs.image ]]\n"
            "c:\n  image: ruby:$VERSION\n",
            ".circleci/config.yml": "jobs:\n  a:\n    docker:\n      - image: << x.y >>\n",
        },
    )
    assert [row.split(" ")[0] for row in rows(root) if "compute" not in row] == [".gitlab-ci.yml:6"]
