"""Container images, against the facts that ship."""

import pytest

from tests.knowledge.components import component, image
from workbench.model.status import Confidence, Status

DIGEST = "sha256:" + "4b" * 32

TABLE = [
    ("golang:1.20", Status.READY, ""),
    ("golang:1.4", Status.UPGRADE, "1.8.5"),
    ("python:3.9-slim-bullseye", Status.READY, ""),
    ("mysql:5.7", Status.UPGRADE, "8.0.29"),
    ("mysql:8", Status.READY, ""),
    ("tomcat:9.0-jdk11", Status.READY, ""),
    ("tomcat:8.5.20", Status.UPGRADE, "8.5.65"),
    ("library/nginx:1.25", Status.READY, ""),
    ("docker.io/library/nginx:1.25", Status.READY, ""),
    ("public.ecr.aws/docker/library/nginx:1.25", Status.READY, ""),
    ("eclipse-temurin:17-jdk", Status.READY, ""),
    ("eclipse-temurin:17-jdk-alpine", Status.CHANGE, ""),
    ("mysql:8.0.36-debian", Status.CHANGE, ""),
    ("rocket.chat:5", Status.BLOCKED, ""),
    ("grafana/grafana:5.1.0", Status.UPGRADE, "5.2.0"),
    ("grafana/grafana:9.1.0", Status.READY, ""),
    ("quay.io/argoproj/argocd:v2.2.0", Status.UPGRADE, "2.3.0"),
    ("k8s.gcr.io/metrics-server/metrics-server:v0.3.6", Status.UPGRADE, "0.3.7"),
    ("registry.k8s.io/metrics-server/metrics-server:v0.6.1", Status.READY, ""),
    (
        "906394416424.dkr.ecr.eu-west-1.amazonaws.com/aws-for-fluent-bit:2.8.0",
        Status.UPGRADE,
        "2.9.0",
    ),
    ("minio/minio:RELEASE.2019-10-12T01-39-57Z", Status.UPGRADE, "2020.06.12"),
    ("minio/minio:RELEASE.2023-01-31T02-24-19Z", Status.READY, ""),
    ("bitnami/grafana:5", Status.READY, ""),
    ("splunk/universalforwarder:8.0.1", Status.UPGRADE, "8.1.1"),
    ("mcr.microsoft.com/dotnet/framework/aspnet:4.8", Status.BLOCKED, ""),
    ("golang:1.20-windowsservercore", Status.BLOCKED, ""),
    ("acme/app:1.0-amd64", Status.CHANGE, ""),
    ("amd64/python:3.9", Status.CHANGE, ""),
    ("acme/grafana:9.1.0", Status.UNKNOWN, ""),
    ("registry.example/grafana/grafana:9.1.0", Status.UNKNOWN, ""),
    ("goharbor/harbor-core:v2.5.0", Status.UNKNOWN, ""),
]


@pytest.mark.parametrize(("reference", "status", "needed"), TABLE, ids=[t[0] for t in TABLE])
def test_that_facts_judge_the_tag_in_use(assess, reference, status, needed):
    found = assess(image(reference))
    assert (found.status, found.min_version) == (status, needed)


@pytest.mark.parametrize(
    "tag", ["", ":latest", ":bookworm", ":lts-alpine3.18", ":alpine3.18", ":trixie-20250520-slim"]
)
def test_that_a_tag_without_a_version_is_ready_by_presumption(assess, tag):
    found = assess(image(f"node{tag}"))
    assert (found.status, found.confidence) == (Status.READY, Confidence.PRESUMED)
    assert found.min_version == ""
    assert not any("or later" in advice.text for advice in found.advice)


@pytest.mark.parametrize("tag", ["main-4f2a9c1", "sha-abcdef1", "build-1234", "20240101"])
def test_that_a_tag_of_one_build_is_not_guessed_at(assess, tag):
    assert assess(image(f"node:{tag}")).status is Status.UNKNOWN


def test_that_a_digest_alone_is_unknown(assess):
    found = assess(image(f"nginx@{DIGEST}"))
    assert (found.status, found.confidence) == (Status.UNKNOWN, None)
    assert "digest" in found.why


def test_that_a_tag_beside_a_digest_is_judged(assess):
    assert assess(image(f"mysql:5.7@{DIGEST}")).status is Status.UPGRADE


def test_that_a_program_that_runs_does_not_make_its_image_ready(assess):
    found = assess(image("apache/dolphinscheduler:3.1.0"))
    assert found.status is Status.UNKNOWN
    assert "whether this image does is not said" in found.why


def test_that_a_claim_on_the_image_outdoes_one_on_its_program(assess):
    assert assess(image("influxdb:1.3.6")).status is Status.READY


def test_that_an_old_runtime_in_a_ready_image_is_advice(assess):
    found = assess(image("golang:1.15"))
    assert found.status is Status.READY
    assert any("1.18 or later" in advice.text for advice in found.advice)


@pytest.mark.parametrize(
    ("trait", "status"),
    [
        (("platform", "linux/amd64"), Status.CHANGE),
        (("platform", "linux/386"), Status.CHANGE),
        (("platform", "linux/arm64"), Status.READY),
        (("digest", DIGEST), Status.READY),
        (("node-selector", "kubernetes.io/arch=amd64"), Status.CHANGE),
        (("node-selector", "kubernetes.io/arch=arm64"), Status.READY),
    ],
)
def test_that_a_pin_outdoes_the_catalog(assess, trait, status):
    assert assess(image("python:3.11", traits=[trait])).status is status


def test_that_a_reference_that_cannot_be_resolved_stays_unknown(assess):
    found = assess(component("pkg:docker/app", traits=[("unresolved", "${REGISTRY}/app")]))
    assert found.status is Status.UNKNOWN
    assert "${REGISTRY}/app" in found.why


@pytest.mark.parametrize(
    ("reference", "purchased"),
    [
        ("datadog/agent:7", True),
        ("newrelic/infrastructure:1.30", True),
        ("dynatrace/oneagent:1.250", True),
        ("splunk/universalforwarder:9", True),
        ("grafana/grafana-enterprise:9", True),
        ("mongo:6", False),
        ("vault:1.13", False),
        ("hashicorp/vault:1.13", False),
        ("grafana/grafana:9", False),
        ("elasticsearch:8.5.0", False),
        ("bitnami/redis:7", False),
        ("amazon/cloudwatch-agent:latest", False),
        ("acme/app:1", False),
    ],
)
def test_that_only_a_vendors_product_counts_as_purchased(knowledge, reference, purchased):
    assert knowledge.is_purchased(image(reference)) is purchased


@pytest.mark.parametrize(
    ("purl", "purchased"),
    [("pkg:npm/newrelic@9.0.0", True), ("pkg:deb/datadog-agent", True), ("pkg:deb/nginx", False)],
)
def test_that_packages_of_a_vendor_count_as_purchased(knowledge, purl, purchased):
    assert knowledge.is_purchased(component(purl)) is purchased


def test_that_a_tag_known_to_be_ready_is_presumed_behind_a_digest(assess):
    pinned = assess(image("alpine:3.18@sha256:" + "a" * 64, traits=[("digest", "sha256:a")]))
    assert (pinned.status, pinned.confidence) == (Status.READY, Confidence.PRESUMED)
    assert assess(image("alpine:3.18")).confidence is Confidence.STATED


def test_that_a_digest_does_not_soften_a_bad_verdict(assess):
    old = assess(image("alpine:3.5@sha256:" + "a" * 64))
    assert (old.status, old.confidence) == (Status.UPGRADE, Confidence.STATED)
