"""Which image a component stands for, or why it is not asked for."""

from __future__ import annotations

from workbench.lookup.lookup import LeftOut
from workbench.model.component import Component, Origin
from workbench.model.image import DEFAULT_REGISTRY, ImageReference
from workbench.model.purl import ecosystem, parse_purl

OWN = "Own images that no file says are published are not looked up"
UNRESOLVED = "Images whose tag only a build knows are not looked up"
ODD = "Image names that no registry takes are not looked up"
_TYPES = ("docker", "oci")


def wanted_image(component: Component) -> ImageReference | LeftOut | None:
    """Return the image to ask for; None where the component is no image."""
    if ecosystem(component.purl) not in _TYPES:
        return None
    if component.origin is Origin.SELF_BUILT:
        return _published(component) or LeftOut(component.purl, OWN)
    if not component.version and all(
        o.constraint or any(t.name == "unresolved" for t in o.traits) for o in component.occurrences
    ):
        return LeftOut(component.purl, UNRESOLVED)
    try:
        image = ImageReference.of_purl(parse_purl(component.purl))
        return ImageReference.parse(_written(image))
    except ValueError:
        return LeftOut(component.purl, ODD)


def _published(component: Component) -> ImageReference | None:
    """Return where an own image is pushed to: only a name with its registry says so."""
    for name in component.traits("published-as"):
        try:
            image = ImageReference.parse(name)
        except ValueError:
            continue
        if image.registry != DEFAULT_REGISTRY or name.startswith(f"{DEFAULT_REGISTRY}/"):
            return image
    return None


def _written(image: ImageReference) -> str:
    tag = f":{image.tag}" if image.tag else ""
    digest = f"@{image.digest}" if image.digest else ""
    return f"{image.registry}/{image.repository}{tag}{digest}"
