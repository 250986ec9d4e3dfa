"""Real registries of Debian's docker-registry: plain, with passwords, and behind a token server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lookup.pushing import Pusher
from tests.lookup.token_server import ISSUER, SERVICE, USER, TokenServer
from tests.real_parts import free_port, listens, program, running

PUBLIC = ("shop/public",)
HASHED = "$2b$04$abcdefghijklmnopqrstuuLZYjhNQAOdpbzt4WxWlUHjv1wsyH5DG"
"""The password of `USER` by bcrypt, the one way that the registry takes."""


@pytest.fixture(autouse=True)
def no_settings_of_whoever_runs_the_tests(tmp_path_factory, monkeypatch):
    """Docker's settings are those of an empty home; nothing goes through a proxy."""
    home = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("XDG_CONFIG_HOME", "DOCKER_CONFIG", "DOCKER_HOST", "CONTAINERS_REGISTRIES_CONF"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return home


@contextmanager
def registry(folder: Path, extra: str = "") -> Iterator[str]:
    """Run a registry; give its address."""
    port = free_port()
    config = folder / "registry.yml"
    config.write_text(
        "version: 0.1\n"
        "log: {level: error, accesslog: {disabled: true}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder / 'store'}}}}}\n"
        f"http: {{addr: '127.0.0.1:{port}'}}\n{extra}"
    )
    command = [program("docker-registry", "docker-registry"), "serve", str(config)]
    with running(
        command, lambda: listens(port), folder / "registry.log", OTEL_TRACES_EXPORTER="none"
    ):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def plain_registry(tmp_path_factory) -> Iterator[Pusher]:
    """A registry that asks for nothing."""
    with registry(tmp_path_factory.mktemp("plain")) as address:
        yield Pusher(address)


@pytest.fixture(scope="session")
def guarded_registry(tmp_path_factory) -> Iterator[Pusher]:
    """A registry with one user, by htpasswd."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "htpasswd").write_text(f"{USER[0]}:{HASHED}\n")
    extra = f"auth: {{htpasswd: {{realm: shop, path: {folder / 'htpasswd'}}}}}\n"
    with registry(folder, extra) as address:
        yield Pusher(address, login=USER)


@pytest.fixture(scope="session")
def tokens() -> Iterator[TokenServer]:
    server = TokenServer(PUBLIC)
    yield server
    server.close()


@pytest.fixture(scope="session")
def token_registry(tmp_path_factory, tokens: TokenServer) -> Iterator[Pusher]:
    """A registry that sends its clients to the token server; filled before it did."""
    folder = tmp_path_factory.mktemp("tokens")
    with registry(folder) as address:
        filled = Pusher(address)
        filled.several("shop/public", "1.0", "amd64", "arm64")
        filled.several("shop/private", "1.0", "amd64", "arm64")
    tokens.write_bundle(folder / "bundle.pem")
    extra = (
        f"auth: {{token: {{realm: '{tokens.realm}', service: {SERVICE}, issuer: {ISSUER}, "
        f"rootcertbundle: {folder / 'bundle.pem'}}}}}\n"
    )
    with registry(folder, extra) as address:
        yield Pusher(address)


@pytest.fixture
def log_in(no_settings_of_whoever_runs_the_tests):
    """Write Docker's own file of logins."""

    def write(**content: object) -> None:
        folder = no_settings_of_whoever_runs_the_tests / ".docker"
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps(content))

    return write
