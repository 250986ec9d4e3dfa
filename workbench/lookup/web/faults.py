"""What goes wrong between here and a host, as one line with its mend."""

from __future__ import annotations

import socket
import ssl

import httpx

from workbench.lookup.failure import LookUpFailed

NO_ADDRESS = "{host} is not known to the network: check the name and the connection"
NO_CONNECTION = "{host} cannot be reached ({reason}): check the network and the proxy"
NO_ANSWER = "{host} did not answer in time: check the network, or try again later"
NOT_TRUSTED = (
    "The certificate of {host} is not trusted ({reason}): put that of its authority into Docker's "
    "certs.d folder, or name the host as insecure in Docker's settings"
)
NO_TLS = "{host} does not speak HTTPS ({reason}): name it as insecure in Docker's settings"
BROKEN = "{host} broke off its answer ({reason}): try again later"


def fault(error: httpx.HTTPError | httpx.InvalidURL, host: str) -> LookUpFailed:
    """Return what `error` means for somebody who asked `host`."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return LookUpFailed(NOT_TRUSTED, host=host, reason=cause.verify_message or str(cause))
        if isinstance(cause, ssl.SSLError):
            return LookUpFailed(NO_TLS, host=host, reason=cause.reason or str(cause))
        if isinstance(cause, socket.gaierror):
            return LookUpFailed(NO_ADDRESS, host=host)
    if isinstance(error, httpx.TimeoutException):
        return LookUpFailed(NO_ANSWER, host=host)
    reason = str(error) or type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        refused = next((c for c in causes if isinstance(c, ConnectionRefusedError)), None)
        reason = (refused.strerror if refused else "") or reason
        return LookUpFailed(NO_CONNECTION, host=host, reason=reason)
    return LookUpFailed(BROKEN, host=host, reason=reason)


def _causes(error: BaseException) -> list[BaseException]:
    """Return `error` and what led to it, groups included; at most a few."""
    found: list[BaseException] = []
    open_: list[BaseException | None] = [error]
    while open_ and len(found) < 20:
        cause = open_.pop(0)
        if cause is None or cause in found:
            continue
        found.append(cause)
        if isinstance(cause, BaseExceptionGroup):
            open_ += cause.exceptions
        open_ += (cause.__cause__, cause.__context__)
    return found
