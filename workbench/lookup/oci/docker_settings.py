"""How this machine's engines reach registries: Docker's settings and those of Podman and Skopeo.

Only the user's own files and the system's are read, never anything of a project. A file that is
not there, or not readable, says nothing.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import tomli

_MOST_BYTES = 1024 * 1024


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[registry]]` of containers-registries.conf(5)."""

    prefix: str
    location: str
    insecure: bool = False
    blocked: bool = False
    mirrors: tuple[tuple[str, bool], ...] = ()
    """Location, and whether it is insecure."""


class DockerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What of the settings matters when a registry is asked."""

    mirrors: tuple[str, ...] = ()
    """Addresses of mirrors of Docker Hub, the first to be tried first."""
    insecure: tuple[str, ...] = ()
    """Hosts, with port where one is named, and networks (`10.0.0.0/8`)."""
    rules: tuple[Rule, ...] = ()
    certificates: tuple[Path, ...] = ()
    """Folders like `/etc/docker/certs.d`."""


def docker_settings() -> DockerSettings:
    """Read the settings of this machine."""
    daemon: dict[str, Any] = {}
    for path in _daemon_files():
        daemon = _json(path)
        if daemon:
            break
    return DockerSettings(
        mirrors=_texts(daemon.get("registry-mirrors")),
        insecure=_texts(daemon.get("insecure-registries")),
        rules=next(filter(None, map(_rules, _containers_files())), ()),
        certificates=tuple(path for path in _certificate_folders() if path.is_dir()),
    )


def _config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _daemon_files() -> tuple[Path, ...]:
    """The rootless engine's file, Docker Desktop's, and the system's."""
    own = (_config_home() / "docker" / "daemon.json", Path.home() / ".docker" / "daemon.json")
    if sys.platform == "win32":
        data = os.environ.get("PROGRAMDATA", r"C:\ProgramData")
        return (*own, Path(data) / "docker" / "config" / "daemon.json")
    return (*own, Path("/etc/docker/daemon.json"))


def _containers_files() -> tuple[Path, ...]:
    told = os.environ.get("CONTAINERS_REGISTRIES_CONF")
    own = _config_home() / "containers" / "registries.conf"
    return (*((Path(told),) if told else ()), own, Path("/etc/containers/registries.conf"))


def _certificate_folders() -> tuple[Path, ...]:
    return (
        _config_home() / "docker" / "certs.d",
        Path.home() / ".docker" / "certs.d",
        Path("/etc/docker/certs.d"),
        _config_home() / "containers" / "certs.d",
        Path("/etc/containers/certs.d"),
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(path) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _rules(path: Path) -> tuple[Rule, ...]:
    try:
        tables = tomli.loads(_bytes(path).decode("utf-8")).get("registry", [])
    except (ValueError, RecursionError):
        return ()
    if not isinstance(tables, list):
        return ()
    return tuple(filter(None, (_rule(t) for t in tables if isinstance(t, dict))))


def _rule(table: dict[str, Any]) -> Rule | None:
    location = _text(table.get("location"))
    prefix = _text(table.get("prefix")) or location
    if not prefix:
        return None
    mirrors = table.get("mirror")
    return Rule(
        prefix=prefix,
        location=location or prefix,
        insecure=table.get("insecure") is True,
        blocked=table.get("blocked") is True,
        mirrors=tuple(
            (place, m.get("insecure") is True)
            for m in (mirrors if isinstance(mirrors, list) else ())
            if isinstance(m, dict) and (place := _text(m.get("location")))
        ),
    )


def _text(value: object) -> str:
    return value.strip("/") if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
