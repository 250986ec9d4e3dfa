"""A container image reference in a file, as a sighting."""

from __future__ import annotations

from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.scan.containers.own_image import OwnImage
from workbench.scan.shell.expansion import Expansion


def sight_image(
    reference: Expansion,
    at: Occurrence,
    published: dict[str, OwnImage],
    traits: tuple[Trait, ...] = (),
) -> Sighting | Problem:
    """Return what `reference` names, or the problem with it.

    A name in `published` is the project's own image. A tag that is not known gives no version: the
    tag as written becomes the constraint.
    """
    if reference.unknown:
        return _partly_known(reference, at, published, traits)
    try:
        image = ImageReference.parse(reference.text)
    except ValueError as error:
        return Problem(at.path, str(error).replace("\n", " "), at.line)
    own = published.get(image.name)
    if own:
        return sight_own_image(own, at, traits)
    if image.digest:
        traits = (*traits, Trait("digest", image.digest))
    return Sighting(
        purl=image.purl,
        name=image.name,
        version=image.version,
        kind=Kind.CONTAINER_IMAGE,
        occurrence=_place(at, traits),
    )


def _partly_known(
    reference: Expansion,
    at: Occurrence,
    published: dict[str, OwnImage],
    traits: tuple[Trait, ...],
) -> Sighting | Problem:
    name, _, tag = split_reference(reference.masked)
    if "\0" in name:
        missing = ", ".join(dict.fromkeys(u.expression for u in reference.unknown))
        return Problem(
            at.path,
            f"image name is not literal: {missing} has no value in {reference.text}",
            at.line,
        )
    try:
        # A tag that is known counts where only the digest behind it is not.
        pinned, at_sign, _ = tag.partition("@")
        known = f":{pinned}" if at_sign and "\0" not in pinned else ""
        image = ImageReference.parse(name + known)
    except ValueError as error:
        return Problem(at.path, str(error).replace("\n", " "), at.line)
    own = published.get(image.name)
    if own:
        return sight_own_image(own, at, traits)
    constraint = reference.text[len(name) + 1 :] if tag and not known else ""
    return Sighting(
        purl=image.purl,
        name=image.name,
        version=image.version,
        kind=Kind.CONTAINER_IMAGE,
        occurrence=_place(
            at, (*traits, Trait("unresolved", reference.text)), constraint=constraint
        ),
    )


def sight_own_image(own: OwnImage, at: Occurrence, traits: tuple[Trait, ...] = ()) -> Sighting:
    """Return a mention of one of the project's own images."""
    return Sighting(
        purl=own.purl,
        name=own.name,
        kind=Kind.CONTAINER_IMAGE,
        origin=Origin.SELF_BUILT,
        occurrence=_place(at, (Trait("own-image", own.dockerfile), *traits)),
    )


def split_reference(text: str) -> tuple[str, str, str]:
    """Split `name:tag` or `name@digest` into name, separator and the rest."""
    # The colon before a registry's port is no separator.
    name, at, digest = text.partition("@")
    slash = name.rfind("/")
    colon = name.find(":", slash + 1)
    if colon >= 0:
        return name[:colon], ":", text[colon + 1 :]
    return name, at, digest


def _place(at: Occurrence, traits: tuple[Trait, ...], constraint: str = "") -> Occurrence:
    return Occurrence(
        path=at.path,
        line=at.line,
        scope=at.scope,
        direct=at.direct,
        constraint=constraint,
        traits=traits,
        reader=at.reader,
    )
