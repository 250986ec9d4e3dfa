"""Container images, asked for at their registries."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.lookup import Answer, Errand, LeftOut
from workbench.lookup.means import Means
from workbench.lookup.oci.credentials import Credentials
from workbench.lookup.oci.docker_settings import DockerSettings
from workbench.lookup.oci.image_question import ask, failed
from workbench.lookup.oci.images import Images
from workbench.lookup.oci.known_registries import known_registry
from workbench.lookup.oci.place import places_of
from workbench.lookup.oci.wanted_image import wanted_image
from workbench.model.component import Component, Origin


class ImageLookup:
    """Looks images up by the OCI distribution API."""

    id = "registry"
    title = "Container registries"

    def __init__(self, settings: DockerSettings) -> None:
        self._settings = settings
        self._credentials: Credentials | None = None

    def errand(self, component: Component) -> Errand | LeftOut | None:
        """Say where the image would be asked for; reads Docker's settings, sends nothing."""
        image = wanted_image(component)
        if image is None or isinstance(image, LeftOut):
            return image
        try:
            places = places_of(image, self._settings)
        except LookUpFailed as error:
            return LeftOut(component.purl, error.text)
        if self._credentials is None:
            self._credentials = Credentials()
        return Errand(
            purl=component.purl,
            hosts=tuple(place.host for place in places),
            also=known_registry(places[-1].registry).also,
            login=self._credentials.has_for(places[-1].registry),
            plain=places[-1].insecure,
        )

    def open(self, means: Means) -> _Asker:
        """Return what asks."""
        return _Asker(means.images, self._settings)


class _Asker:
    def __init__(self, images: Images, settings: DockerSettings) -> None:
        self._images = images
        self._settings = settings

    async def ask(self, component: Component) -> Answer:
        """Return what the registry says of the image that `component` is."""
        image = wanted_image(component)
        if image is None or isinstance(image, LeftOut):
            return Answer(purl=component.purl)
        try:
            own = component.origin is Origin.SELF_BUILT
            evidence = await ask(image, self._images, own=own)
            return Answer(purl=component.purl, evidence=(evidence,))
        except LookUpFailed as error:
            host = known_registry(image.registry).host or image.registry
            today = datetime.now(UTC).date().isoformat()
            found = failed(error, host, today)
            return Answer(purl=component.purl, evidence=(found,), failed=True)
