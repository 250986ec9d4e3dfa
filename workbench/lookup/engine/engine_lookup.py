"""Container images on the engine of this machine, and what it learns of them from registries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from workbench.lookup.beside import beside
from workbench.lookup.engine.docker_engine import (
    SECONDS,
    Distributed,
    Engine,
    LocalImage,
    addresses,
)
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.lookup import Answer, Errand, LeftOut
from workbench.lookup.means import Means
from workbench.lookup.oci.image_question import HAS_ARM64, NO_LINE, written
from workbench.lookup.oci.platform import Platform, named
from workbench.lookup.oci.wanted_image import wanted_image
from workbench.model.component import Component, Origin
from workbench.model.evidence import Evidence, Source
from workbench.model.image import DEFAULT_REGISTRY, ImageReference
from workbench.model.status import Status

LOCAL_ARM64 = "The copy of {image} on this machine's engine is for {platforms}"
LOCAL_OTHER = (
    "The copy of {image} on this machine's engine is for {platforms}; that says nothing of others"
)
NO_PLATFORMS = "The engine learns no platform of {image} from the registry"
NOT_AVAILABLE = "No Docker or Podman engine is available on this machine"
_AT_A_TIME = 4
Result = TypeVar("Result")


class EngineLookup:
    """Asks the local engine which images it has, for what; and through it, registries."""

    id = "engine"
    title = "The Docker or Podman engine of this machine"

    def __init__(self, *, registries: bool) -> None:
        """`registries` allows that the engine asks registries where our own question failed."""
        self._registries = registries

    def errand(self, component: Component) -> Errand | LeftOut | None:
        """Say which engine would be asked."""
        if not _images(component):
            return None
        return Errand(purl=component.purl, hosts=(addresses()[0],))

    def open(self, means: Means) -> _Asker:
        """Return what asks the engine."""
        return _Asker(means, self._registries)


class _Asker:
    def __init__(self, means: Means, registries: bool) -> None:
        self._means = means
        self._registries = registries
        self._turns = asyncio.Semaphore(_AT_A_TIME)
        self._engine: asyncio.Future[Engine | None] | None = None

    async def ask(self, component: Component) -> Answer:
        """Return what the engine has, and where need be what it learns; nothing without one."""
        if self._engine is None:
            self._engine = asyncio.ensure_future(self._found())
        engine = await asyncio.shield(self._engine)
        if engine is None:
            return Answer(purl=component.purl, unavailable=NOT_AVAILABLE)
        evidence: list[Evidence] = []
        async with self._turns:
            for image in _images(component):
                local = await _blocking(partial(engine.image, _name(image)))
                if local is not None and local.platform is not None:
                    evidence.append(_of_local(image, local.platform, engine))
                if self._registries and await self._unanswered(component, image):
                    far = await _blocking(partial(engine.distributed, _name(image)))
                    if far is not None:
                        evidence.append(_of_distributed(image, far, local, engine))
        return Answer(purl=component.purl, evidence=tuple(evidence))

    async def _found(self) -> Engine | None:
        engine = await _blocking(Engine.find)
        if engine is not None:
            self._means.at_end(engine.close)
        return engine

    async def _unanswered(self, component: Component, image: ImageReference) -> bool:
        if component.origin is Origin.SELF_BUILT:
            return False
        try:
            await self._means.images.find(image)
        except LookUpFailed:
            return True
        return False


async def _blocking(work: Callable[[], Result | None]) -> Result | None:
    try:
        return await beside(work, seconds=SECONDS)
    except TimeoutError:
        return None


def _images(component: Component) -> tuple[ImageReference, ...]:
    """Return the names under which the engine may have it: an own image by all its names."""
    image = wanted_image(component)
    if isinstance(image, ImageReference):
        return (image,)
    found: dict[ImageReference, None] = {}
    if component.origin is Origin.SELF_BUILT:
        for name in component.traits("published-as"):
            try:
                found[ImageReference.parse(name)] = None
            except ValueError:
                continue
    return tuple(found)


def _name(image: ImageReference) -> str:
    """Return the reference as engines take it."""
    host = "" if image.registry == DEFAULT_REGISTRY else f"{image.registry}/"
    version = f"@{image.digest}" if image.digest else f":{image.tag or 'latest'}"
    return f"{host}{image.repository}{version}"


def _of_local(image: ImageReference, platform: Platform, engine: Engine) -> Evidence:
    """Say what the copy here is for. One for x86 may stand beside others that are not here."""
    arm64 = platform.is_arm64
    return _said(
        image,
        engine,
        Source.ARTIFACT,
        Status.READY if arm64 else Status.UNKNOWN,
        LOCAL_ARM64 if arm64 else LOCAL_OTHER,
        (platform,),
    )


def _of_distributed(
    image: ImageReference, far: Distributed, local: LocalImage | None, engine: Engine
) -> Evidence:
    """Say what the registry told the engine.

    It names no platform of a single image in OCI's format: then the copy here knows, if it is the
    same one.
    """
    platforms = far.platforms
    if platforms is None and local and local.platform and far.digest in local.digests:
        platforms = (local.platform,)
    if platforms is None:
        return _said(image, engine, Source.INDEX, Status.UNKNOWN, NO_PLATFORMS, ())
    arm64 = any(p.is_arm64 for p in platforms)
    status = Status.READY if arm64 else Status.BLOCKED
    return _said(image, engine, Source.INDEX, status, HAS_ARM64 if arm64 else NO_LINE, platforms)


def _said(
    image: ImageReference,
    engine: Engine,
    source: Source,
    status: Status,
    detail: str,
    platforms: tuple[Platform, ...],
) -> Evidence:
    return Evidence(
        source=source,
        status=status,
        detail=detail,
        values=(("image", written(image)), ("platforms", named(platforms))),
        date=datetime.now(UTC).date().isoformat(),
        origin=engine.address,
    )
