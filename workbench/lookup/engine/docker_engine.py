"""The engine of this machine, by the `docker` package: Docker's own, or Podman's that speaks it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import docker
from docker import DockerClient
from docker.context import ContextAPI
from docker.errors import APIError, DockerException, NotFound
from requests.exceptions import RequestException

from workbench.lookup.oci.platform import Platform, platform_of

SECONDS = 20
_DEFAULT = "unix:///var/run/docker.sock"
_FAULTS = (DockerException, RequestException, OSError, ValueError, TypeError, KeyError)
"""What an engine that is not there, or is none, makes the package raise."""


class LocalImage:
    """An image on the engine, as the engine describes it."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.platform: Platform | None = platform_of(
            {
                "os": told.get("Os"),
                "architecture": told.get("Architecture"),
                "variant": told.get("Variant"),
            }
        )
        digests = told.get("RepoDigests")
        self.digests = frozenset(
            d.partition("@")[2] for d in (digests if isinstance(digests, list) else ())
        )


class Distributed:
    """What a registry told the engine of an image. `platforms` is None where it told none."""

    def __init__(self, told: dict[str, Any]) -> None:
        descriptor = told.get("Descriptor")
        digest = descriptor.get("digest") if isinstance(descriptor, dict) else ""
        self.digest = digest if isinstance(digest, str) else ""
        listed = told.get("Platforms")
        found = [platform_of(entry) for entry in listed] if isinstance(listed, list) else []
        self.platforms = tuple(p for p in found if p is not None) or None


class Engine:
    """A connection to an engine; its calls block. What is asked changes nothing there."""

    def __init__(self, client: DockerClient, address: str) -> None:
        self._client = client
        self.address = address

    @classmethod
    def find(cls) -> Engine | None:
        """Return the engine that the user's own tools would take; None where there is none."""
        for address in addresses():
            kind, _, path = address.partition("://")
            if kind == "unix" and not _is_socket(Path(path)):
                continue
            with suppress(*_FAULTS):
                engine = cls(_client(address), address)
                if engine.answers():
                    return engine
                engine.close()
        return None

    def answers(self) -> bool:
        """Whether it is an engine that takes questions."""
        try:
            return bool(self._client.ping())
        except _FAULTS:
            return False

    def image(self, name: str) -> LocalImage | None:
        """Return the image of that name on the engine; None where it has none."""
        try:
            told = self._client.api.inspect_image(name)  # type: ignore[no-untyped-call]
        except _FAULTS:
            return None
        return LocalImage(told) if isinstance(told, dict) else None

    def distributed(self, name: str) -> Distributed | None:
        """Return what the registry tells the engine; None where neither says anything.

        Docker's logins go along, as with a pull. Podman's engine has no such question.
        """
        try:
            told = self._client.api.inspect_distribution(name)  # type: ignore[no-untyped-call]
        except (NotFound, APIError, *_FAULTS):
            return None
        return Distributed(told) if isinstance(told, dict) else None

    def close(self) -> None:
        """Let go of the connection."""
        with suppress(*_FAULTS):
            self._client.close()


def addresses() -> tuple[str, ...]:
    """Return where engines may answer, in order: what the environment or the context names.

    Otherwise Docker's socket, and then Podman's where there is one. Nobody is asked.
    """
    if told := os.environ.get("DOCKER_HOST"):
        return (told,)
    with suppress(*_FAULTS, AttributeError):
        context = ContextAPI.get_current_context()
        if context is not None and context.name != "default" and context.Host:
            return (context.Host,)
    return (_DEFAULT, *(f"unix://{path}" for path in _podman_sockets()))


def _podman_sockets() -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    places = [Path(runtime)] if runtime else []
    for folder in (*places, Path("/run")):
        if _is_socket(path := folder / "podman" / "podman.sock"):
            yield path


def _is_socket(path: Path) -> bool:
    try:
        return path.is_socket()
    except OSError:
        return False


def _client(address: str) -> DockerClient:
    if address == os.environ.get("DOCKER_HOST") or not address.startswith("unix://"):
        return docker.from_env(version="auto", timeout=SECONDS)
    return DockerClient(base_url=address, version="auto", timeout=SECONDS)
