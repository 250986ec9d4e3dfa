"""Requests to many hosts at once: so many at a time for each, at the pace that it allows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from workbench import __version__
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.web.faults import fault
from workbench.lookup.web.pace import Pace
from workbench.lookup.web.trust import Trust

CONNECTIONS = 20
"""To one host, at most."""
_MOST_HOPS = 5
_MOST_TRIES = 30
_MOST_BREAKS = 2
_TIMEOUT = httpx.Timeout(20.0, connect=10.0, pool=None)
_TIMEOUT_ON_TRIAL = httpx.Timeout(20.0, connect=3.0, pool=None)
"""Of a host that may speak no HTTPS at all, and may not say so."""
_CLOSING_SECONDS = 0.3
_REDIRECTS = (301, 302, 303, 307, 308)

BUSY = "{host} allows no more requests for now: sign in with docker login, or try again later"
TOO_MUCH = "{host} sends more than the {most} bytes that are read of such an answer"
ASTRAY = "{host} leads to {other}, where nothing is asked: tell the owner of the registry"


class Reply(msgspec.Struct, frozen=True):
    """An answer: status, headers with names in small letters, body, and who gave it at last."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str


class _Host:
    """One scheme, name and port: its connections, its pace, and whether it is worth a try."""

    def __init__(self, name: str, made: Callable[[], httpx.AsyncClient], connections: int) -> None:
        self.name = name
        self.pace = Pace()
        self.dead: LookUpFailed | None = None
        self._made = made
        self._turns = asyncio.Semaphore(connections)
        self._free: list[httpx.AsyncClient] = []
        self.clients: list[httpx.AsyncClient] = []

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[httpx.AsyncClient]:
        """Give one of the connections, when there is one to have.

        Each is a client of its own: a pool looks at all of its connections at every request.
        """
        async with self._turns:
            if not self._free:
                self.clients.append(self._made())
                self._free.append(self.clients[-1])
            client = self._free.pop()
            try:
                yield client
            finally:
                self._free.append(client)


class Web:
    """HTTP for one run of look-ups. Credentials in `headers` never reach another host."""

    def __init__(self, trust: Trust, *, connections: int = CONNECTIONS) -> None:
        self._trust = trust
        self._connections = connections
        self._hosts: dict[tuple[str, str, bool], _Host] = {}

    async def ask(
        self,
        method: str,
        url: str,
        *,
        most: int,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        verified: bool = True,
    ) -> Reply:
        """Return the answer, whatever its status, with up to `most` bytes. Raises LookUpFailed."""
        async with self.opened(
            method, url, headers=headers, form=form, verified=verified
        ) as response:
            return await self.read(response, most)

    async def read(self, response: httpx.Response, most: int) -> Reply:
        """Return an opened answer with its body, of up to `most` bytes. Raises LookUpFailed."""
        body = await _body(response, most)
        return Reply(response.status_code, response.headers, body, str(response.url))

    @asynccontextmanager
    async def opened(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        verified: bool = True,
    ) -> AsyncIterator[httpx.Response]:
        """Give the answer with its body unread. Raises LookUpFailed.

        A busy host is asked again after its pause; redirections are followed, without credentials
        where they lead to another host, and not from HTTPS to HTTP. `verified` is for the first
        host only.
        """
        sent = dict(headers or {})
        for _ in range(_MOST_HOPS):
            host = self._host(url, verified)
            async with host.turn() as client:
                response = await self._sent(host, client, method, url, sent, form)
                try:
                    target = _target(response, url) if form is None else None
                    if target is None:
                        yield response
                        return
                finally:
                    await response.aclose()
            if _origin(target) != _origin(url):
                sent = {k: v for k, v in sent.items() if k.lower() != "authorization"}
                verified = True
            url = target
        raise LookUpFailed(ASTRAY, host=host.name, other=_name(url))

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """Yield an opened answer's body as it comes. Raises LookUpFailed."""
        try:
            async for chunk in response.aiter_raw():
                yield chunk
        except httpx.HTTPError as error:
            raise fault(error, response.url.netloc.decode("ascii", "replace")) from error

    async def close(self) -> None:
        """Close every connection; those that hang are left to the system."""
        clients = (client for host in self._hosts.values() for client in host.clients)
        closing = [asyncio.ensure_future(client.aclose()) for client in clients]
        self._hosts = {}
        if closing:
            with suppress(Exception):
                _, open_ = await asyncio.wait(closing, timeout=_CLOSING_SECONDS)
                for task in open_:
                    task.cancel()

    async def _sent(
        self,
        host: _Host,
        client: httpx.AsyncClient,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
    ) -> httpx.Response:
        breaks = 0
        for _ in range(_MOST_TRIES):
            if host.dead:
                raise host.dead
            await host.pace.wait()
            try:
                request = client.build_request(method, url, headers=headers, data=form)
                response = await client.send(request, stream=True)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                failed = fault(error, host.name)
                breaks += 1
                lost = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if breaks < _MOST_BREAKS and not isinstance(error, httpx.TimeoutException):
                    continue  # a connection that was kept open may have been closed meanwhile
                if lost:
                    host.dead = failed  # everybody else need not wait for the same
                raise failed from error
            if not host.pace.learn(response.status_code, response.headers):
                return response
            await response.aclose()
            if host.pace.hopeless:
                host.dead = LookUpFailed(BUSY, host=host.name)
        raise LookUpFailed(BUSY, host=host.name)

    def _host(self, url: str, verified: bool) -> _Host:
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc, verified)
        host = self._hosts.get(key)
        if host is None:
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise LookUpFailed(ASTRAY, host=parts.netloc or url, other=url)
            if _is_link_local(parts.hostname):
                raise LookUpFailed(ASTRAY, host=parts.netloc, other=parts.netloc)
            tls = parts.scheme == "https"
            made = partial(
                httpx.AsyncClient,
                verify=self._trust.settings(parts.netloc, verified=verified) if tls else False,
                limits=httpx.Limits(max_connections=1),
                timeout=_TIMEOUT if verified else _TIMEOUT_ON_TRIAL,
                headers={
                    "User-Agent": f"graviton-workbench/{__version__}",
                    "Accept-Encoding": "identity",
                },
            )
            host = self._hosts[key] = _Host(parts.netloc, made, self._connections)
        return host


async def _body(response: httpx.Response, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    host = response.url.netloc.decode("ascii", "replace")
    try:
        async for part in response.aiter_bytes():
            size += len(part)
            if size > most:
                raise LookUpFailed(TOO_MUCH, host=host, most=f"{most:,}")
            parts.append(part)
    except httpx.HTTPError as error:
        raise fault(error, host) from error
    return b"".join(parts)


def _target(response: httpx.Response, url: str) -> str | None:
    """Return where the answer leads; None where it is the answer itself."""
    if response.status_code not in _REDIRECTS or "location" not in response.headers:
        return None
    target = urljoin(url, response.headers["location"])
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
        raise LookUpFailed(ASTRAY, host=_name(url), other=_name(target))
    return target


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _name(url: str) -> str:
    return urlsplit(url).netloc or url


def _is_link_local(host: str) -> bool:
    """Whether nothing but the own machine's surroundings answers there: a cloud's secrets do."""
    try:
        return ip_address(host).is_link_local
    except ValueError:
        return False
