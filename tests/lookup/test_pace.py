"""Limits of registries: how many connections, and what happens when one says 429."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.lookup.asking import by_image, looked_up, session_of
from tests.lookup.slow_proxy import counts, slow_proxy
from workbench.engine.events import Assessed
from workbench.engine.online import Ask
from workbench.lookup.web.pace import Pace
from workbench.lookup.web.web import CONNECTIONS
from workbench.model.status import Status

IMAGES = 42


@pytest.fixture(scope="module")
def filled(plain_registry):
    """Images of which every third has arm64, every third is a single image of x86."""
    for number in range(IMAGES):
        name = f"many/{number}"
        if number % 3 == 0:
            plain_registry.several(name, "1", "amd64", "arm64")
        elif number % 3 == 1:
            plain_registry.image(name, "1", "amd64")
        else:
            plain_registry.several(name, "1", "amd64")
    return plain_registry


def upstream(registry) -> int:
    return int(registry.address.rpartition(":")[2])


@pytest.mark.parametrize("header", ["Retry-After: 1", "RateLimit-Reset: 1", "X-None: 1"])
def test_that_all_answers_come_and_none_is_wrong_where_requests_are_refused(
    filled, tmp_path, header
):
    log = tmp_path / "proxy.log"
    with slow_proxy(upstream(filled), log, refused=35, header=header) as port:
        names = [f"127.0.0.1:{port}/many/{n}:1" for n in range(IMAGES)]
        found = looked_up(tmp_path / "project", *names)
        seen = counts(port)
    for number, name in enumerate(names):
        wanted = Status.BLOCKED if number % 3 else Status.READY
        assert found[name].status is wanted, name
    assert seen["refusals"] >= 2
    assert seen["most_open"] <= CONNECTIONS


def test_that_a_pause_holds_for_everybody_who_asks_the_host(filled, tmp_path):
    log = tmp_path / "proxy.log"
    with slow_proxy(upstream(filled), log, refused=5, header="Retry-After: 1") as port:
        looked_up(tmp_path / "project", *(f"127.0.0.1:{port}/many/{n}:1" for n in range(12)))
        seen = counts(port)
    assert seen["refusals"] >= 2
    # Only what was sent before the refusal came back can be early: at most a connection each.
    assert seen["early"] <= seen["refusals"] * (CONNECTIONS - 1)
    assert seen["early"] < seen["requests"]


def test_that_nobody_waits_for_a_limit_of_hours(filled, tmp_path):
    log = tmp_path / "proxy.log"
    with slow_proxy(upstream(filled), log, refused=1, header="Retry-After: 21600") as port:
        (found,) = looked_up(tmp_path / "project", f"127.0.0.1:{port}/many/0:1").values()
    assert found.status is Status.UNKNOWN
    assert "allows no more requests for now" in found.why


def test_that_no_more_connections_are_open_than_allowed(filled, tmp_path):
    with slow_proxy(upstream(filled), tmp_path / "proxy.log", latency=0.5) as port:
        looked_up(tmp_path / "project", *(f"127.0.0.1:{port}/many/{n}:1" for n in range(IMAGES)))
        seen = counts(port)
    assert CONNECTIONS / 2 < seen["most_open"] <= CONNECTIONS


def test_that_closing_drops_what_is_open_and_keeps_what_has_come(filled, tmp_path):
    with slow_proxy(upstream(filled), tmp_path / "proxy.log", latency=0.3) as port:
        session = session_of(
            tmp_path / "project", *(f"127.0.0.1:{port}/many/{n}:1" for n in range(IMAGES))
        )
        events = session.look_up(Ask())
        came = next(event for event in events if isinstance(event, Assessed))
        events.close()
        time.sleep(0.4)  # what was sent may still be on its way through the proxy
        before = counts(port)["requests"]
        time.sleep(0.5)
        assert counts(port)["requests"] == before < IMAGES
    assert session.snapshot.coverage.looked_up.asked == IMAGES
    assert len(session.snapshot.assessments) == IMAGES
    kept = by_image(session)
    for assessment in came.assessments:
        component = assessment.component
        assert kept[f"{component.name}:{component.version}"].status is assessment.status


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (200, {}, 0),
        (200, {"ratelimit-remaining": "0;w=21600"}, 0),
        (200, {"ratelimit-remaining": "5", "ratelimit-reset": "30"}, 0),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000020"}, 20),
        (429, {"retry-after": "7"}, 7),
        (503, {"retry-after": "7"}, 7),
        (429, {"retry-after": "Tue, 14 Nov 2023 22:13:40 GMT"}, 20),
        (429, {"retry-after": "Tue, 14 Nov 2023 22:13:10 GMT"}, 0),
        (429, {"ratelimit-reset": "9"}, 9),
        (429, {"retry-after": "soon"}, 0.5),
        (429, {}, 0.5),
        (429, {"ratelimit-remaining": "0;w=21600"}, 21600),
    ],
)
def test_that_headers_are_read_as_they_are_meant(status, headers, pause):
    pace = Pace(Clock(), wall=lambda: 1_700_000_000.0)
    assert pace.learn(status, headers) is (status in (429, 503))
    assert pace.pause == pause


def test_that_refusals_without_a_word_are_answered_by_longer_and_longer_pauses():
    clock = Clock()
    pace = Pace(clock)
    seen = []
    for _ in range(4):
        pace.learn(429, {})
        seen.append(pace.pause)
        clock.now += pace.pause
    assert seen == [0.5, 1, 2, 4]
    pace.learn(200, {})
    pace.learn(429, {})
    assert pace.pause == 0.5


def test_that_a_host_that_only_ever_refuses_is_given_up():
    clock = Clock()
    pace = Pace(clock)
    pauses = []
    while not pace.hopeless:
        pace.learn(429, {})
        pauses.append(pace.pause)
        clock.now += pace.pause
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert 90 < sum(pauses) < 120
    pace.learn(200, {})
    assert not pace.hopeless


def test_that_refusals_at_one_moment_are_one_pause():
    pace = Pace(Clock())
    for _ in range(20):
        pace.learn(429, {"retry-after": "10"})
    assert pace.pause == 10
    assert not pace.hopeless


def test_that_waiting_ends_when_the_pause_does():
    pace = Pace()
    pace.learn(429, {"retry-after": "0.05"})
    asyncio.run(pace.wait())
    assert pace.pause == 0
