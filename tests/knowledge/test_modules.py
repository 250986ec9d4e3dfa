"""Self-built modules, runtimes, downloads and software added by hand."""

import pytest

from tests.knowledge.components import component, module, runtime
from workbench.model.component import Kind, Origin
from workbench.model.status import Confidence, Status


@pytest.mark.parametrize(
    ("purl", "status", "needed"),
    [
        ("pkg:generic/go@1.15", Status.UPGRADE, "1.16"),
        ("pkg:generic/go@1.22.1", Status.READY, ""),
        ("pkg:generic/java@8", Status.READY, ""),
        ("pkg:generic/python@3.6", Status.UPGRADE, "3.7.5"),
        ("pkg:generic/python@3.7.4", Status.UPGRADE, "3.7.5"),
        ("pkg:generic/python@3.7", Status.READY, ""),
        ("pkg:generic/dotnet-framework@4.8", Status.BLOCKED, ""),
        ("pkg:generic/node@12", Status.READY, ""),
    ],
)
def test_that_runtimes_have_a_floor(assess, purl, status, needed):
    found = assess(runtime(purl))
    assert (found.status, found.min_version) == (status, needed)


def test_that_java_8_is_ready_with_17_advised(assess):
    assert [a.text for a in assess(runtime("pkg:generic/java@8")).advice][:1] == [
        "Java 17 or later is recommended"
    ]


def test_that_go_1_15_is_advised_to_1_18(assess):
    assert [a.text for a in assess(runtime("pkg:generic/go@1.15")).advice] == [
        "Go 1.18 or later is recommended"
    ]


@pytest.mark.parametrize(
    ("traits", "status", "confidence"),
    [
        ([("language", "java"), ("runtime", "java@8")], Status.READY, Confidence.PRESUMED),
        ([("language", "go"), ("runtime", "go@1.15")], Status.UPGRADE, Confidence.STATED),
        ([("language", "go"), ("cgo",), ("runtime", "go@1.22")], Status.UNKNOWN, None),
        (
            [("language", "go"), ("runtime", "go@1.15"), ("source", "ported")],
            Status.UPGRADE,
            Confidence.STATED,
        ),
        (
            [("language", "go"), ("runtime", "go@1.22"), ("source", "ported")],
            Status.READY,
            Confidence.STATED,
        ),
        (
            [("language", "go"), ("runtime", "go@1.15"), ("source", "change")],
            Status.CHANGE,
            Confidence.STATED,
        ),
        ([("language", "python"), ("runtime", "python@3.6")], Status.UPGRADE, Confidence.STATED),
        ([("language", "python"), ("runtime", "python@<3.7")], Status.UPGRADE, Confidence.STATED),
        ([("language", "python"), ("runtime", "python@>=3.6")], Status.READY, Confidence.PRESUMED),
        ([("language", "c++")], Status.UNKNOWN, None),
        ([("language", "javascript"), ("cpu", "x64")], Status.CHANGE, Confidence.STATED),
        ([("language", "javascript"), ("cpu", "!arm64")], Status.CHANGE, Confidence.STATED),
        ([("language", "javascript"), ("cpu", "x64,arm64")], Status.READY, Confidence.PRESUMED),
        (
            [("language", "ruby"), ("locked-platform", "x86_64-linux")],
            Status.CHANGE,
            Confidence.STATED,
        ),
        (
            [
                ("language", "ruby"),
                ("locked-platform", "x86_64-linux"),
                ("locked-platform", "ruby"),
            ],
            Status.READY,
            Confidence.PRESUMED,
        ),
        ([("language", "java"), ("language", "c")], Status.UNKNOWN, None),
        ([("language", "rust"), ("build-script",)], Status.UNKNOWN, None),
        ([("language", "c#"), ("target-framework", "net48")], Status.BLOCKED, Confidence.STATED),
        ([("language", "c#"), ("target-framework", "net10.0")], Status.READY, Confidence.PRESUMED),
        (
            [("language", "c#"), ("target-framework", "net472"), ("target-framework", "net6.0")],
            Status.READY,
            Confidence.PRESUMED,
        ),
        ([("runtime-identifier", "win-x64")], Status.CHANGE, Confidence.STATED),
        ([("platform-target", "x64")], Status.CHANGE, Confidence.STATED),
        ([("own-image",)], Status.REBUILD, Confidence.STATED),
        ([("own-image",), ("platform", "linux/amd64")], Status.REBUILD, Confidence.STATED),
        ([("platform-default", "TARGETARCH=amd64")], Status.CHANGE, Confidence.STATED),
        ([], Status.UNKNOWN, None),
    ],
)
def test_that_a_module_is_judged_by_what_it_declares(assess, traits, status, confidence):
    found = assess(module(*traits))
    assert (found.status, found.confidence) == (status, confidence)


