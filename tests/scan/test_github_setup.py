"""The runtimes that steps of a workflow install."""

import pytest

from tests.scan.folders import sightings, traits, write
from workbench.model.component import Scope
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.formats.github_setup import FORMAT
from workbench.scan.formats.runtime_version import FORMAT as RUNTIME_VERSION

WORKFLOW = """\
on: push
jobs:
  test:
    strategy:
      matrix:
        python: ['3.9', "3.10", 3.11]
        node: ${{ fromJSON(inputs.nodes) }}
    steps:
    - uses: actions/checkout@v4
    - uses: actions/setup-java@v3
      with:
        distribution: zulu
        java-version: |
          8
          17
    - uses: actions/setup-python@v5
      with: {python-version: "${{ matrix.python }}"}
    - uses: actions/setup-node@v4
      with:
        node-version: ${{ matrix.node }}
    - uses: actions/setup-go@v5
      with:
        go-version: 1.21.x
    - uses: actions/setup-java@v3
      with: [odd]
"""


def test_that_versions_are_taken_with_matrix_place_scope_and_distribution(tmp_path):
    write(tmp_path, {".github/workflows/ci.yml": WORKFLOW})
    seen = sightings(tmp_path, FORMAT)
    assert [s.purl for s in seen] == [
        "pkg:generic/java@8",
        "pkg:generic/java@17",
        "pkg:generic/python@3.9",
        "pkg:generic/python@3.10",
        "pkg:generic/python@3.11",
        "pkg:generic/go",
    ]
    assert {s.occurrence.scope for s in seen} == {Scope.BUILD}
    assert traits(seen[0], "distribution") == ["zulu"]
    assert seen[2].occurrence.line == 6
    assert seen[-1].occurrence.constraint == "1.21.x"


@pytest.mark.parametrize("cut", range(0, len(WORKFLOW), 40))
def test_that_a_workflow_cut_off_anywhere_invents_no_runtime(tmp_path, cut):
    whole = {"java", "python", "go"}
    write(tmp_path, {".github/workflows/ci.yml": WORKFLOW[:cut]})
    assert {s.name for s in sightings(tmp_path, FORMAT)} <= whole


@pytest.mark.parametrize(
    ("image", "jdk"),
    [
        ("eclipse-temurin:17-jre", ["temurin"]),
        ("amazoncorretto:17-al2023", ["corretto"]),
        ("azul/zulu-openjdk-alpine:17", ["zulu"]),
        ("maven:3.9-eclipse-temurin-17", ["temurin"]),
        ("gradle:8-jdk17-corretto", ["corretto"]),
        ("openjdk:17", []),
    ],
)
def test_that_a_base_image_tells_the_distribution_of_its_jdk(tmp_path, image, jdk):
    write(tmp_path, {"Dockerfile": f"FROM {image}\n"})
    (java,) = [s for s in sightings(tmp_path, DOCKERFILE, RUNTIME_VERSION) if s.name == "java"]
    assert traits(java, "distribution") == jdk
