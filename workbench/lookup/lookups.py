"""Every look-up there is."""

from __future__ import annotations

from workbench.lookup.inside.inside_lookup import InsideLookup
from workbench.lookup.lookup import Lookup
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.image_lookup import ImageLookup


def lookups(settings: DockerSettings) -> tuple[Lookup, ...]:
    """Return the look-ups, in the order in which they are asked."""
    return (ImageLookup(settings), InsideLookup(settings))
