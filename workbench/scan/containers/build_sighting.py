"""What a build that some file describes says beside its Dockerfile: contexts and platforms."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.model.problem import Problem
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import OwnImage
from workbench.scan.shell.download_address import X86, named_architecture
from workbench.scan.shell.expansion import Expansion

_IMAGE_CONTEXT = "docker-image://"


def named_context(
    source: Expansion, at: Occurrence, published: dict[str, OwnImage]
) -> Iterator[Sighting | Problem]:
    """Yield the image that stands in for a named context; folders and addresses are none."""
    first = source.parts[0] if source.parts else ""
    if isinstance(first, str) and first.startswith(_IMAGE_CONTEXT):
        reference = Expansion.of([first.removeprefix(_IMAGE_CONTEXT), *source.parts[1:]])
        yield sight_image(reference, at, published)


def only_platforms(build: ImageBuild, own: OwnImage, at: Occurrence) -> Iterator[Sighting]:
    """Yield the platforms of a build that is made for x86 alone.

    One among several that names arm64, too, pins nothing.
    """
    linux = [p for p in build.platforms if not p.startswith(("windows", "darwin"))]
    if linux and all(named_architecture(platform) == X86 for platform in linux):
        yield sight_own_image(own, at, tuple(Trait("platform", p) for p in linux))