def test_that_a_module_called_like_a_product_is_not_that_product(assess):
    assert assess(module(name="grafana")).evidence == ()


@pytest.mark.parametrize(
    ("traits", "status"),
    [
        ([("download-arch", "x86_64")], Status.CHANGE),
        ([("download-arch", "arm64")], Status.READY),
        ([("download-arch", "variable")], Status.UNKNOWN),
        ([("from-source",)], Status.REBUILD),
        ([("install-script-url", "https://example.org/install.sh")], Status.UNKNOWN),
    ],
)
def test_that_downloads_are_judged_by_their_address(assess, traits, status):
    assert assess(component("pkg:generic/acme-tool@1.0", traits=traits)).status is status


def test_that_a_download_matches_an_exact_name_only(assess):
    assert assess(component("pkg:generic/terraform@0.13.0")).status is Status.UPGRADE
    assert assess(component("pkg:generic/terraform-docs@0.13.0")).evidence == ()


def test_that_a_chart_is_not_judged_by_its_own_numbers(assess):
    found = assess(component("pkg:helm/metrics-server@0.1.0"))
    assert found.status is Status.UNKNOWN
    assert "chart" in found.why


@pytest.mark.parametrize("name", ["Falcon Sensor", "CrowdStrike Falcon Sensor", "falcon-sensor"])
def test_that_software_added_by_hand_is_found_by_name(assess, name):
    by_hand = component("pkg:generic/x", kind=Kind.AGENT, origin=Origin.PURCHASED, name=name)
    assert assess(by_hand).status is Status.READY


def test_that_an_ambiguous_name_is_shown_and_never_decides(assess):
    by_hand = component(
        "pkg:generic/appdynamics", kind=Kind.AGENT, origin=Origin.PURCHASED, name="appdynamics"
    )
    found = assess(by_hand)
    assert found.status is Status.UNKNOWN
    assert len(found.evidence) > 1
    assert all(e.possibly for e in found.evidence)


@pytest.mark.parametrize(
    ("targets", "changes"),
    [
        (["x86_64-unknown-linux-musl", "wasm32-unknown-unknown"], True),
        (["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"], False),
        (["x86_64-pc-windows-msvc"], False),
    ],
)
def test_that_a_rust_toolchain_for_x86_alone_is_to_be_changed(assess, targets, changes):
    traits = [("rust-target", target) for target in targets]
    found = assess(runtime("pkg:generic/rust@1.78.0", traits=traits))
    assert (found.status is Status.CHANGE) is changes


@pytest.mark.parametrize("purl", ["pkg:generic/openssl", "pkg:conan/openssl@3.2.0"])
def test_that_a_library_of_a_native_build_joins_the_catalog_by_its_name(assess, purl):
    library = component(purl, kind=Kind.LIBRARY, name="OpenSSL")
    assert assess(library).status is Status.READY


def test_that_a_native_library_nobody_speaks_of_is_unknown(assess):
    library = component("pkg:generic/shop-own-thing", kind=Kind.LIBRARY)
    assert assess(library).status is Status.UNKNOWN
