"""A container image reference, as Docker and OCI read it."""

from __future__ import annotations

import msgspec
from packageurl import PackageURL

from workbench.model.purl import make_purl
from workbench.model.regex import regex

DEFAULT_REGISTRY = "docker.io"

OFFICIAL_COPIES = (
    "public.ecr.aws/docker/library/",
    "mirror.gcr.io/library/",
    "quay.io/lib/",
)
"""Where copies of Docker's official images lie, under the same names."""

_NAME = regex(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*")
_TAG = regex(r"\w[\w.-]{0,127}")
_DIGEST = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}")


class ImageReference(msgspec.Struct, frozen=True, kw_only=True):
    """`registry/repository:tag@digest`, with Docker's defaults for what is left out.

    `repository` keeps Docker Hub's implied `library/` off, as people write it. Grammar: the
    distribution project's reference package.
    """

    registry: str
    repository: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> ImageReference:
        """Parse a reference as written. Raises ValueError naming what is wrong with it."""
        rest, _, digest = text.strip().partition("@")
        if digest and not _DIGEST.fullmatch(digest):
            raise ValueError(f"image reference {text!r}: {digest!r} is no digest")
        head, slash, tail = rest.partition("/")
        if slash and ("." in head or ":" in head or head == "localhost"):
            registry, rest = head, tail
        else:
            registry = DEFAULT_REGISTRY
        repository, colon, tag = rest.partition(":")
        if colon and not _TAG.fullmatch(tag):
            raise ValueError(f"image reference {text!r}: {tag!r} is no tag")
        if not _NAME.fullmatch(repository):
            raise ValueError(f"image reference {text!r}: {repository!r} is no repository name")
        if registry in ("index.docker.io", "registry-1.docker.io"):
            registry = DEFAULT_REGISTRY
        if registry == DEFAULT_REGISTRY:
            repository = repository.removeprefix("library/")
        return cls(registry=registry, repository=repository, tag=tag, digest=digest)

    @classmethod
    def of_purl(cls, purl: PackageURL) -> ImageReference:
        """Return the image that a `docker` or `oci` purl names, with its tag and digest."""
        qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
        registry = str(qualifiers.get("repository_url", DEFAULT_REGISTRY))
        repository = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
        if "/" in registry:
            registry, _, path = registry.partition("/")
            repository = path if path.endswith(purl.name) else f"{path}/{purl.name}"
        version, tag = purl.version or "", str(qualifiers.get("tag", ""))
        pinned = ":" in version
        return cls(
            registry=registry,
            repository=repository,
            tag=tag if pinned else version,
            digest=version if pinned else "",
        )

    @property
    def name(self) -> str:
        """The name people use: the registry only where it is not Docker Hub."""
        if self.registry == DEFAULT_REGISTRY:
            return self.repository
        return f"{self.registry}/{self.repository}"

    @property
    def official_name(self) -> str:
        """The name, where it is a copy of one of Docker's official images the name of that."""
        for copies in OFFICIAL_COPIES:
            if self.name.startswith(copies):
                return self.name.removeprefix(copies)
        return self.name

    @property
    def version(self) -> str:
        """The digest where one pins the image, else the tag."""
        return self.digest or self.tag

    @property
    def purl(self) -> str:
        """The image's package URL; a tag beside a digest becomes a qualifier."""
        namespace, _, name = self.repository.rpartition("/")
        qualifiers = {}
        if self.registry != DEFAULT_REGISTRY:
            qualifiers["repository_url"] = self.registry
        if self.digest and self.tag:
            qualifiers["tag"] = self.tag
        return make_purl("docker", name, self.version, namespace=namespace, qualifiers=qualifiers)
