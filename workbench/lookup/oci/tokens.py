"""Tokens of a registry: https://distribution.github.io/distribution/spec/auth/token/.

The registry names the server that gives tokens, and the user's login goes there, as Docker sends
it. It goes nowhere by plain HTTP, unless to a registry that is itself asked so.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import msgspec

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.challenge import Challenge
from workbench.lookup.oci.credentials import Login
from workbench.lookup.web.web import Reply, Web

CLIENT = "graviton-workbench"
_MOST_BYTES = 1024 * 1024
_USUAL_SECONDS = 60.0
"""How long a token is good for that does not say it."""
_SPARE_SECONDS = 10.0

NOTHING_GIVEN = "{host} gives no token for {registry} (status {status}): try again later"
LOGIN_REFUSED = "{host} refuses your login for {registry}: renew it with docker login {registry}"
ODD_ANSWER = "{host} answers something that is no token for {registry}"
UNSAFE = "{registry} wants a login sent to {host} by plain HTTP, which is not done"


class Token(msgspec.Struct, frozen=True):
    """What stands in an Authorization header, and until when (by the clock of `Tokens`)."""

    value: str
    until: float


class Tokens:
    """Asks one registry's token server, once for each scope."""

    def __init__(
        self,
        web: Web,
        registry: str,
        *,
        plain: bool,
        verified: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`plain` says that the registry itself is asked by plain HTTP."""
        self._web = web
        self._registry = registry
        self._plain = plain
        self._verified = verified
        self._clock = clock
        self._kept: dict[str, Token] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    def kept(self, scope: str) -> str:
        """Return the token for `scope` that was given before and is still good; empty if none."""
        token = self._kept.get(scope)
        return token.value if token and self._clock() < token.until else ""

    def forget(self, scope: str) -> None:
        """Ask anew for `scope` the next time: the registry did not take the token."""
        self._kept.pop(scope, None)

    async def get(self, challenge: Challenge, scope: str, login: Login) -> str:
        """Return a token for `scope`. Raises LookUpFailed.

        A login that is refused is not the end: what is public needs none.
        """
        async with self._asking.setdefault(scope, asyncio.Lock()):
            return await self._get(challenge, scope, login)

    async def _get(self, challenge: Challenge, scope: str, login: Login) -> str:
        if kept := self.kept(scope):
            return kept
        realm = challenge.parameters.get("realm", "")
        host = urlsplit(realm).netloc
        if login and urlsplit(realm).scheme != "https" and not self._plain:
            raise LookUpFailed(UNSAFE, host=host or realm, registry=self._registry)
        reply = await self._asked(challenge, scope, login)
        if reply.status in (400, 401, 403) and login:
            public = await self._asked(challenge, scope, Login())
            if public.status != 200:
                raise LookUpFailed(LOGIN_REFUSED, host=host, registry=self._registry)
            reply = public
        if reply.status != 200:
            status = str(reply.status)
            raise LookUpFailed(NOTHING_GIVEN, host=host, registry=self._registry, status=status)
        token = self._read(reply, host)
        self._kept[scope] = token
        return token.value

    async def _asked(self, challenge: Challenge, scope: str, login: Login) -> Reply:
        realm = challenge.parameters.get("realm", "")
        service = challenge.parameters.get("service", "")
        asked = {"scope": scope} | ({"service": service} if service else {})
        verified = self._verified or urlsplit(realm).netloc != self._registry
        if login.token:
            form = asked | {
                "grant_type": "refresh_token",
                "refresh_token": login.token,
                "client_id": CLIENT,
            }
            return await self._web.ask(
                "POST", realm, form=form, most=_MOST_BYTES, verified=verified
            )
        headers = {"Authorization": basic(login)} if login else {}
        if login:
            asked |= {"account": login.username}
        sign = "&" if "?" in realm else "?"
        url = f"{realm}{sign}{urlencode(asked)}"
        return await self._web.ask("GET", url, headers=headers, most=_MOST_BYTES, verified=verified)

    def _read(self, reply: Reply, host: str) -> Token:
        try:
            told = json.loads(reply.body)
            value = told.get("token") or told["access_token"]
            seconds = float(told.get("expires_in") or _USUAL_SECONDS)
            if not (isinstance(value, str) and value.isascii() and value.isprintable()):
                raise ValueError
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise LookUpFailed(ODD_ANSWER, host=host, registry=self._registry) from error
        return Token(value, self._clock() + max(seconds - _SPARE_SECONDS, 1.0))


def basic(login: Login) -> str:
    """Return what stands in an Authorization header for `login` (RFC 7617)."""
    pair = f"{login.username}:{login.password}".encode()
    return f"Basic {base64.b64encode(pair).decode('ascii')}"
