"""Real engines: Docker's from Debian's packages, and Podman's service that speaks the same."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from tests.lookup.asking import by_image, session_of
from tests.lookup.pushing import DOCKER_GZIPPED, GZIPPED, layer
from tests.real_parts import UNPACKED, program, running
from workbench.engine.online import Ask
from workbench.lookup.engine.docker_engine import Engine
from workbench.model.evidence import Source
from workbench.model.status import Confidence, Status

LOCAL = Ask(registries=False, engine=True)
BOTH = Ask(engine=True)


def answers(socket: Path) -> bool:
    if not socket.is_socket():
        return False
    client = docker.DockerClient(base_url=f"unix://{socket}", version="auto", timeout=5)
    try:
        return bool(client.ping())
    except Exception:
        return False
    finally:
        client.close()


@pytest.fixture(scope="module")
def dockerd(tmp_path_factory, plain_registry) -> Iterator[str]:
    """An engine that runs no container: pulling, building and inspecting need none."""
    unpacked = os.environ.get(UNPACKED)
    folders = [Path(unpacked) / "usr" / part for part in ("sbin", "bin")] if unpacked else []
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    found = [
        program(
            name,
            "docker.io, unpacked",
            folder=next((f for f in folders if (f / name).exists()), None),
        )
        for name in ("dockerd", "containerd")
    ]
    folder = tmp_path_factory.mktemp("e")
    socket = folder / "s"
    (folder / "daemon.json").write_text(json.dumps({"insecure-registries": [plain_registry.host]}))
    command = [
        *(found[0], "--config-file", str(folder / "daemon.json")),
        *("--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"),
        *("--data-root", str(folder / "d"), "--exec-root", str(folder / "x")),
        *("-H", f"unix://{socket}", "--pidfile", str(folder / "p")),
    ]
    with running(command, lambda: answers(socket), folder / "log", PATH=path):
        yield f"unix://{socket}"


@pytest.fixture(scope="module")
def podman(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("m")
    socket = folder / "s"
    command = [
        *(program("podman", "podman"), "--root", str(folder / "r"), "--runroot", str(folder / "q")),
        *("--storage-driver", "vfs", "system", "service", "--time=0", f"unix://{socket}"),
    ]
    with running(command, lambda: answers(socket), folder / "log"):
        yield f"unix://{socket}"


@pytest.fixture(params=["dockerd", "podman"])
def engine(request, monkeypatch) -> Iterator[docker.DockerClient]:
    address = request.getfixturevalue(request.param)
    monkeypatch.setenv("DOCKER_HOST", address)
    client = docker.DockerClient(base_url=address, version="auto", timeout=60)
    yield client
    client.close()


@pytest.fixture
def docker_engine(dockerd, monkeypatch) -> Iterator[docker.DockerClient]:
    monkeypatch.setenv("DOCKER_HOST", dockerd)
    client = docker.DockerClient(base_url=dockerd, version="auto", timeout=60)
    yield client
    client.close()


def load(client, name: str, architecture: str) -> None:
    """Bring an image in as `docker save` writes them."""
    data = layer({f"etc/{architecture}": architecture.encode()}, packed=False)
    import hashlib

    config = {
        "os": "linux",
        "architecture": architecture,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(data).hexdigest()}"]},
        "config": {},
    }
    manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer.tar"]}]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for file, content in (
            ("layer.tar", data),
            ("config.json", json.dumps(config).encode()),
            ("manifest.json", json.dumps(manifest).encode()),
        ):
            entry = tarfile.TarInfo(file)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    client.images.load(made.getvalue())


def look(folder: Path, *images: str, ask: Ask = LOCAL):
    session = session_of(folder, *images)
    for _ in session.look_up(ask):
        pass
    return by_image(session), session.snapshot.coverage.looked_up


def artifact(assessment):
    return [e for e in assessment.evidence if e.source is Source.ARTIFACT]


def test_that_the_copy_here_says_what_it_is_for(engine, tmp_path):
    load(engine, "registry.invalid/here/arm:1", "arm64")
    load(engine, "registry.invalid/here/x86:1", "amd64")
    names = [f"registry.invalid/here/{n}" for n in ("arm", "x86", "none")]
    found, _ = look(tmp_path, *(f"{name}:1" for name in names))
    arm, x86, none = (found[f"{name}:1"] for name in names)
    assert (arm.status, arm.confidence) == (Status.READY, Confidence.OBSERVED)
    assert artifact(arm)[0].text.endswith("engine is for linux/arm64")
    assert x86.status is Status.UNKNOWN  # there may be others than the one that is here
    assert "is for linux/amd64; that says nothing of others" in x86.why
    assert artifact(none) == []
    assert none.status is Status.UNKNOWN


def test_that_what_is_asked_of_the_engine_alone_leaves_this_machine_alone(
    docker_engine, tmp_path, plain_registry
):
    plain_registry.several("not/asked", "1", "amd64", "arm64")
    session = session_of(tmp_path, f"{plain_registry.host}/not/asked:1")
    plan = session.plan_look_up(LOCAL)
    assert [c.host for c in plan.contacts] == [os.environ["DOCKER_HOST"]]
    for _ in session.look_up(LOCAL):
        pass
    (found,) = by_image(session).values()
    assert found.status is Status.UNKNOWN


@pytest.mark.parametrize("docker_format", [True, False], ids=["docker", "oci"])
def test_that_a_pull_for_arm64_that_gave_x86_is_seen_as_x86(
    docker_engine, tmp_path, plain_registry, docker_format
):
    """The engine takes an image that names no other platform whatever was asked for."""
    name = f"pulled/{docker_format}".lower()
    media = DOCKER_GZIPPED if docker_format else GZIPPED
    _push_runnable(plain_registry, name, "1", "amd64", media, docker=docker_format)
    host = plain_registry.host
    pulled = docker_engine.images.pull(f"{host}/{name}", tag="1", platform="linux/arm64")
    assert pulled.attrs["Architecture"] == "amd64"
    found, _ = look(tmp_path, f"{host}/{name}:1")
    assert found[f"{host}/{name}:1"].status is Status.UNKNOWN
    assert "is for linux/amd64" in found[f"{host}/{name}:1"].why


def test_that_a_build_for_arm64_that_came_from_the_cache_is_seen_for_what_it_is(
    docker_engine, tmp_path
):
    """Building natively first and then for arm64 may give the first one again."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "Dockerfile").write_text("FROM scratch\nCOPY a /a\n")
    (tmp_path / "web" / "a").write_text("x")
    (tmp_path / "compose.yaml").write_text(
        "services:\n  web: {image: 'registry.invalid/shop/web:1', build: web}\n"
    )
    tag = "registry.invalid/shop/web:1"
    docker_engine.images.build(path=str(tmp_path / "web"), tag=tag)
    image, _ = docker_engine.images.build(
        path=str(tmp_path / "web"), tag=tag, platform="linux/arm64"
    )
    really = image.attrs["Architecture"]
    from workbench.engine.session import Session

    session = Session.open(tmp_path)
    for _ in session.scan():
        pass
    for _ in session.look_up(LOCAL):
        pass
    (own,) = (a for a in session.snapshot.assessments if a.component.traits("own-image"))
    (said,) = artifact(own)
    assert said.text.startswith(f"The copy of {tag} on this machine's engine is for linux/{really}")
    assert own.status is (Status.READY if really == "arm64" else Status.REBUILD)


