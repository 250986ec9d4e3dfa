"""From an image reference to the platforms that it is there for."""

from __future__ import annotations

import asyncio
import json

import msgspec

from workbench.lookup.cache import DAY, FAILURE, Cache, Value
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.credentials import settings_stamp
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.manifest import Descriptor, Index, Single, is_digest
from workbench.lookup.oci.place import Place, places_of
from workbench.lookup.oci.platform import Platform, platform_of
from workbench.lookup.oci.registry import Registries, Registry
from workbench.model.image import ImageReference

DEFAULT_TAG = "latest"
_DEEPEST = 3
_MOST_OPENED = 40
"""Manifests of one index that name no platform and are opened for it."""

NO_PLATFORM = "{host} has {image}, but nothing in it names a platform: it may be no image"


class Variant(msgspec.Struct, frozen=True):
    """One image of an index, or the only one: its platform and the digest of its manifest."""

    platform: Platform
    digest: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What is there under a name. `single` says that the name is of one image and no index."""

    host: str
    repository: str
    digest: str
    single: bool
    variants: tuple[Variant, ...]
    seen: float = 0.0
    """Seconds since the epoch: when the registry said so."""

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms, in the order of the index."""
        return tuple(v.platform for v in self.variants)

    @property
    def arm64(self) -> Variant | None:
        """The image that Graviton runs, where there is one."""
        return next((v for v in self.variants if v.platform.is_arm64), None)

    @property
    def url(self) -> str:
        """Where the manifest stands."""
        return f"https://{self.host}/v2/{self.repository}/manifests/{self.digest}"


class _Kept(msgspec.Struct, frozen=True):
    """What a digest means wherever it lies: it cannot change."""

    single: bool
    variants: tuple[Variant, ...]


class _KeptFailure(msgspec.Struct, frozen=True):
    detail: str
    values: dict[str, str]
    definite: bool


