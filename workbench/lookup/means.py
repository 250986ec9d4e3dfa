"""What the look-ups of one run share: cache, connections, logins."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from workbench.lookup.cache import DAY, Cache
from workbench.lookup.oci.credentials import Credentials
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.images import Images
from workbench.lookup.oci.registry import Registries
from workbench.lookup.web.trust import Trust
from workbench.lookup.web.web import Web

PlatformsOf = Callable[[bytes, int], tuple[str, ...]]
"""Given the first bytes of a file and its size: what compiled code in it runs on, if it is any."""


class Means:
    """Made for one run, on the event loop of that run; each part when it is first needed."""

    def __init__(
        self,
        cache: Cache,
        settings: DockerSettings,
        *,
        lifetime: float = DAY,
        platforms_of: PlatformsOf = lambda head, size: (),  # noqa: ARG005
    ) -> None:
        self.cache = cache
        self.settings = settings
        self.platforms_of = platforms_of
        self._lifetime = lifetime
        self._at_end: list[Callable[[], None]] = []

    @cached_property
    def web(self) -> Web:
        """Connections, with the certificates that Docker would believe."""
        return Web(Trust(self.settings.certificates))

    @cached_property
    def registries(self) -> Registries:
        """Container registries, with the user's logins."""
        return Registries(self.web, Credentials())

    @cached_property
    def images(self) -> Images:
        """Container images by reference."""
        return Images(self.registries, self.settings, self.cache, lifetime=self._lifetime)

    def at_end(self, work: Callable[[], None]) -> None:
        """Have `work` done when the run ends, however it ends."""
        self._at_end.append(work)

    async def close(self) -> None:
        """Close what was opened; the cache stays."""
        for work in self._at_end:
            work()
        if "web" in self.__dict__:
            await self.web.close()
