"""Flux, Argo CD and helmfile."""

import shutil
from pathlib import Path

import pytest

from tests.scan.container_files import scanned, scanned_folder
from workbench.model.component import Kind

FIXTURES = Path(__file__).parent.parent / "fixtures" / "kubernetes"


@pytest.fixture
def gitops(tmp_path):
    shutil.copytree(FIXTURES / "gitops", tmp_path / "gitops")
    shutil.copytree(FIXTURES / "shop", tmp_path / "shop")
    return scanned_folder(tmp_path)


def seen(found, name, kind):
    return [
        (s.occurrence.line, s.name, s.version or s.occurrence.constraint)
        for s in found.sightings
        if s.occurrence.path == f"gitops/{name}" and s.kind is kind
    ]


def test_that_charts_are_applications_with_their_repositories(gitops):
    assert seen(gitops, "flux.yaml", Kind.APPLICATION) == [
        (24, "prometheus", ">=25.0.0"),
        (53, "edge", "3.1.0"),
    ]
    purls = [s.purl for s in gitops.sightings if s.name == "edge"]
    assert purls == ["pkg:helm/edge@3.1.0?repository_url=oci://registry.example/charts"]
    assert seen(gitops, "argo.yaml", Kind.APPLICATION) == [(7, "rabbitmq", "12.0.3")]
    assert seen(gitops, "helmfile.yaml", Kind.APPLICATION) == [(6, "traefik", "26.0.0")]


def test_that_images_in_values_of_charts_stand_at_their_lines(gitops):
    assert seen(gitops, "flux.yaml", Kind.CONTAINER_IMAGE) == [
        (32, "quay.io/acme/prometheus", "v2.54.0"),
        (35, "public.ecr.aws/acme/redis", "7.2.4"),
        (43, "acme/reload", "v0.8"),
        (62, "registry.example:5000/acme/web", "9"),
    ]
    assert seen(gitops, "argo.yaml", Kind.CONTAINER_IMAGE) == [
        (14, "acme/rabbitmq", "3.12.4"),
        (18, "acme/metrics", "5"),
        (25, "quay.io/acme/front", "8"),
    ]


def test_that_values_for_a_chart_of_the_project_go_over_its_defaults(gitops):
    assert seen(gitops, "helmfile.yaml", Kind.CONTAINER_IMAGE) == [
        (10, "acme/traefik", "v3.0"),
        (17, "acme/exporter", "1.5.0"),
    ]


def test_that_hostile_shapes_give_nothing(tmp_path):
    text = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart: [x]\n"
        "  values: text\n  postRenderers: {a: 1}\n---\napiVersion: argoproj.io/v1alpha1\n"
        "kind: Application\nspec:\n  source: [1]\n  sources:\n  - helm:\n      values: '{'\n"
        "      parameters: [{name: a.b.c, value: [1]}, {name: a.b, value: x}, 7]\n"
    )
    found = scanned(tmp_path, {"a.yaml": text})
    assert (found.sightings, found.problems) == ([], [])
