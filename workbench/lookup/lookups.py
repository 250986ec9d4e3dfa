"""Every look-up there is."""

from __future__ import annotations

from workbench.lookup.engine.engine_lookup import EngineLookup
from workbench.lookup.inside.inside_lookup import InsideLookup
from workbench.lookup.lookup import Lookup
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.image_lookup import ImageLookup


def lookups(settings: DockerSettings, *, online: bool) -> tuple[Lookup, ...]:
    """Return the look-ups, in the order in which they are asked.

    `online` says whether the engine may go on to registries where we could not.
    """
    return (ImageLookup(settings), InsideLookup(settings), EngineLookup(registries=online))
