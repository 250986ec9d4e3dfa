"""Advice is for the version in use, in the place where it is, and changes no status."""

from datetime import date

import pytest

from tests.knowledge.components import component, image, runtime
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Kind
from workbench.model.status import Status

IN_IMAGE = (("image", "example:1"),)


def system(purl, traits=()):
    return component(purl, kind=Kind.OPERATING_SYSTEM, traits=traits)


def texts(assessment):
    return [advice.text for advice in assessment.advice]


def test_that_an_ended_release_is_ready_and_its_end_an_advice(assess):
    found = assess(system("pkg:generic/debian@10", IN_IMAGE))
    assert found.status is Status.READY
    assert texts(found) == ["Debian 10 is supported until 2024-06-30: plan for a newer release"]
    assert found.advice[0].source == "AWS Graviton guide"
    assert found.advice[0].url


def test_that_an_end_is_spoken_of_from_half_a_year_before(ours):
    trixie = system("pkg:generic/amazonlinux@2")
    for day, said in ((date(2025, 12, 1), False), (date(2026, 2, 1), True)):
        advice = Knowledge(ours, today=day).advice(trixie)
        assert any("2026-06-30" in a.text for a in advice) is said


def test_that_the_image_that_holds_an_ended_release_says_so_too(assess):
    assert any("Debian 10 is" in t for t in texts(assess(image("python:3.9-slim-buster"))))
    assert not any("Debian" in t for t in texts(assess(image("python:3.12-slim-bookworm"))))


def test_that_page_size_is_spoken_of_on_hosts_only(assess):
    host, held = (assess(system("pkg:generic/rhel@8.6", t)) for t in ((), IN_IMAGE))
    assert any("64 KB pages" in t for t in texts(host))
    assert not any("64 KB pages" in t for t in texts(held))


def test_that_a_system_that_boots_on_no_graviton_still_runs_in_a_container(assess):
    assert assess(system("pkg:generic/centos@7")).status is Status.BLOCKED
    assert assess(system("pkg:generic/centos@7", IN_IMAGE)).status is Status.READY


@pytest.mark.parametrize(
    ("purl", "status"),
    [
        ("pkg:generic/alpine@3.18", Status.READY),
        ("pkg:generic/amazonlinux@2023", Status.READY),
        ("pkg:generic/amazonlinux@2018.03", Status.BLOCKED),
        ("pkg:generic/ubi@9", Status.READY),
        ("pkg:generic/ubi@7", Status.UPGRADE),
        ("pkg:generic/ubuntu@24.04", Status.READY),
        ("pkg:generic/debian@13", Status.READY),
        ("pkg:generic/wolfi", Status.READY),
        ("pkg:generic/distroless", Status.READY),
        ("pkg:generic/sles@15.5", Status.READY),
        ("pkg:generic/windows@2019", Status.BLOCKED),
        ("pkg:generic/no-such-system@1", Status.UNKNOWN),
    ],
)
def test_that_systems_in_images_are_known(assess, purl, status):
    assert assess(system(purl, IN_IMAGE)).status is status


@pytest.mark.parametrize(
    ("version", "word", "given"),
    [
        ("17", "CICompilerCount", True),
        ("21", "CICompilerCount", False),
        ("11", "UseAESCTRIntrinsics", True),
        ("21", "UseAESCTRIntrinsics", False),
        ("8", "ReservedCodeCacheSize", False),
    ],
)
def test_that_a_flag_is_advised_for_the_versions_that_take_it(assess, version, word, given):
    found = assess(runtime(f"pkg:generic/java@{version}"))
    assert any(word in text for text in texts(found)) is given


def test_that_nothing_is_advised_on_a_version_that_is_not_known(assess):
    found = assess(component("pkg:pypi/tensorflow", constraint=">=2"))
    assert not any("TF_ENABLE_ONEDNN_OPTS" in text for text in texts(found))
