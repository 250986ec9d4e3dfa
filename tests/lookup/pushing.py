"""Images made in memory and pushed to a registry by plain HTTP, as any client would."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import requests

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
GZIPPED = "application/vnd.oci.image.layer.v1.tar+gzip"
DOCKER_GZIPPED = "application/vnd.docker.image.rootfs.diff.tar.gzip"

Descriptor = dict[str, object]


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def layer(files: Mapping[str, bytes | str | None], *, packed: bool = True) -> bytes:
    """A layer with these files; a text is a link's target, None a folder."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            if content is None:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            elif isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
            else:
                entry.size, entry.mode = len(content), 0o755
            archive.addfile(entry, io.BytesIO(content) if isinstance(content, bytes) else None)
    return gzip.compress(made.getvalue(), mtime=0) if packed else made.getvalue()


@dataclass
class Pusher:
    """Pushes to one registry."""

    address: str
    """`http://127.0.0.1:5000`"""
    login: tuple[str, str] | None = None
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def host(self) -> str:
        return self.address.partition("://")[2]

    def blob(self, repository: str, data: bytes, media_type: str) -> Descriptor:
        base = f"{self.address}/v2/{repository}/blobs"
        begun = self.session.post(f"{base}/uploads/", auth=self.login)
        begun.raise_for_status()
        place = begun.headers["Location"]
        url = f"{place}{'&' if '?' in place else '?'}digest={digest(data)}"
        self.session.put(url, data=data, auth=self.login).raise_for_status()
        return {"mediaType": media_type, "digest": digest(data), "size": len(data)}

    def manifest(self, repository: str, tag: str, document: Mapping[str, object]) -> Descriptor:
        """Push a manifest; without a tag under its digest."""
        data = json.dumps(document).encode()
        kind = str(document["mediaType"])
        url = f"{self.address}/v2/{repository}/manifests/{tag or digest(data)}"
        self.session.put(
            url, data=data, headers={"Content-Type": kind}, auth=self.login
        ).raise_for_status()
        return {"mediaType": kind, "digest": digest(data), "size": len(data)}

    def image(
        self,
        repository: str,
        tag: str,
        architecture: str,
        *,
        docker: bool = False,
        layers: Iterable[tuple[bytes, str]] = (),
        config: Mapping[str, object] | None = None,
        **platform: str,
    ) -> Descriptor:
        """Push one image; return what an index says of it."""
        kind, config_kind = (
            (DOCKER_MANIFEST, DOCKER_CONFIG) if docker else (OCI_MANIFEST, OCI_CONFIG)
        )
        told = {"os": "linux", "architecture": architecture, **platform}
        about = {**told, "rootfs": {"type": "layers", "diff_ids": []}, "config": config or {}}
        document = {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": self.blob(repository, json.dumps(about).encode(), config_kind),
            "layers": [self.blob(repository, data, media) for data, media in layers],
        }
        return self.manifest(repository, tag, document) | {"platform": told}

    def index(
        self, repository: str, tag: str, entries: Iterable[Descriptor], *, docker: bool = False
    ) -> Descriptor:
        kind = DOCKER_LIST if docker else OCI_INDEX
        document = {"schemaVersion": 2, "mediaType": kind, "manifests": list(entries)}
        return self.manifest(repository, tag, document)

    def several(self, repository: str, tag: str, *architectures: str) -> Descriptor:
        """Push an index of images for these architectures."""
        return self.index(repository, tag, [self.image(repository, "", a) for a in architectures])

    def attestation(self, repository: str, of: Descriptor) -> Descriptor:
        """Push what BuildKit says of an image, as `docker buildx build` puts it into an index."""
        statement = {"_type": "https://in-toto.io/Statement/v0.1", "subject": []}
        document = {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": self.blob(
                repository,
                json.dumps({"architecture": "unknown", "os": "unknown"}).encode(),
                OCI_CONFIG,
            ),
            "layers": [
                self.blob(
                    repository, json.dumps(statement).encode(), "application/vnd.in-toto+json"
                )
            ],
        }
        return self.manifest(repository, "", document) | {
            "annotations": {
                "vnd.docker.reference.digest": of["digest"],
                "vnd.docker.reference.type": "attestation-manifest",
            },
            "platform": {"architecture": "unknown", "os": "unknown"},
        }
