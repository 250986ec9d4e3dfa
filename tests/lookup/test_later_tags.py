"""Where a tag lacks arm64: which later tag of the same line has it."""

from __future__ import annotations

import pytest

from tests.lookup.asking import by_image, looked_up, session_of
from tests.lookup.slow_proxy import counts, slow_proxy
from workbench.engine.online import Ask
from workbench.lookup.oci.tag_line import later_tags, names_arm64, without_x86
from workbench.model.status import Status


@pytest.mark.parametrize(
    ("tag", "tags", "later"),
    [
        ("1.25", ["1.24", "1.26", "1.27", "1.26.1", "2.0", "latest"], ["1.26", "1.27", "2.0"]),
        ("1.2.3", ["1.2.4", "1.3", "1.10.0", "1.2"], ["1.2.4", "1.10.0"]),
        ("3.6-alpine3.11", ["3.7-alpine3.12", "3.7", "3.8-slim"], ["3.7-alpine3.12"]),
        ("v1.0", ["1.1", "v1.1", "v1.2-rc.1"], ["v1.1"]),
        ("1.0-rc1", ["1.0-rc2", "1.1-rc1", "1.1"], ["1.1-rc1"]),
        ("1", ["1.1", "2", "3"], ["2", "3"]),
        ("7", ["7.2.1", "8.0.0"], ["7.2.1", "8.0.0"]),
        ("1.0", ["1.0.0", "1"], []),
        ("latest", ["1.0", "2.0"], []),
        ("bookworm", ["trixie"], []),
        ("20230101", ["20240101"], []),
        ("1.0", ["1.1-20240101", "1.1-deadbeef"], []),
    ],
)
def test_that_a_line_is_what_shares_the_words_around_the_version(tag, tags, later):
    assert later_tags(tag, tags) == later


@pytest.mark.parametrize(
    ("tag", "others"),
    [
        ("1.2-amd64", ["1.2", "1.2-arm64", "1.2-arm64v8", "1.2-aarch64"]),
        ("amd64-1.2", ["1.2", "arm64-1.2", "arm64v8-1.2", "aarch64-1.2"]),
        ("1.2-linux-amd64", ["1.2", "1.2-arm64", "1.2-arm64v8", "1.2-aarch64"]),
        ("x86_64", ["arm64", "arm64v8", "aarch64"]),
        ("1.2", []),
        ("1.2-amd64ish", []),
    ],
)
def test_that_a_tag_that_names_x86_has_siblings(tag, others):
    assert without_x86(tag)[: len(others)] == others
    assert bool(others) is bool(without_x86(tag))


def test_that_a_tag_may_name_arm64():
    assert names_arm64("v3.20-arm64")
    assert names_arm64("arm64v8-1.2")
    assert not names_arm64("1.2-charm64")


def test_that_the_first_tag_with_arm64_is_found_among_many(plain_registry, tmp_path):
    for number in range(30):
        make = plain_registry.several if number >= 17 else plain_registry.image
        architectures = ("amd64", "arm64") if number >= 17 else ("amd64",)
        make("line", f"1.{number}", *architectures)
        make("line", f"1.{number}-slim", "amd64") if number < 3 else None
    port = int(plain_registry.host.rpartition(":")[2])
    with slow_proxy(port, tmp_path / "proxy.log") as behind:
        session = session_of(tmp_path / "project", f"127.0.0.1:{behind}/line:1.3")
        for _ in session.look_up(Ask()):
            pass
        seen = counts(behind)["requests"]
    (found,) = by_image(session).values()
    assert found.status is Status.UPGRADE
    assert found.min_version == "1.17"
    assert "the tag 1.17 has arm64" in found.why
    assert seen < 20  # single images cost two: that is less than asking for every tag


def test_that_tags_are_listed_to_the_last_page(plain_registry, tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.lookup.oci.registry._PAGE", 2)
    for number in range(7):
        plain_registry.image("paged", f"1.{number}", "amd64")
    plain_registry.several("paged", "1.7", "amd64", "arm64")
    (found,) = looked_up(tmp_path, f"{plain_registry.host}/paged:1.0").values()
    assert found.min_version == "1.7"


def test_that_no_later_tag_with_arm64_is_said_with_the_number_looked_at(plain_registry, tmp_path):
    for number in range(3):
        plain_registry.image("never", f"1.{number}", "amd64")
    (found,) = looked_up(tmp_path, f"{plain_registry.host}/never:1.0").values()
    assert found.status is Status.BLOCKED
    assert "no later tag of the same line that was looked at (1) has arm64" in found.why


def test_that_the_sibling_for_arm64_is_the_change(plain_registry, tmp_path):
    plain_registry.image("sibling", "2.0-amd64", "amd64")
    plain_registry.image("sibling", "2.0-arm64", "arm64")
    (found,) = looked_up(tmp_path, f"{plain_registry.host}/sibling:2.0-amd64").values()
    assert found.status is Status.CHANGE
    assert found.deciding.alternative == f"{plain_registry.host}/sibling:2.0-arm64"


def test_that_a_tag_that_names_arm64_and_is_x86_is_reported(plain_registry, tmp_path):
    plain_registry.image("liar", "v3.20-arm64", "amd64")
    (found,) = looked_up(tmp_path, f"{plain_registry.host}/liar:v3.20-arm64").values()
    assert found.status is Status.BLOCKED
    assert "names arm64, but the registry has it for linux/amd64 only" in found.why
