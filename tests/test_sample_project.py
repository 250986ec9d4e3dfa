"""The sample project through the whole engine: what it is meant to show, it shows."""

import shutil

import pytest

from workbench.engine.session import Session
from workbench.model.component import Kind, Origin
from workbench.model.resources import resources
from workbench.model.status import Confidence, Status

WEB_LOCK = "services/web/package-lock.json"
REQUIREMENTS = "services/recommend/requirements.txt"
DOCKERIZE = (
    "pkg:generic/dockerize@v0.6.1?download_url=https://github.com/jwilder/dockerize/releases/"
    "download/v0.6.1/dockerize-linux-amd64-v0.6.1.tar.gz"
)

INTENDED = [
    # blocked: no arm64 build and no known way to one
    (
        "pkg:maven/org.fusesource.leveldbjni/leveldbjni-all@1.8",
        "blocked",
        "services/orders/pom.xml:46",
    ),
    ("pkg:generic/aws-ec2/p3.2xlarge", "blocked", "infra/main.tf:43"),
    # change: pinned to x86
    (
        "pkg:maven/io.netty/netty-transport-native-epoll@4.1.100.Final",
        "change",
        "services/orders/pom.xml:30",
    ),
    ("pkg:docker/openjdk@8-jre-slim", "change", "services/orders/Dockerfile:9"),
    (DOCKERIZE, "change", "services/web/Dockerfile:15"),
    ("pkg:docker/orders#services/orders/Dockerfile", "change", "docker-compose.yml:19"),
    ("pkg:generic/aws-ec2/m5.2xlarge", "change", "infra/main.tf:6"),
    ("pkg:generic/aws-rds/db.r5.xlarge", "change", "infra/main.tf:28"),
    ("pkg:generic/aws-lambda/x86_64", "change", "infra/functions.yaml:6"),
    # rebuild
    ("pkg:docker/api#services/api/Dockerfile", "rebuild", "services/api/Dockerfile:15"),
    ("pkg:docker/web#services/web/Dockerfile", "rebuild", "deploy/k8s/web.yaml:16"),
    ("pkg:npm/node-sass@4.14.1", "rebuild", f"{WEB_LOCK}:2133"),
    # upgrade: a later version runs
    ("pkg:maven/org.xerial.snappy/snappy-java@1.1.3", "upgrade", "services/orders/pom.xml:41"),
    ("pkg:golang/github.com/golang/snappy@v0.0.2", "upgrade", "services/api/go.mod:7"),
    ("pkg:pypi/numpy@1.18.5", "upgrade", f"{REQUIREMENTS}:2"),
    ("pkg:pypi/pandas@1.0.5", "upgrade", f"{REQUIREMENTS}:3"),
    ("pkg:npm/bcrypt@5.0.1", "upgrade", f"{WEB_LOCK}:260"),
    ("pkg:npm/sharp@0.28.3", "upgrade", f"{WEB_LOCK}:3043"),
    ("pkg:docker/confluentinc/cp-kafka@7.3.0", "upgrade", "docker-compose.yml:43"),
    ("pkg:docker/splunk/universalforwarder@8.0.5", "upgrade", "deploy/k8s/web.yaml:26"),
    (
        "pkg:generic/trend-micro/deep-security-agent@12.0.1",
        "upgrade",
        ".workbench/project.toml:12",
    ),
    # unknown: nobody has said anything
    (
        "pkg:docker/carrier/shipping-rates@5.2?repository_url=registry.example",
        "unknown",
        "docker-compose.yml:50",
    ),
    (
        "pkg:generic/example-logistics-systems/warehouse-label-printing-server@11.3",
        "unknown",
        ".workbench/project.toml:5",
    ),
    # ready, with evidence
    ("pkg:docker/postgres@14.9", "ready", "deploy/k8s/data.yaml:16"),
    ("pkg:docker/redis@6.2", "ready", "docker-compose.yml:40"),
    ("pkg:docker/busybox@1.36.1", "ready", "deploy/k8s/api.yaml:16"),
    ("pkg:docker/envoyproxy/envoy@v1.24.0", "ready", "deploy/k8s/api.yaml:24"),
    (
        "pkg:docker/datadoghq/agent@7.48.0?repository_url=gcr.io",
        "ready",
        "deploy/k8s/agents.yaml:18",
    ),
    ("pkg:pypi/scipy@1.7.3", "ready", f"{REQUIREMENTS}:4"),
    ("pkg:generic/go@1.20", "ready", "services/api/go.mod:3"),
    ("pkg:generic/java@8", "ready", "services/orders/Dockerfile:9"),
    ("pkg:generic/python@3.8.16", "ready", "services/recommend/.python-version:1"),
    # decided by people
    ("pkg:pypi/psycopg2-binary@2.8.6", "ready", f"{REQUIREMENTS}:6"),
    ("pkg:docker/selenium/standalone-chrome@4.8.0", "not-applicable", "docker-compose.yml:53"),
]

