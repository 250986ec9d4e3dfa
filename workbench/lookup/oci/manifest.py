"""The documents of a registry, as the OCI image specification and Docker's have them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.platform import Platform, platform_of

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
ACCEPTED = ", ".join((OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST))

_INDEXES = frozenset({OCI_INDEX, DOCKER_LIST})
_SINGLES = frozenset({OCI_MANIFEST, DOCKER_MANIFEST})
_SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+"
_CONFIGS = frozenset(
    {"application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"}
)
_ATTESTS = "vnd.docker.reference.type"
"""The annotation by which BuildKit marks what it says of an image beside the images."""
MOST_ENTRIES = 200
MOST_LAYERS = 256
_HASHES = {"sha256": 64, "sha384": 96, "sha512": 128}

SCHEMA_1 = (
    "{host} holds {image} in the format of 2014 (schema 1), which engines no longer pull: "
    "push it again"
)
NOT_A_MANIFEST = "{host} gives something for {image} that is no manifest ({reason})"
NOT_ITSELF = "What {host} sends for {image} does not match its digest: try again, or tell its owner"


class Descriptor(msgspec.Struct, frozen=True):
    """What a manifest points at: media type, digest and size in bytes as they are claimed."""

    media_type: str
    digest: str
    size: int = 0
    platform: Platform | None = None


class Index(msgspec.Struct, frozen=True):
    """Several images under one name; attestations are left out."""

    digest: str
    entries: tuple[Descriptor, ...]


class Single(msgspec.Struct, frozen=True):
    """One image: its configuration, which names the platform, and its layers, the lowest first."""

    digest: str
    config: Descriptor
    layers: tuple[Descriptor, ...]

    @property
    def is_image(self) -> bool:
        """Whether it is an image at all: registries hold charts, signatures and more."""
        return self.config.media_type in _CONFIGS


def read_manifest(
    body: bytes, media_type: str, digest: str, *, host: str, image: str
) -> Index | Single:
    """Read a manifest whose digest was verified. Raises LookUpFailed."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise LookUpFailed(NOT_A_MANIFEST, host=host, image=image, reason="no JSON") from error
    if not isinstance(document, dict):
        raise LookUpFailed(NOT_A_MANIFEST, host=host, image=image, reason="no JSON object")
    told = document.get("mediaType")
    kind = told if isinstance(told, str) and told else media_type.partition(";")[0].strip()
    if document.get("schemaVersion") == 1 or kind.startswith(_SCHEMA_1):
        raise LookUpFailed(SCHEMA_1, definite=True, host=host, image=image)
    if kind in _INDEXES or (kind not in _SINGLES and "manifests" in document):
        entries = [_descriptor(d) for d in _list(document.get("manifests"))[:MOST_ENTRIES]]
        return Index(digest, tuple(d for d in entries if d is not None))
    config = _descriptor(document.get("config"))
    if config is None:
        raise LookUpFailed(NOT_A_MANIFEST, host=host, image=image, reason=kind or "no media type")
    layers = [_descriptor(d) for d in _list(document.get("layers"))[:MOST_LAYERS]]
    return Single(digest, config, tuple(d for d in layers if d is not None))


def digest_of(body: bytes, like: str = "sha256:") -> str:
    """Return the digest of `body` by the algorithm of the digest `like`."""
    name = like.partition(":")[0]
    return f"{name}:{hashlib.new(name if name in _HASHES else 'sha256', body).hexdigest()}"


def is_digest(text: object) -> bool:
    """Whether `text` is a digest whose content can be verified."""
    if not isinstance(text, str):
        return False
    name, _, hex_ = text.partition(":")
    return len(hex_) == _HASHES.get(name) and set(hex_) <= set("0123456789abcdef")


def _descriptor(value: Any) -> Descriptor | None:
    """Return what `value` points at; None for what is no pointer to an image or its parts."""
    if not isinstance(value, dict) or not is_digest(value.get("digest")):
        return None
    notes = value.get("annotations")
    platform = value.get("platform")
    if isinstance(notes, dict) and _ATTESTS in notes:
        return None
    if isinstance(platform, dict) and "unknown" in (
        platform.get("os"),
        platform.get("architecture"),
    ):
        return None
    media_type, size = value.get("mediaType"), value.get("size")
    return Descriptor(
        media_type if isinstance(media_type, str) else "",
        value["digest"],
        size if isinstance(size, int) and size > 0 else 0,
        platform_of(platform),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
