"""Test tools, data stacks, JDKs and services, as projects name them."""

import pytest

from tests.knowledge.components import component, image, runtime
from workbench.model.component import Kind, Origin
from workbench.model.status import Status

READY, UPGRADE, BLOCKED = Status.READY, Status.UPGRADE, Status.BLOCKED


@pytest.mark.parametrize(
    ("reference", "status"),
    [
        ("selenium/standalone-firefox:4.25.0", READY),
        ("selenium/standalone-firefox:4.8.0", UPGRADE),
        ("selenium/standalone-chrome:4.25.0", BLOCKED),
        ("seleniarm/standalone-chromium:4.8.0", READY),
        ("cypress/included:12.3.0", READY),
        ("cypress/included:9.7.0", UPGRADE),
        ("mcr.microsoft.com/playwright:v1.40.0-jammy", READY),
        ("grafana/k6:0.42.0", READY),
        ("bellsoft/liberica-openjdk-alpine:17", READY),
        ("ghcr.io/graalvm/jdk:17", READY),
        ("mcr.microsoft.com/openjdk/jdk:17-ubuntu", READY),
        ("silkeh/clang:15", READY),
        ("quay.io/jupyter/pyspark-notebook:2024-01-15", READY),
    ],
)
def test_that_images_of_test_tools_data_stacks_and_jdks_are_known(assess, reference, status):
    assert assess(image(reference)).status is status


@pytest.mark.parametrize(
    ("purl", "status"),
    [
        ("pkg:npm/cypress@9.7.0", UPGRADE),
        ("pkg:npm/cypress@13.0.0", READY),
        ("pkg:npm/%40playwright/test@1.40.0", READY),
        ("pkg:pypi/playwright@1.12.0", UPGRADE),
        ("pkg:npm/chromedriver@110.0.0", Status.UNKNOWN),
        ("pkg:nuget/Selenium.WebDriver.MSEdgeDriver@110.0.0", BLOCKED),
        ("pkg:maven/org.testcontainers/mssqlserver@1.17.6", BLOCKED),
        ("pkg:maven/org.testcontainers/postgresql@1.17.6", READY),
        ("pkg:pypi/tensorflow-cpu@2.9.0", BLOCKED),
        ("pkg:pypi/pyspark@3.3.1", READY),
    ],
)
def test_that_libraries_that_bring_browsers_drivers_and_engines_are_known(assess, purl, status):
    assert assess(component(purl)).status is status


def test_that_managed_services_are_known_by_name(assess):
    name = "Amazon OpenSearch Service"
    bought = component("pkg:generic/x", kind=Kind.SERVICE, origin=Origin.PURCHASED, name=name)
    found = assess(bought)
    assert found.status is READY
    assert found.deciding.origin == "catalog/guide-services.toml"


@pytest.mark.parametrize(
    ("jdk", "said"),
    [
        ("temurin", "Temurin"),
        ("corretto", "Corretto"),
        ("zulu", "Zulu"),
        ("liberica", "Liberica"),
        ("graalvm", "GraalVM"),
        ("microsoft-openjdk", "Microsoft Build"),
        ("oracle-jdk", "Oracle JDK"),
    ],
)
def test_that_a_java_runtime_is_judged_by_its_distribution_too(assess, jdk, said):
    java = runtime("pkg:generic/java@17", traits=(("distribution", jdk),))
    found = assess(java)
    assert found.status is READY
    assert any(said in e.text for e in found.evidence)
