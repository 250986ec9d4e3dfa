"""Programs that tests start: real registries and engines, on free ports, gone when the test is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

UNPACKED = "WORKBENCH_DOCKER_ENGINE"
"""Names the folder into which Debian's packages of the Docker engine were unpacked."""


def program(name: str, package: str, *, folder: Path | None = None) -> str:
    """Return the path of a program; without it the test is skipped, and fails in CI."""
    places = os.pathsep.join(str(p) for p in (folder, os.environ.get("PATH", "")) if p)
    found = shutil.which(name, path=places)
    if found:
        return found
    missing(f"{name} is not installed here; Debian's package {package} has it")
    raise AssertionError(name)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str], ready: Callable[[], bool], log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the end of the block, from when it is `ready`."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **environment},
        )
        try:
            limit = time.monotonic() + 30
            while not ready():
                if process.poll() is not None or time.monotonic() > limit:
                    text = log.read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"{command[0]} did not start: {text}")
                time.sleep(0.02)
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()


def listens(port: int) -> bool:
    """Whether somebody takes connections on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def in_ci() -> bool:
    """Whether a missing part fails the test instead of skipping it."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def missing(reason: str) -> None:
    """Skip the test for want of a part, or fail it in CI."""
    if in_ci():
        pytest.fail(reason)
    pytest.skip(reason)


def debian_packages(folder: Path, architecture: str, *names: str) -> list[Path]:
    """Download Debian packages of another architecture, with an apt state of their own."""
    apt = program("apt-get", "apt")
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    (folder / "status").write_text("")
    options = {
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    common = [apt, "-qq", *(w for k, v in options.items() for w in ("-o", f"{k}={v}"))]
    for command in (["update"], ["download", *names]):
        done = subprocess.run([*common, *command], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            missing(f"Debian's packages for {architecture} cannot be fetched: {done.stderr[-300:]}")
    return sorted(folder.glob("*.deb"))


def unpack(package: Path, folder: Path) -> None:
    """Unpack a Debian package's files into `folder`, and its control file beside them."""
    subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    subprocess.run(["dpkg", "-e", str(package), str(folder / "DEBIAN")], check=True)
