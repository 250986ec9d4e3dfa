"""Container images, opened: what the arm64 variant really holds."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec

from workbench.lookup.beside import beside
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.inside.contents import Layers
from workbench.lookup.inside.pipe import Pipe
from workbench.lookup.inside.started import started
from workbench.lookup.inside.unpacked import FAULTS, TooMuch
from workbench.lookup.inside.verdict import Verdict, verdict
from workbench.lookup.lookup import Answer, Errand, File, LeftOut
from workbench.lookup.means import Means
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.image_lookup import ImageLookup
from workbench.lookup.oci.image_question import failed, written
from workbench.lookup.oci.images import Found, Variant
from workbench.lookup.oci.manifest import NOT_ITSELF, Descriptor, Single
from workbench.lookup.oci.platform import platform_of
from workbench.lookup.oci.registry import Registry
from workbench.lookup.oci.wanted_image import wanted_image
from workbench.model.component import Component
from workbench.model.evidence import Evidence, Source
from workbench.model.image import ImageReference

MOST_FETCHED = 4 * 1024 * 1024 * 1024
"""Bytes of one image's layers as the registry holds them."""
MOST_SECONDS = 15 * 60.0
MOST_KEPT = 8 * 1024 * 1024
"""Bytes of package lists that are worth a place in the cache."""
_AT_A_TIME = 2
"""Images that are opened at once: unpacking keeps a processor busy."""

TOO_LARGE = "The arm64 image of {image} is larger than what is opened: look at it yourself"
TOO_SLOW = "The arm64 image of {image} did not arrive in {minutes} minutes: try again"
BROKEN_LAYER = "A layer of {image} cannot be unpacked ({reason}): push it again"
OTHER_CONFIG = "Its configuration says {platform}"
_PACKED = ("tar", "gzip", "zstd", "layer", "rootfs")


class _Seen(msgspec.Struct, frozen=True):
    """What an image holds: it cannot change."""

    verdict: Verdict
    note: str
    files: tuple[File, ...]
    on: str


class InsideLookup:
    """Fetches the arm64 variant of an image and looks at the programs and packages in it."""

    id = "inside"
    title = "Inside of container images"

    def __init__(self, settings: DockerSettings) -> None:
        self._images = ImageLookup(settings)

    def errand(self, component: Component) -> Errand | LeftOut | None:
        """Say where the image would be fetched: where it is asked for."""
        return self._images.errand(component)

    def open(self, means: Means) -> _Asker:
        """Return what fetches and opens."""
        return _Asker(means)


class _Asker:
    def __init__(self, means: Means) -> None:
        self._means = means
        self._turns = asyncio.Semaphore(_AT_A_TIME)

    async def ask(self, component: Component) -> Answer:
        """Return what the image's arm64 variant holds; nothing where it has none."""
        image = wanted_image(component)
        if image is None or isinstance(image, LeftOut):
            return Answer(purl=component.purl)
        try:
            found = await self._means.images.find(image)
        except LookUpFailed:  # which the question to the registry has told already
            return Answer(purl=component.purl, failed=True)
        if found.arm64 is None:
            return Answer(purl=component.purl)
        async with self._turns:
            try:
                return await self._opened(component.purl, image, found, found.arm64)
            except LookUpFailed as error:
                today = datetime.now(UTC).date().isoformat()
                said = failed(error, image.registry, today)
                said = msgspec.structs.replace(said, source=Source.ARTIFACT)
                return Answer(purl=component.purl, evidence=(said,), failed=True)

    async def _opened(
        self, purl: str, image: ImageReference, found: Found, arm64: Variant
    ) -> Answer:
        key = f"inside {arm64.digest}"
        kept = self._means.cache.get(key, _Seen)
        if kept:
            seen = kept[0]
        else:
            place = self._means.images.place_of(found, image)
            registry = self._means.registries.at(place)
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    seen = await self._look(registry, place.repository, arm64.digest, image)
            except TimeoutError as error:
                minutes = f"{MOST_SECONDS / 60:.0f}"
                raise LookUpFailed(TOO_SLOW, image=written(image), minutes=minutes) from error
            if sum(len(f.content) for f in seen.files) <= MOST_KEPT:
                self._means.cache.put(key, seen)
        evidence = Evidence(
            source=Source.ARTIFACT,
            status=seen.verdict.status,
            detail=seen.verdict.detail,
            values=tuple(sorted((seen.verdict.values | {"image": written(image)}).items())),
            note=seen.note,
            url=found.url.replace(found.digest, arm64.digest),
            date=seen.on,
            origin=found.host,
        )
        return Answer(purl=purl, evidence=(evidence,), files=seen.files)

    async def _look(
        self, registry: Registry, repository: str, digest: str, image: ImageReference
    ) -> _Seen:
        manifest = await registry.manifest(repository, digest)
        if not isinstance(manifest, Single):
            raise LookUpFailed(BROKEN_LAYER, image=written(image), reason="an index in its place")
        layers = [d for d in manifest.layers if any(w in d.media_type for w in _PACKED)]
        if sum(layer.size for layer in layers) > MOST_FETCHED:
            raise LookUpFailed(TOO_LARGE, image=written(image))
        config = _config(await registry.config(repository, manifest.config.digest))
        read = Layers(self._means.platforms_of)
        for layer in reversed(layers):
            await _add(read, registry, repository, layer, image)
        inner = config.get("config")
        starts = started(inner if isinstance(inner, dict) else {}, read.contents)
        platform = platform_of(config)
        other = platform is not None and not platform.is_arm64
        return _Seen(
            verdict=verdict(read.contents, starts, written(image)),
            note=OTHER_CONFIG.format(platform=platform.text) if platform and other else "",
            files=tuple(read.contents.lists.values()),
            on=datetime.now(UTC).date().isoformat(),
        )


async def _add(
    read: Layers, registry: Registry, repository: str, layer: Descriptor, image: ImageReference
) -> None:
    """Stream one layer through `read` and verify it. Raises LookUpFailed."""
    pipe = Pipe()
    seen = hashlib.new(layer.digest.partition(":")[0])
    try:
        async with registry.layer(repository, layer.digest) as chunks:
            reading = asyncio.ensure_future(beside(lambda: _read(read, pipe), seconds=MOST_SECONDS))
            try:
                await pipe.fill(_counted(chunks, seen, image, reading))
                await reading
            finally:
                pipe.stop()
                if not reading.done():
                    reading.cancel()
                    with suppress(BaseException):
                        await reading
    except TooMuch as error:
        raise LookUpFailed(TOO_LARGE, image=written(image)) from error
    except FAULTS as error:
        raise LookUpFailed(BROKEN_LAYER, image=written(image), reason=str(error)) from error
    if f"{layer.digest.partition(':')[0]}:{seen.hexdigest()}" != layer.digest:
        raise LookUpFailed(NOT_ITSELF, host=registry.host, image=written(image))


def _read(read: Layers, pipe: Pipe) -> None:
    """Read a layer, and let nobody wait for a reader that failed."""
    try:
        read.add(pipe)
    finally:
        pipe.stop()


async def _counted(
    chunks: AsyncIterator[bytes],
    seen: hashlib._Hash,
    image: ImageReference,
    reading: asyncio.Future[None],
) -> AsyncIterator[bytes]:
    """Pass chunks on while they are read, no more than MOST_FETCHED of them."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > MOST_FETCHED:
            raise LookUpFailed(TOO_LARGE, image=written(image))
        seen.update(chunk)
        if reading.done():  # it failed: whoever waits for it learns why
            return
        yield chunk


def _config(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