MIN_VERSIONS = {
    "pkg:maven/org.xerial.snappy/snappy-java@1.1.3": "1.1.4",
    "pkg:golang/github.com/golang/snappy@v0.0.2": "0.0.3",
    "pkg:pypi/numpy@1.18.5": "1.19.0",
    "pkg:npm/bcrypt@5.0.1": "6.0.0",
    "pkg:npm/sharp@0.28.3": "0.29.1",
    "pkg:docker/splunk/universalforwarder@8.0.5": "8.1.1",
    "pkg:generic/trend-micro/deep-security-agent@12.0.1": "20.0",
}

MODULES = {
    "pkg:generic/api#services/api": ("", "go", {"go@1.20"}),
    "pkg:generic/matcher#services/matcher": ("1.2.0", "c++", set()),
    "pkg:generic/orders#services/orders": ("1.8.0", "java", {"java@8"}),
    "pkg:generic/tsubame-recommend#services/recommend": (
        "0.9.2",
        "python",
        {"python@>=3.8", "python@3.8.16", "python@3.8"},
    ),
    "pkg:generic/%40tsubame/web#services/web": (
        "3.4.1",
        "javascript",
        {"node@>=12 <15", "node@14.21.3"},
    ),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "sample-project"
    shutil.copytree(resources() / "sample-project", folder)
    session = Session.open(folder)
    for _ in session.scan():
        pass
    return session.snapshot


@pytest.fixture(scope="module")
def by_purl(snapshot):
    return {assessment.component.purl: assessment for assessment in snapshot.assessments}


@pytest.mark.parametrize(("purl", "status", "place"), INTENDED)
def test_that_each_part_has_the_status_that_it_is_there_to_show(by_purl, purl, status, place):
    assessment = by_purl[purl]
    assert assessment.status == status
    assert place in [occurrence.place for occurrence in assessment.component.occurrences]


@pytest.mark.parametrize(("purl", "version"), MIN_VERSIONS.items())
def test_that_an_upgrade_names_the_version(by_purl, purl, version):
    assert by_purl[purl].min_version == version


def test_that_every_status_occurs(snapshot):
    assert [status for status, count in snapshot.summary.by_status.items() if not count] == []


def test_that_every_origin_occurs(snapshot):
    assert {a.component.origin for a in snapshot.assessments} == set(Origin)


def test_that_the_modules_are_found_with_version_language_and_runtimes(snapshot):
    found = {
        a.component.purl: (
            a.component.version,
            *a.component.traits("language"),
            set(a.component.traits("runtime")),
        )
        for a in snapshot.assessments
        if a.component.kind is Kind.APPLICATION and a.component.origin is Origin.SELF_BUILT
    }
    assert found == MODULES


@pytest.mark.parametrize(
    ("purl", "kind"),
    [
        ("pkg:docker/splunk/universalforwarder@8.0.5", Kind.CONTAINER_IMAGE),
        ("pkg:docker/datadoghq/agent@7.48.0?repository_url=gcr.io", Kind.CONTAINER_IMAGE),
        (
            "pkg:generic/example-logistics-systems/warehouse-label-printing-server@11.3",
            Kind.APPLICATION,
        ),
        ("pkg:generic/trend-micro/deep-security-agent@12.0.1", Kind.AGENT),
    ],
)
def test_that_purchased_products_are_told_by_catalog_and_by_hand(by_purl, purl, kind):
    component = by_purl[purl].component
    assert (component.origin, component.kind) == (Origin.PURCHASED, kind)


def test_that_a_decision_overrules_the_evidence_and_both_stay(by_purl):
    assessment = by_purl["pkg:pypi/psycopg2-binary@2.8.6"]
    assert (assessment.status, assessment.computed) == (Status.READY, Status.UPGRADE)
    assert assessment.decision is not None
    assert assessment.decision.author == "platform team"
    assert assessment.min_version == "2.9"


def test_that_all_decisions_of_the_journal_rule(snapshot):
    assert snapshot.summary.decided == 3
    assert [a.component.purl for a in snapshot.assessments if a.stale] == []


def test_that_the_sample_raises_no_problem(snapshot):
    assert (snapshot.notices, snapshot.coverage.problems) == ((), ())
    assert snapshot.coverage.files < 200


def test_that_most_of_a_lock_file_is_presumed_and_said_to_be(snapshot):
    presumed = [a for a in snapshot.assessments if a.confidence is Confidence.PRESUMED]
    assert all(a.status is Status.READY for a in presumed)
    assert snapshot.summary.presumed == len(presumed) > 100