class TestThroughTheEngine:
    """Where our own question fails, the engine asks: it may know a way that we do not."""

    @pytest.fixture(autouse=True)
    def we_are_refused(self, monkeypatch):
        from workbench.lookup.failure import LookUpFailed
        from workbench.lookup.oci.registry import REFUSED, Registry

        async def refused(self, repository, reference):
            raise LookUpFailed(REFUSED, host=self.host, image=repository, registry=self.host)

        monkeypatch.setattr(Registry, "manifest", refused)

    def test_that_an_index_is_read_by_the_engine(self, docker_engine, tmp_path, plain_registry):
        plain_registry.several("far/index", "1", "amd64", "arm64")
        name = f"{plain_registry.host}/far/index:1"
        found, result = look(tmp_path, name, ask=BOTH)
        assert found[name].status is Status.READY
        assert found[name].deciding.origin == os.environ["DOCKER_HOST"]
        assert result.failed == 0

    def test_that_null_platforms_are_no_platform(self, docker_engine, tmp_path, plain_registry):
        """Of a single image in OCI's format the engine tells `Platforms: null`."""
        plain_registry.image("far/single", "1", "amd64")
        name = f"{plain_registry.host}/far/single:1"
        told = docker_engine.api.inspect_distribution(name)
        assert told["Platforms"] is None
        found, _ = look(tmp_path, name, ask=BOTH)
        assert found[name].status is Status.UNKNOWN
        assert any("learns no platform" in e.text for e in found[name].evidence)

    def test_that_the_copy_here_answers_for_null_platforms(
        self, docker_engine, tmp_path, plain_registry
    ):
        _push_runnable(plain_registry, "far/both", "1", "amd64", GZIPPED)
        name = f"{plain_registry.host}/far/both:1"
        docker_engine.images.pull(name)
        found, _ = look(tmp_path, name, ask=BOTH)
        assert found[name].status is Status.BLOCKED
        assert "for linux/amd64 only" in found[name].why

    def test_that_podman_without_that_question_is_quiet(
        self, podman, tmp_path, plain_registry, monkeypatch
    ):
        monkeypatch.setenv("DOCKER_HOST", podman)
        plain_registry.several("far/podman", "1", "amd64", "arm64")
        name = f"{plain_registry.host}/far/podman:1"
        found, _ = look(tmp_path, name, ask=BOTH)
        assert found[name].status is Status.UNKNOWN
        assert len([e for e in found[name].evidence if e.source is Source.INDEX]) == 1


@pytest.mark.parametrize("host", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "nonsense"])
def test_that_an_engine_that_is_not_there_is_quietly_not_available(tmp_path, monkeypatch, host):
    monkeypatch.setenv("DOCKER_HOST", host)
    assert Engine.find() is None
    found, result = look(tmp_path, "registry.invalid/a:1")
    assert found["registry.invalid/a:1"].status is Status.UNKNOWN
    assert result.left_out == (("No Docker or Podman engine is available on this machine", 1),)
    assert result.failed == 0


def _push_runnable(registry, name, tag, architecture, media, *, docker=False):
    """Push an image that an engine takes: its configuration names its layers."""
    import gzip

    from tests.lookup.pushing import (
        DOCKER_CONFIG,
        DOCKER_MANIFEST,
        OCI_CONFIG,
        OCI_MANIFEST,
        digest,
    )

    plain = layer({"etc/x": name.encode()}, packed=False)
    config = {
        "os": "linux",
        "architecture": architecture,
        "rootfs": {"type": "layers", "diff_ids": [digest(plain)]},
        "config": {},
    }
    kind = DOCKER_CONFIG if docker else OCI_CONFIG
    document = {
        "schemaVersion": 2,
        "mediaType": DOCKER_MANIFEST if docker else OCI_MANIFEST,
        "config": registry.blob(name, json.dumps(config).encode(), kind),
        "layers": [registry.blob(name, gzip.compress(plain), media)],
    }
    registry.manifest(name, tag, document)
