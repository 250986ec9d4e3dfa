"""The cache of look-ups: it saves questions, and costs nothing but them when it is lost."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest

from tests.lookup.asking import by_image, session_of
from tests.lookup.slow_proxy import counts, slow_proxy
from workbench.engine.online import Ask
from workbench.lookup.cache import DAY, Cache
from workbench.model.places import cache_folder
from workbench.model.status import Status


class Thing(msgspec.Struct):
    name: str


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_that_an_entry_ends_and_one_without_end_does_not(tmp_path, clock):
    cache = Cache(tmp_path / "c.sqlite", clock=clock)
    cache.put("tag", Thing("a"), seconds=10)
    cache.put("digest", Thing("b"))
    clock.now += 9
    assert cache.get("tag", Thing) == (Thing("a"), clock.now - 9)
    clock.now += 2
    assert cache.get("tag", Thing) is None
    clock.now += 3650 * DAY
    cache.close()
    again = Cache(tmp_path / "c.sqlite", clock=clock)
    assert again.get("digest", Thing)[0] == Thing("b")
    assert again.get("tag", Thing) is None


@pytest.mark.parametrize("damage", [b"", b"no database at all, by any reading" * 100])
def test_that_a_damaged_file_is_begun_anew(tmp_path, damage):
    path = tmp_path / "c.sqlite"
    path.write_bytes(damage)
    cache = Cache(path)
    cache.put("a", Thing("a"))
    cache.close()
    assert Cache(path).get("a", Thing)[0] == Thing("a")


def test_that_an_entry_of_another_shape_is_none(tmp_path):
    cache = Cache(tmp_path / "c.sqlite")
    cache.put("a", ["other"])
    assert cache.get("a", Thing) is None


def test_that_a_locked_file_is_done_without(tmp_path):
    path = tmp_path / "c.sqlite"
    Cache(path).close()
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    cache = Cache(path)
    cache.put("a", Thing("a"))
    cache.flush()
    cache.get("a", Thing)
    cache.close()
    holder.close()


def test_that_a_place_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "c.sqlite")
    cache.put("a", Thing("a"))
    assert cache.get("a", Thing) is None
    cache.close()


def run(session, **options):
    for _ in session.look_up(Ask(), **options):
        pass


def test_that_nothing_is_asked_twice_within_the_lifetime(plain_registry, tmp_path):
    plain_registry.several("kept", "1", "amd64", "arm64")
    plain_registry.image("kept", "2", "amd64")
    port = int(plain_registry.host.rpartition(":")[2])
    with slow_proxy(port, tmp_path / "proxy.log") as behind:
        host = f"127.0.0.1:{behind}"
        images = [f"{host}/kept:1", f"{host}/kept:2", f"{host}/kept:none"]
        run(session_of(tmp_path / "project", *images))
        first = counts(behind)["requests"]
        again = session_of(tmp_path / "project", *images)
        run(again)
        assert counts(behind)["requests"] == first
        statuses = {name[-4:]: a.status for name, a in by_image(again).items()}
        assert statuses == {"pt:1": Status.READY, "pt:2": Status.BLOCKED, "none": Status.UNKNOWN}
        run(session_of(tmp_path / "project", *images), lifetime=0)
        assert counts(behind)["requests"] > first
    assert (cache_folder() / "look-ups.sqlite").is_file()


def test_that_a_tag_is_asked_anew_after_its_lifetime_and_its_content_is_not(
    plain_registry, tmp_path
):
    plain_registry.image("moved", "1", "arm64")
    port = int(plain_registry.host.rpartition(":")[2])
    with slow_proxy(port, tmp_path / "proxy.log") as behind:
        name = f"127.0.0.1:{behind}/moved:1"
        session = session_of(tmp_path / "project", name)
        run(session, lifetime=0)
        first = counts(behind)
        assert (first["requests"], first["heads"]) == (3, 0)  # greeting, manifest, configuration
        run(session, lifetime=0)
        second = counts(behind)
        assert (second["requests"], second["heads"]) == (5, 1)  # greeting, and whether it moved
        assert by_image(session)[name].status is Status.READY
        plain_registry.image("moved", "1", "amd64")
        run(session, lifetime=0)
        assert by_image(session)[name].status is Status.BLOCKED
