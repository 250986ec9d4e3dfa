"""What the registry says of one image: evidence on the version in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.images import DEFAULT_TAG, Found, Images
from workbench.lookup.oci.platform import named
from workbench.lookup.oci.tag_line import later_tags, names_arm64, without_x86
from workbench.model.evidence import Evidence, Source
from workbench.model.image import ImageReference
from workbench.model.status import Status

MOST_PROBES = 12
"""Further tags of one repository that are asked for: enough to halve a list of thousands."""

HAS_ARM64 = "The registry has {image} for arm64 ({platforms})"
ARM64_ONLY = "The registry has {image} for {platforms} alone, no index of several architectures"
LATER_HAS = "The registry has {image} for {platforms} only; the tag {since} has arm64"
OTHER_TAG = "The registry has {image} for {platforms} only; its tag {since} is for arm64"
DIGEST_OF_ONE = "The digest names the image for {platforms} alone: pin that of the index of {tag}"
DIGEST_WITHOUT_TAG = (
    "The digest names the image for {platforms} alone: pin that of an index of several "
    "architectures, if there is one"
)
NONE_LATER = (
    "The registry has {image} for {platforms} only, and no later tag of the same line that was "
    "looked at ({count}) has arm64"
)
NOT_SEARCHED = (
    "The registry has {image} for {platforms} only; whether a later tag has arm64 is not known "
    "({reason})"
)
NO_LINE = "The registry has {image} for {platforms} only"
NAMED_ARM64 = "The tag of {image} names arm64, but the registry has it for {platforms} only"
USE_INDEX = "{name}:{tag}@{digest}"
USE_TAG = "{name}:{tag}"


async def ask(image: ImageReference, images: Images, *, own: bool = False) -> Evidence:
    """Return what the registry says of `image`. Raises LookUpFailed where it says nothing.

    `own` says that the project builds it: what its registry lacks is to be built.
    """
    found = await images.find(image)
    if found.arm64:
        return _said(found, image, Status.READY, ARM64_ONLY if found.single else HAS_ARM64)
    if own:
        return _said(found, image, Status.REBUILD, NO_LINE)
    if image.digest:
        return await _pinned(found, image, images)
    tag = image.tag or DEFAULT_TAG
    try:
        for other in without_x86(tag):
            if await _has_arm64(image, other, images):
                way = USE_TAG.format(name=image.name, tag=other)
                return _said(found, image, Status.CHANGE, OTHER_TAG, alternative=way, since=other)
        later = later_tags(tag, await images.tags(image))
        first, looked_at = await _first_with_arm64(image, later, images)
    except LookUpFailed as error:  # that this tag lacks arm64 is known all the same
        return _said(found, image, Status.BLOCKED, NOT_SEARCHED, reason=error.text)
    if first:
        return _said(found, image, Status.UPGRADE, LATER_HAS, min_version=first, since=first)
    if names_arm64(tag):
        return _said(found, image, Status.BLOCKED, NAMED_ARM64)
    if not looked_at:
        return _said(found, image, Status.BLOCKED, NO_LINE)
    return _said(found, image, Status.BLOCKED, NONE_LATER, count=str(looked_at))


async def _pinned(found: Found, image: ImageReference, images: Images) -> Evidence:
    """Say what a digest without arm64 means: a pin to one architecture, if it is of one image."""
    if image.tag:
        tagged = ImageReference(registry=image.registry, repository=image.repository, tag=image.tag)
        try:
            index = await images.find(tagged)
        except LookUpFailed:
            index = None
        if index and index.arm64 and not index.single:
            way = USE_INDEX.format(name=image.name, digest=index.digest, tag=image.tag)
            return _said(found, image, Status.CHANGE, DIGEST_OF_ONE, alternative=way, tag=image.tag)
    if found.single:
        return _said(found, image, Status.CHANGE, DIGEST_WITHOUT_TAG)
    return _said(found, image, Status.BLOCKED, NO_LINE)


async def _first_with_arm64(
    image: ImageReference, later: Sequence[str], images: Images
) -> tuple[str, int]:
    """Return the lowest of `later` that has arm64, and how many were looked at.

    Once a line has arm64 it keeps it, by and large: if the last one has it, the first is found by
    halving. Its neighbour below was looked at and lacks it, so the answer holds of what was seen.
    Raises LookUpFailed.
    """
    if not later:
        return "", 0
    if not await _has_arm64(image, later[-1], images):
        return "", 1
    low, high, looked_at = 0, len(later) - 1, 1
    while low < high and looked_at < MOST_PROBES:
        middle = (low + high) // 2
        looked_at += 1
        if await _has_arm64(image, later[middle], images):
            high = middle
        else:
            low = middle + 1
    return later[high], looked_at


async def _has_arm64(image: ImageReference, tag: str, images: Images) -> bool:
    """Whether `tag` is there and has arm64. Raises LookUpFailed where that cannot be told."""
    other = ImageReference(registry=image.registry, repository=image.repository, tag=tag)
    try:
        return (await images.find(other)).arm64 is not None
    except LookUpFailed as error:
        if error.definite:
            return False
        raise


def _said(
    found: Found,
    image: ImageReference,
    status: Status,
    detail: str,
    *,
    min_version: str = "",
    alternative: str = "",
    **values: str,
) -> Evidence:
    told = {"image": written(image), "platforms": named(found.platforms)}
    return Evidence(
        source=Source.INDEX,
        status=status,
        detail=detail,
        values=tuple(sorted((told | values).items())),
        min_version=min_version,
        alternative=alternative,
        url=found.url,
        date=datetime.fromtimestamp(found.seen, UTC).date().isoformat(),
        origin=found.host,
    )


def failed(error: LookUpFailed, host: str, day: str) -> Evidence:
    """Return the evidence that a look-up failed: it says so and decides nothing."""
    return Evidence(
        source=Source.INDEX,
        status=Status.UNKNOWN,
        detail=error.detail,
        values=error.values,
        date=day,
        origin=host,
    )


def written(image: ImageReference) -> str:
    """Return the reference as people write it, with the tag that is meant where none is."""
    tag = image.tag or ("" if image.digest else DEFAULT_TAG)
    short = image.digest[:19]
    return f"{image.name}{f':{tag}' if tag else ''}{f'@{short}' if short else ''}"