class Images:
    """Asks registries for images, and remembers what they said."""

    def __init__(
        self,
        registries: Registries,
        settings: DockerSettings,
        cache: Cache,
        *,
        lifetime: float = DAY,
    ) -> None:
        """`lifetime` is how long a tag is believed to stay what it was, in seconds."""
        self._registries = registries
        self._settings = settings
        self._cache = cache
        self._lifetime = lifetime
        self._stamp = settings_stamp()
        self._asking: dict[ImageReference, asyncio.Future[Found]] = {}

    async def find(self, image: ImageReference) -> Found:
        """Return what `image` is there for, at the first place that has it. Raises LookUpFailed.

        Without tag and digest it means `latest`, as engines read it.
        """
        if image not in self._asking:
            self._asking[image] = asyncio.ensure_future(self._find(image))
        return await asyncio.shield(self._asking[image])

    async def _find(self, image: ImageReference) -> Found:
        reference = image.digest or image.tag or DEFAULT_TAG
        places = places_of(image, self._settings)
        own = f"{places[-1].host}/{places[-1].repository} {reference}"
        if kept := self._kept(own, places, reference):
            return kept
        for place in places:
            try:
                found = await self._at(place, reference)
            except LookUpFailed as error:
                if place is places[-1] or error.final:
                    self._keep_failure(own, error)
                    raise
                continue
            self._keep(own, found)
            return found
        raise AssertionError(places)

    async def tags(self, image: ImageReference) -> tuple[str, ...]:
        """Return the tags of the image's repository. Raises LookUpFailed."""
        places = places_of(image, self._settings)
        key = f"tags {places[-1].host}/{places[-1].repository}"
        if kept := self._fresh(key, tuple[str, ...]):
            return kept
        for place in places:
            try:
                found = await self._registries.at(place).tags(place.repository)
            except LookUpFailed:
                if place is places[-1]:
                    raise
                continue
            self._cache.put(key, found, seconds=self._lifetime)
            return found
        raise AssertionError(places)

    def place_of(self, found: Found, image: ImageReference) -> Place:
        """Return the place at which `found` was found."""
        places = places_of(image, self._settings)
        return next((p for p in places if p.host == found.host), places[-1])

    # --- asking

    async def _at(self, place: Place, reference: str) -> Found:
        registry = self._registries.at(place)
        known = await self._same_as_before(registry, place, reference)
        if known:
            return known
        top = await registry.manifest(place.repository, reference)
        if kept := self._known(top.digest):
            variants, single = kept.variants, kept.single
        else:
            single = isinstance(top, Single)
            variants = tuple(await _variants(registry, place.repository, top, None, _Budget()))
            if variants:
                self._cache.put(f"digest {top.digest}", _Kept(single, variants))
        if not variants:
            sign = "@" if ":" in reference else ":"
            named = f"{place.repository}{sign}{reference}"
            raise LookUpFailed(NO_PLATFORM, final=True, definite=True, host=place.host, image=named)
        if not is_digest(reference):
            self._cache.put(f"at {place.host}/{place.repository} {reference}", top.digest)
        return self._found(place, top.digest, _Kept(single, variants))

    async def _same_as_before(
        self, registry: Registry, place: Place, reference: str
    ) -> Found | None:
        """Return what is known of a tag that was asked for before, if it still means the same."""
        before = self._cache.get(f"at {place.host}/{place.repository} {reference}", str)
        if before is None:
            return None
        digest = await registry.digest(place.repository, reference)
        kept = self._known(digest) if digest == before[0] else None
        return self._found(place, digest, kept) if kept else None

    def _found(self, place: Place, digest: str, kept: _Kept) -> Found:
        return Found(
            host=place.host,
            repository=place.repository,
            digest=digest,
            single=kept.single,
            variants=kept.variants,
            seen=self._cache.now(),
        )

    # --- remembering

    def _kept(self, own: str, places: tuple[Place, ...], reference: str) -> Found | None:
        """Return what is remembered of a name. Raises LookUpFailed where it failed lately."""
        if told := self._fresh(f"failed {self._stamp} {own}", _KeptFailure):
            raise LookUpFailed(told.detail, definite=told.definite, values=told.values)
        if ":" not in reference:
            return self._fresh(f"tag {own}", Found)
        kept = self._cache.get(f"digest {reference}", _Kept)
        if kept is None:
            return None
        known = kept[0]
        return Found(
            host=places[-1].host,
            repository=places[-1].repository,
            digest=reference,
            single=known.single,
            variants=known.variants,
            seen=kept[1],
        )

    def _fresh(self, key: str, type_: type[Value]) -> Value | None:
        """Return what is remembered and not older than what is believed now."""
        kept = self._cache.get(key, type_)
        return kept[0] if kept and self._cache.now() - kept[1] < self._lifetime else None

    def _known(self, digest: str) -> _Kept | None:
        kept = self._cache.get(f"digest {digest}", _Kept)
        return kept[0] if kept else None

    def _keep(self, own: str, found: Found) -> None:
        if not own.endswith(f" {found.digest}"):
            self._cache.put(f"tag {own}", found, seconds=self._lifetime)

    def _keep_failure(self, own: str, error: LookUpFailed) -> None:
        content = _KeptFailure(error.detail, dict(error.values), error.definite)
        self._cache.put(f"failed {self._stamp} {own}", content, seconds=FAILURE)


class _Budget:
    """How many manifests of one name may still be opened."""

    def __init__(self) -> None:
        self.left = _MOST_OPENED


async def _variants(
    registry: Registry,
    repository: str,
    manifest: Index | Single,
    told: Platform | None,
    budget: _Budget,
    depth: int = 0,
) -> list[Variant]:
    """Return the images that `manifest` leads to. Raises LookUpFailed.

    What an index says of an entry is believed; an entry of which it says nothing is opened, be it
    an index in an index or an image whose configuration knows.
    """
    if isinstance(manifest, Single):
        platform = told or await platform_of_single(registry, repository, manifest)
        return [Variant(platform, manifest.digest)] if platform else []
    found: list[Variant] = []
    for entry in manifest.entries:
        if entry.platform and not _may_be_index(entry):
            found.append(Variant(entry.platform, entry.digest))
            continue
        if depth >= _DEEPEST or budget.left <= 0:
            continue
        budget.left -= 1
        inner = await registry.manifest(repository, entry.digest)
        found += await _variants(registry, repository, inner, entry.platform, budget, depth + 1)
    return found


def _may_be_index(entry: Descriptor) -> bool:
    return "index" in entry.media_type or "list" in entry.media_type


async def platform_of_single(
    registry: Registry, repository: str, manifest: Single
) -> Platform | None:
    """Return the platform that an image's configuration names; None where it is no image."""
    if not manifest.is_image:
        return None
    config = await registry.config(repository, manifest.config.digest)
    try:
        return platform_of(json.loads(config))
    except (ValueError, RecursionError):
        return None
