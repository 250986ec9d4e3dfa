"""One registry as a client of the OCI distribution API sees it.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
import msgspec

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.challenge import Challenge, challenges
from workbench.lookup.oci.credentials import Credentials
from workbench.lookup.oci.manifest import (
    ACCEPTED,
    NOT_ITSELF,
    Index,
    Single,
    digest_of,
    is_digest,
    read_manifest,
)
from workbench.lookup.oci.place import Place
from workbench.lookup.oci.tokens import Tokens, basic
from workbench.lookup.web.web import Reply, Web

MOST_MANIFEST = 4 * 1024 * 1024
"""Bytes, as the distribution specification has it."""
MOST_CONFIG = 8 * 1024 * 1024
MOST_TAGS = 20_000
_MOST_PAGES = 40
_PAGE = 1000

NOT_FOUND = "{host} has no {image}, or does not show it to you: check the name, or sign in"
REFUSED = "{host} refuses {image}: sign in with docker login {registry}"
FAULTY = "{host} answers with status {status} for {image}: try again later"


class Registry:
    """One host: how it is spoken to is found out once, then everything goes the same way."""

    def __init__(self, place: Place, web: Web, credentials: Credentials) -> None:
        self.host = place.host
        self._place = place
        self._web = web
        self._credentials = credentials
        self._verified = not place.insecure
        self._met: asyncio.Future[str] | None = None
        self._challenge: Challenge | None = None
        self._tokens: Tokens | None = None

    async def manifest(self, repository: str, reference: str) -> Index | Single:
        """Return the manifest of a tag or digest, verified. Raises LookUpFailed."""
        reply = await self._get(
            repository, f"manifests/{reference}", MOST_MANIFEST, reference, {"Accept": ACCEPTED}
        )
        told = reference if is_digest(reference) else reply.headers.get("docker-content-digest", "")
        digest = digest_of(reply.body, told)
        image = _image(repository, reference)
        if is_digest(told) and digest != told:
            raise LookUpFailed(NOT_ITSELF, host=self.host, image=image)
        media_type = reply.headers.get("content-type", "")
        return read_manifest(reply.body, media_type, digest, host=self.host, image=image)

    async def digest(self, repository: str, tag: str) -> str:
        """Return the digest that a tag has now; empty where the registry does not say it.

        Some registries count a manifest against a limit, and this question not. Raises
        LookUpFailed.
        """
        async with self._opened(
            repository, f"manifests/{tag}", tag, {"Accept": ACCEPTED}, method="HEAD"
        ) as response:
            told = response.headers.get("docker-content-digest", "")
            return told if is_digest(told) else ""

    async def config(self, repository: str, digest: str) -> bytes:
        """Return an image's configuration, verified. Raises LookUpFailed."""
        reply = await self._get(repository, f"blobs/{digest}", MOST_CONFIG, digest)
        if digest_of(reply.body, digest) != digest:
            raise LookUpFailed(NOT_ITSELF, host=self.host, image=_image(repository, digest))
        return reply.body

    @asynccontextmanager
    async def layer(self, repository: str, digest: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """Give the bytes of a layer as they come; whoever reads them verifies them."""
        path = f"blobs/{digest}"
        async with self._opened(repository, path, digest) as response:
            yield self._web.chunks(response)

    async def tags(self, repository: str) -> tuple[str, ...]:
        """Return the tags of a repository, up to MOST_TAGS. Raises LookUpFailed."""
        found: dict[str, None] = {}
        path = f"tags/list?n={_PAGE}"
        for _ in range(_MOST_PAGES):
            reply = await self._get(repository, path, MOST_MANIFEST, "")
            tags = _tags(reply.body)
            if not tags or tags[-1] in found:
                break
            found |= dict.fromkeys(tags)
            path = self._next(reply)
            if not path or len(found) >= MOST_TAGS:
                break
        return tuple(found)

    # --- inside

    async def _get(
        self,
        repository: str,
        path: str,
        most: int,
        reference: str,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        async with self._opened(repository, path, reference, headers) as response:
            return await self._web.read(response, most)

    @asynccontextmanager
    async def _opened(
        self,
        repository: str,
        path: str,
        reference: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
    ) -> AsyncIterator[httpx.Response]:
        """Give an answer of status 200, after whatever login it takes. Raises LookUpFailed."""
        base = await self._base()
        url = f"{base}/v2/{repository}/{path}"
        scope = f"repository:{repository}:pull"
        for again in (True, False):
            sent = {**(headers or {}), **await self._authorization(scope)}
            async with self._web.opened(
                method, url, headers=sent, verified=self._verified
            ) as reply:
                if reply.status_code == 401 and again and self._asks(reply, scope):
                    continue
                if reply.status_code != 200:
                    raise self._failure(reply.status_code, _image(repository, reference))
                yield reply
                return

    def _asks(self, reply: httpx.Response, scope: str) -> bool:
        """Whether the answer asks for what we can still show."""
        asked = _best(challenges(reply.headers.get_list("www-authenticate")))
        if asked is None or self._tokens is None:
            return False
        if self._challenge == asked and asked.scheme == "basic":
            return False
        self._challenge = asked
        self._tokens.forget(scope)
        return True

    async def _authorization(self, scope: str) -> dict[str, str]:
        asked, tokens = self._challenge, self._tokens
        if asked is None or tokens is None:
            return {}
        login = await self._credentials.of(self._place.registry)
        if asked.scheme == "basic":
            return {"Authorization": basic(login)} if login.username else {}
        return {"Authorization": f"Bearer {await tokens.get(asked, scope, login)}"}

    async def _base(self) -> str:
        """Return the scheme and host that answer; the first who asks finds it out for all."""
        if self._met is None:
            self._met = asyncio.ensure_future(self._meet())
        return await asyncio.shield(self._met)

    async def _meet(self) -> str:
        schemes = ("https", "http") if self._place.insecure else ("https",)
        if self._place.plain_only:
            schemes = ("http",)
        for scheme in schemes:
            base = f"{scheme}://{self.host}"
            try:
                reply = await self._web.ask(
                    "GET", f"{base}/v2/", most=MOST_MANIFEST, verified=self._verified
                )
            except LookUpFailed:
                if scheme == schemes[-1]:
                    raise
                continue
            self._tokens = Tokens(
                self._web, self.host, plain=scheme == "http", verified=self._verified
            )
            if reply.status == 401:
                self._challenge = _best(challenges(reply.headers.get_list("www-authenticate")))
            return base
        raise AssertionError(schemes)

    def _failure(self, status: int, image: str) -> LookUpFailed:
        registry = self._place.registry
        if status in (401, 403):
            remark = self._credentials.remarks.get(registry)
            if remark:
                return LookUpFailed(remark[0], values=remark[1])
            return LookUpFailed(REFUSED, host=self.host, image=image, registry=registry)
        if status == 404:
            return LookUpFailed(NOT_FOUND, definite=True, host=self.host, image=image)
        return LookUpFailed(FAULTY, host=self.host, image=image, status=str(status))

    def _next(self, reply: Reply) -> str:
        """Return the path of the next page; empty where there is none on this host."""
        link = httpx.Response(200, headers=reply.headers).links.get("next", {}).get("url")
        if not link:
            return ""
        target = urlsplit(urljoin(reply.url, link))
        if target.netloc != urlsplit(reply.url).netloc:
            return ""
        wanted = {k: v[-1] for k, v in parse_qs(target.query).items() if k in ("n", "last")}
        return f"tags/list?{urlencode(wanted)}" if target.path.endswith("/tags/list") else ""


class Registries:
    """The registries of one run, each met once."""

    def __init__(self, web: Web, credentials: Credentials) -> None:
        self._web = web
        self._credentials = credentials
        self._met: dict[tuple[str, str, bool], Registry] = {}

    def at(self, place: Place) -> Registry:
        """Return the registry at `place`."""
        key = place.host, place.registry, place.insecure
        if key not in self._met:
            self._met[key] = Registry(
                msgspec.structs.replace(place, repository=""), self._web, self._credentials
            )
        return self._met[key]


def _best(asked: list[Challenge]) -> Challenge | None:
    """Return the challenge that is answered: a token's before a password's."""
    for scheme in ("bearer", "basic"):
        for challenge in asked:
            if challenge.scheme == scheme:
                return challenge
    return None


def _image(repository: str, reference: str) -> str:
    if not reference:
        return repository
    return f"{repository}{'@' if ':' in reference else ':'}{reference}"


def _tags(body: bytes) -> list[str]:
    try:
        told = json.loads(body).get("tags")
    except (ValueError, AttributeError, RecursionError):
        return []
    return [t for t in told if isinstance(t, str)] if isinstance(told, list) else []
