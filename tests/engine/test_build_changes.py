"""Changes to what builds and runs images: each diff as git applies it."""

import subprocess
import tomllib

import pytest

from tests.scan.reading import write
from workbench.engine.events import Finished
from workbench.engine.patching import patch_of
from workbench.engine.session import Session
from workbench.model.resources import resources


def changed(root, files):
    """Write the files, apply the diff with git, and return what the files then hold."""
    write(root, {"Dockerfile": "FROM debian:12\n"})
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    session = Session.open(root)
    (finished,) = [e for e in session.scan() if isinstance(e, Finished)]
    patch = patch_of(finished.snapshot)
    assert patch.left_out == ()
    if patch.data:
        subprocess.run(["git", "apply", "-"], cwd=root, input=patch.data, check=True, timeout=30)
    return {name: (root / name).read_bytes().decode() for name in files}


WAYS = {
    "flag": ("Dockerfile", "FROM --platform=linux/amd64 node:18 AS a\n", "FROM node:18 AS a\n"),
    "arm flag": ("Dockerfile", "FROM --platform=linux/arm64 node:18\n", ""),
    "builder": ("Dockerfile", "FROM --platform=$BUILDPLATFORM node:18 AS a\nFROM debian\n", ""),
    "default": (
        "Dockerfile",
        "FROM debian\nARG TARGETARCH=amd64\n",
        "FROM debian\nARG TARGETARCH\n",
    ),
    "target": (
        "Dockerfile",
        "FROM golang\nARG TARGETARCH\nRUN CGO_ENABLED=0 GOARCH=amd64 go build\n",
        "FROM golang\nARG TARGETARCH\nRUN CGO_ENABLED=0 GOARCH=$TARGETARCH go build\n",
    ),
    "package": (
        "Dockerfile",
        "FROM debian\nRUN apt-get install -y \\\n  libc6:amd64 curl\n",
        "FROM debian\nRUN apt-get install -y \\\n  libc6 curl\n",
    ),
    "service": (
        "compose.yaml",
        "services:\n  a:\n    image: redis:7\n    platform: linux/amd64",
        "services:\n  a:\n    image: redis:7\n    platform: linux/arm64",
    ),
    "list": (
        "compose.yaml",
        "services:\r\n  a:\r\n    build:\r\n      context: .\r\n      platforms:\r\n"
        "        - linux/amd64\r\n",
        "services:\r\n  a:\r\n    build:\r\n      context: .\r\n      platforms:\r\n"
        "        - linux/arm64\r\n        - linux/amd64\r\n",
    ),
    "flow": (
        "compose.yaml",
        "services:\n  a:\n    build:\n      context: .\n      platforms: [linux/amd64]\n",
        "services:\n  a:\n    build:\n      context: .\n"
        "      platforms: [linux/amd64, linux/arm64]\n",
    ),
    "both": (
        "compose.yaml",
        "services:\n  a:\n    build:\n      context: .\n"
        "      platforms: [linux/amd64, linux/arm64]\n",
        "",
    ),
    "bake": (
        "docker-bake.hcl",
        'target "a" {\n  platforms = ["linux/amd64"]\n}\n',
        'target "a" {\n  platforms = ["linux/amd64", "linux/arm64"]\n}\n',
    ),
    "quadlet": (
        "a.container",
        "[Container]\nImage=redis:7\nPodmanArgs=--arch amd64\n",
        "[Container]\nImage=redis:7\nPodmanArgs=--arch arm64\n",
    ),
    "action": (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
        "          platforms: linux/amd64\n",
        "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
        "          platforms: linux/amd64,linux/arm64\n",
    ),
    "runner": (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    runs-on: ubuntu-latest  # fast\n",
        "jobs:\n  a:\n    runs-on: ubuntu-24.04-arm  # fast\n",
    ),
    "runners of both": (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n"
        "        os: [ubuntu-22.04, ubuntu-22.04-arm]\n",
        "",
    ),
    "jobs of both": (
        ".github/workflows/a.yml",
        "jobs:\n  a:\n    runs-on: ubuntu-22.04\n  b:\n    runs-on: ubuntu-22.04-arm\n",
        "",
    ),
    "tag": (
        ".gitlab-ci.yml",
        "a:\n  tags: [saas-linux-small-amd64]\n  script: [x]\n",
        "a:\n  tags: [saas-linux-small-arm64]\n  script: [x]\n",
    ),
    "class": (
        ".circleci/config.yml",
        "jobs:\n  a:\n    machine: true\n    resource_class: large\n",
        "jobs:\n  a:\n    machine: true\n    resource_class: arm.large\n",
    ),
    "copilot": (
        "copilot/a/manifest.yml",
        "name: a\ntype: Backend Service\nenvironments:\n  test:\n    platform: linux/x86_64\n",
        "name: a\nplatform: linux/arm64\ntype: Backend Service\n"
        "environments:\n  test:\n    platform: linux/arm64\n",
    ),
    "buildspec": (
        "buildspec.yml",
        "phases: {}\nbatch:\n  build-list:\n    - env:\n        type: LINUX_CONTAINER\n"
        "        image: aws/codebuild/amazonlinux2-x86_64-standard:5.0\n",
        "phases: {}\nbatch:\n  build-list:\n    - env:\n        type: ARM_CONTAINER\n"
        "        image: aws/codebuild/amazonlinux-aarch64-standard:3.0\n",
    ),
    "class by default": (".circleci/config.yml", "jobs:\n  a:\n    machine: true\n", ""),
}


@pytest.mark.parametrize("way", WAYS)
def test_that_the_diff_writes_what_asks_for_arm64(tmp_path, way):
    name, before, after = WAYS[way]
    assert changed(tmp_path / "shop", {name: before}) == {name: after or before}


def test_that_runners_are_changed_to_the_counterparts_of_their_table():
    folder = resources() / "infrastructure"
    (change,) = [
        entry
        for entry in tomllib.loads((folder / "changes.toml").read_text())["change"]
        if entry["id"] == "runner"
    ]
    known = {}
    for entry in tomllib.loads((folder / "runners.toml").read_text())["runner"]:
        if entry["service"] in ("github-runner", "gitlab-runner", "circleci-runner"):
            known |= {name.rstrip("*"): entry.get("counterpart") for name in entry["names"]}
    assert {name: known.get(name) for name in change["values"]} == change["values"]
