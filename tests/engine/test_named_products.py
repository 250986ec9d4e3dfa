"""Products that every migration meets are known where real manifests name them."""

import shutil
from pathlib import Path

import pytest

from workbench.engine.session import Session
from workbench.model.evidence import Source
from workbench.model.purl import without_version
from workbench.model.status import Status

PROJECT = Path(__file__).parent.parent / "fixtures" / "platform"

READY, UPGRADE, UNKNOWN = Status.READY, Status.UPGRADE, Status.UNKNOWN
K8S = "repository_url=registry.k8s.io"

KNOWN = [
    ("Istio", "pkg:docker/istio/pilot", UPGRADE),
    ("Istio", "pkg:helm/istiod", UNKNOWN),
    ("Envoy", "pkg:docker/envoyproxy/envoy", READY),
    ("Tensorflow", "pkg:pypi/tensorflow", UPGRADE),
    ("Tensorflow Serving", "pkg:docker/tensorflow/serving", UNKNOWN),
    ("PyTorch", "pkg:pypi/torch", READY),
    ("Traefik", "pkg:docker/traefik", READY),
    ("Traefik", "pkg:helm/traefik", READY),
    ("Flannel", "pkg:docker/flannel/flannel", READY),
    ("Helm", "pkg:docker/alpine/helm", READY),
    ("Jaeger", "pkg:docker/jaegertracing/all-in-one", READY),
    ("Fluent Bit", "pkg:docker/fluent/fluent-bit", READY),
    ("CoreDNS", "pkg:docker/coredns/coredns", READY),
    ("external-dns", "pkg:docker/external-dns/external-dns", READY),
    ("external-dns", "pkg:helm/external-dns", UNKNOWN),
    ("Prometheus", "pkg:docker/prometheus/prometheus", READY),
    ("Prometheus", "pkg:helm/prometheus", UNKNOWN),
    ("containerd", "pkg:generic/containerd", Status.CHANGE),
    ("kube-state-metrics", "pkg:docker/kube-state-metrics/kube-state-metrics", READY),
    ("cluster-autoscaler", "pkg:docker/autoscaling/cluster-autoscaler", READY),
    ("grpcio", "pkg:pypi/grpcio", READY),
    ("gRPC for Go", "pkg:golang/google.golang.org/grpc", READY),
    ("gRPC for Java", "pkg:maven/io.grpc/grpc-stub", READY),
    ("gRPC-java", "pkg:maven/io.grpc/grpc-netty-shaded", READY),
    ("gRPC for Node.js", "pkg:npm/%40grpc/grpc-js", READY),
    ("gRPC", "pkg:composer/grpc/grpc", READY),
    ("grpc", "pkg:gem/grpc", UPGRADE),
    ("NATS", "pkg:docker/nats", READY),
    ("Databricks Lakehouse", "pkg:generic/databricks", READY),
    ("IRIS (Community Edition)", "pkg:generic/intersystems-iris", READY),
    ("InterSystems IRIS", "pkg:docker/intersystemsdc/iris-community", UNKNOWN),
    ("Splunk Enterprise", "pkg:generic/splunk", UNKNOWN),
    ("Splunk Enterprise", "pkg:docker/splunk/splunk", UNKNOWN),
    ("Starburst Enterprise", "pkg:generic/starburst", READY),
    ("Starburst Enterprise", "pkg:docker/starburstdata/starburst-enterprise", READY),
]
ALSO_SEEN = [
    "pkg:golang/github.com/nats-io/nats.go",
    "pkg:golang/helm.sh/helm/v3",
    "pkg:maven/com.databricks/databricks-jdbc",
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Assessments of the project by purl without version and qualifiers."""
    root = shutil.copytree(PROJECT, tmp_path_factory.mktemp("project") / "platform")
    session = Session.open(root)
    for _ in session.scan():
        pass
    assert session.snapshot.coverage.problems == ()
    return {
        without_version(a.component.purl).partition("?")[0]: a for a in session.snapshot.assessments
    }


@pytest.mark.parametrize(("name", "purl", "status"), KNOWN)
def test_that_a_product_is_matched_by_the_catalog_and_judged(found, name, purl, status):
    assessment = found[purl]
    said = [e for e in assessment.evidence if e.source is Source.CATALOG]
    assert name in {dict(e.values).get("name") for e in said}
    assert assessment.status is status
    assert all(e.date and e.origin for e in said)


@pytest.mark.parametrize("purl", ALSO_SEEN)
def test_that_its_libraries_are_seen_too(found, purl):
    assert found[purl].status is READY


def test_that_what_is_bought_is_counted_as_purchased(found):
    bought = {p for p, a in found.items() if str(a.component.origin) == "purchased"}
    assert {"pkg:docker/splunk/splunk", "pkg:generic/databricks", "pkg:generic/starburst"} <= bought


def test_that_the_base_image_gives_its_operating_system(found):
    debian = found["pkg:generic/debian"]
    assert debian.status is READY
    assert debian.component.version == "11"
    assert any("2026-08-31" in advice.text for advice in debian.advice)
