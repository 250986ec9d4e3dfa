"""An operating system that the workload has, on a host or inside an image."""

from __future__ import annotations

import msgspec

from workbench.knowledge.system_images import system_of_image
from workbench.knowledge.systems import System
from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.purl import parse_purl


def system_sighting(system: System, place: Occurrence) -> Sighting:
    """Return the operating system `system` as seen in `place`."""
    return Sighting(
        purl=system.purl,
        name=system.title,
        version=system.release,
        kind=Kind.OPERATING_SYSTEM,
        occurrence=place,
    )


def held_system(image: Sighting) -> Sighting | None:
    """Return the operating system that an image holds, where its name tells release and all.

    The trait `image` joins the two; the place and the scope are the image's.
    """
    if image.kind is not Kind.CONTAINER_IMAGE or image.origin is not Origin.DOWNLOADED:
        return None
    reference = ImageReference.of_purl(parse_purl(image.purl))
    system = system_of_image(reference)
    if system is None:
        return None
    named = f"{reference.name}:{reference.tag}" if reference.tag else reference.name
    place = msgspec.structs.replace(
        image.occurrence, constraint="", traits=(Trait("image", named),)
    )
    return system_sighting(system, place)
