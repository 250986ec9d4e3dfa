"""Image references, as Docker and OCI read them."""

import pytest

from workbench.model.image import ImageReference

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "name", "version", "purl"),
    [
        ("golang:1.20", "golang", "1.20", "pkg:docker/golang@1.20"),
        ("docker.io/library/golang:1.20", "golang", "1.20", "pkg:docker/golang@1.20"),
        ("grafana/grafana", "grafana/grafana", "", "pkg:docker/grafana/grafana"),
        (
            "quay.io/bitnami/redis:7.0",
            "quay.io/bitnami/redis",
            "7.0",
            "pkg:docker/bitnami/redis@7.0?repository_url=quay.io",
        ),
        (
            "localhost:5000/app:v1",
            "localhost:5000/app",
            "v1",
            "pkg:docker/app@v1?repository_url=localhost:5000",
        ),
        (
            "registry:5000/x",
            "registry:5000/x",
            "",
            "pkg:docker/x?repository_url=registry:5000",
        ),
        (f"app@{DIGEST}", "app", DIGEST, f"pkg:docker/app@sha256%3A{'a' * 64}"),
        (f"app:1.2@{DIGEST}", "app", DIGEST, f"pkg:docker/app@sha256%3A{'a' * 64}?tag=1.2"),
    ],
)
def test_that_a_reference_becomes_a_purl(text, name, version, purl):
    reference = ImageReference.parse(text)
    assert (reference.name, reference.version) == (name, version)
    assert reference.purl == purl


@pytest.mark.parametrize(
    "text", ["", "Upper/case", "app:", "app:tag:tag", "app@sha256:12", "${BASE}", "a b", "-x"]
)
def test_that_what_is_no_reference_is_refused(text):
    with pytest.raises(ValueError, match="image reference"):
        ImageReference.parse(text)
