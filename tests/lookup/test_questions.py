"""What would be asked, before anything is: hosts, logins, what is left out."""

from __future__ import annotations

import asyncio

import pytest

from tests.lookup.asking import session_of
from workbench.engine.online import Ask, Contact
from workbench.engine.session import Session
from workbench.lookup.beside import beside
from workbench.lookup.oci.challenge import Challenge, challenges
from workbench.lookup.oci.wanted_image import wanted_image
from workbench.model.component import Component, Kind, Occurrence, Origin, Trait


@pytest.fixture
def nothing_is_sent(monkeypatch):
    import socket
    import subprocess

    def refuse(*arguments, **options):
        raise AssertionError("something was sent or started")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


def test_that_who_will_be_asked_is_known_before_anything_is_sent(tmp_path, log_in, nothing_is_sent):
    log_in(auths={"ghcr.io": {"auth": "YTpi"}}, credHelpers={"quay.io": "quay"})
    session = session_of(
        tmp_path,
        "redis:7",
        "bitnami/redis:7",
        "ghcr.io/acme/app:1",
        "quay.io/acme/app:1",
        "localhost:5000/app:1",
        "app:${VERSION:?}",
    )
    plan = session.plan_look_up(Ask())
    assert plan.contacts == (
        Contact("ghcr.io", 1, login=True),
        Contact("localhost:5000", 1, plain=True),
        Contact("quay.io", 1, login=True),
        Contact("registry-1.docker.io", 2, also=("auth.docker.io",)),
    )
    assert plan.asked == 5
    (left,) = plan.left_out
    assert left.reason == "Images whose tag only a build knows are not looked up"


def test_that_own_images_are_asked_for_only_where_a_file_publishes_them(tmp_path, nothing_is_sent):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "compose.yaml").write_text(
        "services:\n  web: {image: 'ghcr.io/acme/web:1', build: web}\n"
        "  api: {image: 'acme-api', build: api}\n"
    )
    session = Session.open(tmp_path)
    for _ in session.scan():
        pass
    plan = session.plan_look_up(Ask())
    assert [c.host for c in plan.contacts] == ["ghcr.io"]
    (left,) = plan.left_out
    assert left.purl == "pkg:docker/api#api/Dockerfile"
    assert left.reason == "Own images that no file says are published are not looked up"


def test_that_a_person_may_ask_for_a_few_only(tmp_path, nothing_is_sent):
    session = session_of(tmp_path, "redis:7", "ghcr.io/acme/app:1")
    (purl,) = (a.component.purl for a in session.snapshot.assessments if "acme" in a.component.name)
    assert [c.host for c in session.plan_look_up(Ask(), [purl]).contacts] == ["ghcr.io"]


def image(purl: str, **options) -> Component:
    return Component(
        purl=purl,
        name="x",
        kind=Kind.CONTAINER_IMAGE,
        origin=options.pop("origin", Origin.DOWNLOADED),
        occurrences=(Occurrence("a", 1, **options),),
        version=purl.partition("@")[2],
    )


@pytest.mark.parametrize(
    ("purl", "name"),
    [
        ("pkg:docker/redis@7", "redis"),
        ("pkg:docker/a/b@1?repository_url=localhost:5000", "localhost:5000/a/b"),
        ("pkg:oci/app@1?repository_url=ghcr.io/acme/app", "ghcr.io/acme/app"),
    ],
)
def test_that_purls_name_images(purl, name):
    assert wanted_image(image(purl)).name == name


@pytest.mark.parametrize(
    "component",
    [
        image("pkg:docker/UPPER@x%2Fy"),
        image("pkg:docker/a", traits=(Trait("unresolved", "$A"),)),
        image("pkg:docker/a", constraint="$TAG"),
        image("pkg:docker/a", origin=Origin.SELF_BUILT),
        image("pkg:docker/a", origin=Origin.SELF_BUILT, traits=(Trait("published-as", "a/b:$V"),)),
    ],
)
def test_that_what_nobody_can_answer_is_left_out(component):
    assert "not looked up" in wanted_image(component).reason


def test_that_libraries_are_none_of_a_registrys_business():
    assert wanted_image(image("pkg:pypi/numpy@1")) is None


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (
            ['Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"'],
            [
                Challenge(
                    "bearer",
                    {"realm": "https://a/t", "service": "s", "scope": "repository:a/b:pull,push"},
                )
            ],
        ),
        (['Basic realm="x y"'], [Challenge("basic", {"realm": "x y"})]),
        (
            ['Negotiate, Basic realm="a\\"b" , Bearer realm=c'],
            [
                Challenge("negotiate", {}),
                Challenge("basic", {"realm": 'a"b'}),
                Challenge("bearer", {"realm": "c"}),
            ],
        ),
        (
            ["Negotiate", "Basic realm=x"],
            [Challenge("negotiate", {}), Challenge("basic", {"realm": "x"})],
        ),
        (['="', "", ",,,"], []),
        (["Bearer " * 3], [Challenge("bearer", {})] * 3),
    ],
)
def test_that_challenges_are_read_as_the_standard_has_them(headers, found):
    assert challenges(headers) == found


def test_that_work_beside_the_loop_gives_and_raises_and_is_left_behind():
    async def run():
        assert await beside(lambda: 3, seconds=5) == 3
        with pytest.raises(KeyError):
            await beside(lambda: {}["x"], seconds=5)
        import threading

        hangs = threading.Event()
        with pytest.raises(TimeoutError):
            await beside(hangs.wait, seconds=0.05)
        hangs.set()

    asyncio.run(run())
