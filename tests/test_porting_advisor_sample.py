"""A folder like the one on which AWS's Porting Advisor shows its output: no finding is missed."""

import shutil
from pathlib import Path

import pytest

from workbench.engine.session import Session
from workbench.model.evidence import Source

FOLDER = Path(__file__).parent / "fixtures" / "porting-advisor-sample"

EXPECTED = [
    ("pkg:maven/org.fusesource.leveldbjni/leveldbjni-all@1.8", "blocked", "", "pom.xml:17"),
    ("pkg:maven/org.xerial.snappy/snappy-java@1.1.3", "upgrade", "1.1.4", "pom.xml:22"),
    ("pkg:maven/com.github.luben/zstd-jni@1.1.0", "upgrade", "1.2.0", "pom.xml:27"),
    ("pkg:maven/org.apache.hadoop/hadoop-lzo@0.4.17", "rebuild", "", "pom.xml:32"),
    ("pkg:pypi/openblas@0.3.16", "upgrade", "0.3.17", "requirements.txt:2"),
    ("pkg:golang/github.com/golang/snappy@v0.0.2", "upgrade", "0.0.3", "go.mod:5"),
    ("pkg:generic/go@1.15", "upgrade", "1.16", "go.mod:3"),
    ("pkg:docker/golang@1.15", "ready", "", "Dockerfile:1"),
    ("pkg:docker/openjdk@11-jre-slim", "ready", "", "Dockerfile:6"),
    ("pkg:generic/java@11", "ready", "", "pom.xml:10"),
    ("pkg:docker/porting-advisor-sample#Dockerfile", "rebuild", "", "Dockerfile:6"),
    ("pkg:generic/mixed-sample", "upgrade", "1.16", "pom.xml:5"),
]


@pytest.fixture(scope="module")
def by_purl(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project") / FOLDER.name
    shutil.copytree(FOLDER, folder)
    session = Session.open(folder)
    for _ in session.scan():
        pass
    assert session.snapshot.coverage.problems == ()
    return {assessment.component.purl: assessment for assessment in session.snapshot.assessments}


@pytest.mark.parametrize(("purl", "status", "min_version", "place"), EXPECTED)
def test_that_status_version_and_place_are_told(by_purl, purl, status, min_version, place):
    assessment = by_purl[purl]
    assert (assessment.status, assessment.min_version) == (status, min_version)
    assert place in [occurrence.place for occurrence in assessment.component.occurrences]


def test_that_a_package_without_a_version_still_names_the_minimum(by_purl):
    numpy = by_purl["pkg:pypi/numpy"]
    assert numpy.min_version == "1.19.0"
    assert [o.place for o in numpy.component.occurrences] == ["requirements.txt:3"]
    assert any("1.19.0" in advice.text for advice in numpy.advice)


def test_that_every_verdict_on_a_library_names_its_source(by_purl):
    for purl, _, _, _ in EXPECTED[:6]:
        deciding = by_purl[purl].deciding
        assert deciding.source is Source.CATALOG
        assert deciding.date
        assert any(evidence.url for evidence in by_purl[purl].evidence)


def test_that_the_module_has_all_its_languages(by_purl):
    traits = by_purl["pkg:generic/mixed-sample"].component.traits
    assert traits("language") == ("go", "java", "python")
    assert {"java@11", "go@1.15"} <= set(traits("runtime"))
