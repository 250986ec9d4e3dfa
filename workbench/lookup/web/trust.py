"""Which certificates are believed, for which host."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx

from workbench.lookup.failure import LookUpFailed

BAD_AUTHORITY = "The certificates in {path} cannot be read ({reason})"


class Trust:
    """TLS settings by host, each made once.

    The system's authorities count and those that httpx brings, as a new machine may lack the
    first. `folders` hold further ones for single hosts, as Docker has them:
    `certs.d/HOST:PORT/*.crt`, and a client's `*.cert` with its `*.key`.
    """

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self._folders = folders
        self._made: dict[tuple[str, bool], ssl.SSLContext] = {}

    def settings(self, host: str, *, verified: bool = True) -> ssl.SSLContext:
        """Return the settings for `host` (with port, where one is named). Raises LookUpFailed."""
        folder = next((f / host for f in self._folders if (f / host).is_dir()), None)
        key = (host if folder else "", verified)
        if key not in self._made:
            self._made[key] = _settings(folder, verified)
        return self._made[key]


def _settings(folder: Path | None, verified: bool) -> ssl.SSLContext:
    if verified:
        made = httpx.create_ssl_context()
        made.load_default_certs()
    else:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # without authorities, which cost time
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    try:
        for path in sorted(folder.glob("*.crt")) if folder else ():
            made.load_verify_locations(cafile=path)
        for path in sorted(folder.glob("*.cert")) if folder else ():
            made.load_cert_chain(path, path.with_suffix(".key"))
    except (OSError, ValueError) as error:
        raise LookUpFailed(BAD_AUTHORITY, path=str(folder), reason=str(error)) from error
    return made
