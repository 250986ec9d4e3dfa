"""What locked files and markers of Python packages add up to."""

import pytest

from tests.knowledge.components import component
from workbench.model.component import Component, Kind, Occurrence, Origin, Trait
from workbench.model.status import Confidence, Status


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ("any sdist", "ready"),
        ("linux-aarch64 linux-x86_64 sdist", "ready"),
        ("linux-x86_64 any", "ready"),
        ("linux-x86_64 sdist", "rebuild"),
        ("musllinux-x86_64 linux-x86_64 macos sdist", "rebuild"),
        ("macos windows sdist", "rebuild"),
        ("linux-x86_64 macos windows", "blocked"),
        ("linux-x86_64 linux-aarch64-partly sdist", "unknown"),
        ("linux-x86_64 musllinux-aarch64", "unknown"),
        ("linux-x86_64 musllinux-x86_64 linux-aarch64", "ready"),
        ("linux-x86_64 not-for-linux-aarch64", "change"),
        ("linux-x86_64 sdist not-for-linux-aarch64", "change"),
        ("any not-for-linux-aarch64", "ready"),
        ("windows", "not-applicable"),
        ("macos windows", "not-applicable"),
    ],
)
def test_that_locked_files_decide(assess, files, status):
    traits = [("locked-file", kind) for kind in files.split()]
    found = assess(component("pkg:pypi/some-thing@1.0", traits=traits))
    assert found.status == status
    if status != "unknown":
        assert found.confidence is Confidence.STATED


def test_that_a_source_archive_alone_shows_no_native_code(assess):
    found = assess(component("pkg:pypi/some-thing@1.0", traits=[("locked-file", "sdist")]))
    assert (found.status, found.confidence) == (Status.READY, Confidence.PRESUMED)


def test_that_a_missing_musl_wheel_is_said_beside_the_verdict(assess):
    kinds = ("linux-x86_64", "linux-aarch64", "musllinux-x86_64")
    found = assess(component("pkg:pypi/a@1", traits=[("locked-file", k) for k in kinds]))
    assert found.status is Status.READY
    assert "locked-no-musl-arm64-wheel" in {e.origin for e in found.evidence}


@pytest.mark.parametrize("files", ["linux-x86_64 sdist", "linux-x86_64"])
def test_that_a_known_later_version_is_the_way_out(assess, files):
    traits = [("locked-file", kind) for kind in files.split()]
    found = assess(component("pkg:pypi/numpy@1.18.5", traits=traits))
    assert (found.status, found.min_version) == (Status.UPGRADE, "1.19.0")


def test_that_an_aarch64_wheel_in_a_lock_outranks_the_catalog(assess):
    traits = [("locked-file", "linux-aarch64")]
    assert assess(component("pkg:pypi/numpy@1.18.5", traits=traits)).status is Status.READY


def seen(*traits: Trait) -> Component:
    places = [Occurrence(f"{n}.txt", traits=t) for n, t in enumerate(traits)]
    return Component(
        purl="pkg:pypi/intel-thing@1",
        name="intel-thing",
        version="1",
        kind=Kind.LIBRARY,
        origin=Origin.DOWNLOADED,
        occurrences=tuple(places),
    )


def test_that_a_marker_keeps_a_package_off_only_where_every_occurrence_has_it(assess):
    off = (Trait("excluded-on", "linux-aarch64"),)
    x86 = (Trait("locked-file", "linux-x86_64"),)
    assert assess(seen(off, off)).status is Status.NOT_APPLICABLE
    assert assess(seen(off, x86)).status is Status.BLOCKED
    assert assess(seen(off, ())).status is not Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("platforms", "status"),
    [
        ("linux-64", "change"),
        ("linux-64 linux-aarch64", "ready"),
        ("noarch", "ready"),
        ("osx-arm64", "not-applicable"),
        ("win-64 osx-64", "not-applicable"),
    ],
)
def test_that_the_platforms_of_a_conda_lock_decide(assess, platforms, status):
    traits = [("conda-platform", p) for p in platforms.split()]
    assert assess(component("pkg:conda/numpy@1.26.4", kind=Kind.LIBRARY, traits=traits)).status == (
        status
    )


@pytest.mark.parametrize(
    ("platforms", "status"),
    [
        ("manylinux2014_x86_64", "change"),
        ("manylinux2014_x86_64 manylinux2014_aarch64", "ready"),
        ("macosx_11_0_arm64", "not-applicable"),
        ("win_amd64", "not-applicable"),
        ("any", "ready"),
    ],
)
def test_that_wheels_that_are_named_or_lie_around_decide(assess, platforms, status):
    traits = [("wheel-platform", p) for p in platforms.split()]
    assert assess(component("pkg:pypi/a@1", traits=traits)).status == status
