"""What the user has to show to a registry: as Docker itself keeps it, by its own modules.

https://docs.docker.com/reference/cli/docker/login/#credential-stores. A helper is a program that
the user's own configuration names; none other is ever run.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from docker import auth, errors
from docker.credentials.constants import PROGRAM_PREFIX
from docker.utils import config

from workbench.lookup.beside import beside

HELPER_SECONDS = 30.0
MISSING = "{helper}, which Docker's settings name for {registry}, is not installed"
SILENT = "{helper}, which Docker's settings name for {registry}, does not answer"
FAILING = "{helper} gives nothing for {registry} ({reason})"


class Login(msgspec.Struct, frozen=True):
    """A name with its password, or a token that stands for both; empty is nobody."""

    username: str = ""
    password: str = ""
    token: str = ""

    def __bool__(self) -> bool:
        return bool(self.token or self.username)

    def __repr__(self) -> str:
        """Say nothing that must not stand in a traceback."""
        return f"Login({self.username!r})"


class Credentials:
    """The user's logins, each asked for once."""

    def __init__(self) -> None:
        self._config = _loaded()
        self._known: dict[str, asyncio.Future[Login]] = {}
        self.remarks: dict[str, tuple[str, dict[str, str]]] = {}
        """By registry, why its login could not be read: a sentence with places, and its values."""

    def has_for(self, registry: str) -> bool:
        """Whether Docker's settings hold something for `registry`; no helper is asked."""
        if self._config.get_credential_store(registry):
            return True
        return bool(self._config.auths) and bool(_login(_resolved(self._config, registry)))

    async def of(self, registry: str) -> Login:
        """Return the login for `registry`, as references name it; an empty one where there is none.

        A helper that fails leaves a remark, and nobody is logged in.
        """
        if registry not in self._known:
            self._known[registry] = asyncio.ensure_future(self._asked(registry))
        return await asyncio.shield(self._known[registry])

    async def _asked(self, registry: str) -> Login:
        name = self._config.get_credential_store(registry)
        if not name:
            return _login(_resolved(self._config, registry))
        helper = PROGRAM_PREFIX + name
        if not _installed(helper):
            self.remarks[registry] = (MISSING, {"helper": helper, "registry": registry})
            return Login()
        try:
            return _login(
                await beside(
                    lambda: self._config.resolve_authconfig(registry), seconds=HELPER_SECONDS
                )
            )
        except TimeoutError:
            self.remarks[registry] = (SILENT, {"helper": helper, "registry": registry})
        except Exception as error:  # a helper's output is anything, and so is what it raises
            values = {"helper": helper, "registry": registry, "reason": str(error)}
            self.remarks[registry] = (FAILING, values)
        return Login()


def _loaded() -> auth.AuthConfig:
    """Return Docker's settings on logins: empty where there are none, or they are broken."""
    try:
        found = auth.load_config()
        if isinstance(found.cred_helpers, dict) and isinstance(found.creds_store, str | None):
            return found
    except (errors.DockerException, OSError, ValueError, TypeError, AttributeError):
        pass
    return auth.AuthConfig({})


def settings_stamp() -> str:
    """Return what changes when somebody logs in or out."""
    path = config.find_config_file()
    with suppress(OSError):
        return str(Path(os.fsdecode(path)).stat().st_mtime_ns) if isinstance(path, str) else ""
    return ""


def _resolved(known: auth.AuthConfig, registry: str) -> Any:
    try:
        return known.resolve_authconfig(registry)
    except (errors.DockerException, ValueError, TypeError, AttributeError):
        return None


def _login(found: Any) -> Login:
    """Return what docker gives: in small letters from a file, in capitals from a helper."""
    told = {k.lower(): v for k, v in found.items()} if isinstance(found, dict) else {}
    values = (told.get(name) or "" for name in ("username", "password", "identitytoken"))
    return Login(*(str(value) for value in values))


def _installed(helper: str) -> bool:
    """Whether the helper is on the PATH; a program in the folder we happen to be in is not it."""
    found = shutil.which(helper)
    if not found:
        return False
    return Path(found).resolve().parent != Path.cwd() or str(Path.cwd()) in os.environ.get(
        "PATH", ""
    ).split(os.pathsep)
