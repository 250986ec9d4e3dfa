"""What real registries say of images of every shape."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.lookup.asking import looked_up, told
from tests.lookup.pushing import OCI_INDEX, Pusher
from tests.real_parts import program
from workbench.model.status import Confidence, Status


@pytest.fixture
def answer(tmp_path, plain_registry: Pusher):
    """Assess one reference, given without its registry."""

    def ask(reference: str):
        (found,) = looked_up(tmp_path / "project", f"{plain_registry.host}/{reference}").values()
        return found

    return ask


@pytest.mark.parametrize("docker", [False, True], ids=["oci", "docker"])
def test_that_an_index_with_arm64_is_ready_as_observed(plain_registry, answer, docker):
    made = [plain_registry.image("index", "", a, docker=docker) for a in ("amd64", "arm64")]
    top = plain_registry.index("index", "1", made, docker=docker)
    found = answer("index:1")
    assert (found.status, found.confidence) == (Status.READY, Confidence.OBSERVED)
    said = told(found)
    assert said.text == (
        f"The registry has {plain_registry.host}/index:1 for arm64 (linux/amd64, linux/arm64)"
    )
    assert said.origin == plain_registry.host
    assert said.url.endswith(f"/v2/index/manifests/{top['digest']}")
    assert said.date


def test_that_an_index_without_arm64_is_blocked_and_names_what_there_is(plain_registry, answer):
    made = [plain_registry.image("x86", "", "amd64"), plain_registry.image("x86", "", "386")]
    plain_registry.index("x86", "stable", made)
    found = answer("x86:stable")
    assert found.status is Status.BLOCKED
    assert "for linux/386, linux/amd64 only" in found.why


@pytest.mark.parametrize("docker", [False, True], ids=["oci", "docker"])
@pytest.mark.parametrize(
    ("architecture", "status"), [("arm64", Status.READY), ("amd64", Status.BLOCKED)]
)
def test_that_the_platform_of_a_single_image_is_read_from_its_configuration(
    plain_registry, answer, architecture, status, docker
):
    name = f"single-{architecture}-{docker}".lower()
    plain_registry.image(name, "stable", architecture, docker=docker)
    assert answer(f"{name}:stable").status is status


def test_that_attestations_are_no_platform(plain_registry, answer):
    image = plain_registry.image("attested", "", "amd64")
    entries = [image, plain_registry.attestation("attested", image)]
    plain_registry.index("attested", "stable", entries)
    found = answer("attested:stable")
    assert found.status is Status.BLOCKED
    assert told(found).values[-1] == ("platforms", "linux/amd64")


def test_that_an_index_of_nothing_but_attestations_says_nothing(plain_registry, answer):
    image = plain_registry.image("only-attested", "one", "amd64")
    entries = [plain_registry.attestation("only-attested", image)]
    plain_registry.index("only-attested", "stable", entries)
    found = answer("only-attested:stable")
    assert found.status is Status.UNKNOWN
    assert "nothing in it names a platform" in found.why


def test_that_an_index_in_an_index_is_opened(plain_registry, answer):
    inner = plain_registry.index(
        "nested", "", [plain_registry.image("nested", "", a) for a in ("amd64", "arm64")]
    )
    plain_registry.index("nested", "1", [inner])
    assert answer("nested:1").status is Status.READY


@pytest.mark.parametrize("nothing", [None, {}, {"os": "", "architecture": ""}])
def test_that_entries_without_a_platform_are_opened_for_it(plain_registry, answer, nothing):
    name = f"null-{len(str(nothing))}"
    entries = [plain_registry.image(name, "", a) for a in ("amd64", "arm64")]
    if nothing is None:
        entries = [{k: v for k, v in e.items() if k != "platform"} for e in entries]
    else:
        entries = [e | {"platform": nothing} for e in entries]
    plain_registry.index(name, "1", entries)
    assert answer(f"{name}:1").status is Status.READY


@pytest.mark.parametrize(
    ("architecture", "variant", "text"),
    [("arm64", "v8", "linux/arm64"), ("aarch64", "", "linux/arm64"), ("arm64", "v9", "/arm64/v9")],
)
def test_that_variants_of_arm64_are_arm64(plain_registry, answer, architecture, variant, text):
    name = f"variant-{architecture}{variant}"
    entry = plain_registry.image(name, "", architecture, variant=variant)
    plain_registry.index(name, "1", [entry])
    found = answer(f"{name}:1")
    assert found.status is Status.READY
    assert text in found.why


def test_that_arm_of_32_bits_and_windows_on_arm_are_not(plain_registry, answer):
    entries = [
        plain_registry.image("other", "", "arm", variant="v7"),
        plain_registry.image("other", "", "arm64", os="windows"),
    ]
    plain_registry.index("other", "stable", entries)
    found = answer("other:stable")
    assert found.status is Status.BLOCKED
    assert "linux/arm/v7, windows/arm64" in found.why


class TestPins:
    """A digest of one image is a pin to its architecture."""

    def test_that_a_digest_of_one_x86_image_is_a_change(self, plain_registry, answer):
        one = plain_registry.image("pinned", "amd", "amd64")
        found = answer(f"pinned@{one['digest']}")
        assert found.status is Status.CHANGE
        assert "for linux/amd64 alone" in found.why

    def test_that_the_index_of_the_tag_beside_it_is_the_way_out(self, plain_registry, answer):
        entries = [plain_registry.image("both", "", a) for a in ("amd64", "arm64")]
        top = plain_registry.index("both", "1.2", entries)
        found = answer(f"both:1.2@{entries[0]['digest']}")
        assert found.status is Status.CHANGE
        assert found.deciding.alternative == (f"{plain_registry.host}/both:1.2@{top['digest']}")

    def test_that_a_digest_of_an_index_is_as_good_as_its_tag(self, plain_registry, answer):
        top = plain_registry.several("good", "1", "amd64", "arm64")
        assert answer(f"good@{top['digest']}").status is Status.READY


def test_that_a_reference_without_tag_means_latest(plain_registry, answer):
    plain_registry.several("untagged", "latest", "amd64", "arm64")
    found = answer("untagged")
    assert found.status is Status.READY
    assert "untagged:latest" in found.why


@pytest.mark.parametrize("reference", ["nothing-here:1", "index:none"])
def test_that_what_is_not_there_is_no_status(plain_registry, answer, reference):
    found = answer(reference)
    assert found.status is Status.UNKNOWN
    assert found.confidence is None
    assert "or does not show it to you" in told(found).text


def test_that_another_artifact_is_no_image(plain_registry, answer):
    document = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": plain_registry.blob("chart", b"{}", "application/vnd.cncf.helm.config.v1+json"),
        "layers": [],
    }
    plain_registry.manifest("chart", "1.0.0", document)
    found = answer("chart:1.0.0")
    assert found.status is Status.UNKNOWN
    assert "it may be no image" in found.why


def test_that_skopeo_sees_the_same_platforms(plain_registry, answer):
    skopeo = program("skopeo", "skopeo")
    made = [plain_registry.image("peer", "", "arm64", variant="v8")]
    made += [plain_registry.image("peer", "", a) for a in ("amd64", "s390x")]
    made.append(plain_registry.attestation("peer", made[0]))
    plain_registry.index("peer", "1", made)
    name = f"{plain_registry.host}/peer:1"
    raw = subprocess.run(
        [skopeo, "inspect", "--tls-verify=false", "--raw", f"docker://{name}"],
        check=True,
        capture_output=True,
    ).stdout
    document = json.loads(raw)
    assert document["mediaType"] == OCI_INDEX
    platforms = {
        f"{e['platform']['os']}/{e['platform']['architecture']}" for e in document["manifests"]
    }
    values = dict(told(answer("peer:1")).values)
    assert {*values["platforms"].split(", ")} == platforms - {"unknown/unknown"}
