"""Components as scanners would fold them, for tests of what is known about them."""

from packageurl import PackageURL

from workbench.model.component import Component, Kind, Occurrence, Origin, Scope, Trait
from workbench.model.image import ImageReference

_KINDS = {
    "docker": Kind.CONTAINER_IMAGE,
    "deb": Kind.OS_PACKAGE,
    "rpm": Kind.OS_PACKAGE,
    "apk": Kind.OS_PACKAGE,
    "generic": Kind.TOOL,
}


def component(
    purl,
    *,
    kind=None,
    origin=Origin.DOWNLOADED,
    constraint="",
    traits=(),
    scope=Scope.RUNTIME,
    name="",
):
    parsed = PackageURL.from_string(purl)
    occurrence = Occurrence(
        path="somewhere",
        line=1,
        scope=scope,
        constraint=constraint,
        traits=tuple(Trait(*t) for t in traits),
        reader="test",
    )
    return Component(
        purl=purl,
        name=name or parsed.name,
        version=parsed.version or "",
        kind=kind or _KINDS.get(parsed.type, Kind.LIBRARY),
        origin=origin,
        occurrences=(occurrence,),
    )


def image(reference, **more):
    return component(ImageReference.parse(reference).purl, **more)


def module(*traits, name="shop"):
    return component(
        f"pkg:generic/{name}", kind=Kind.APPLICATION, origin=Origin.SELF_BUILT, traits=traits
    )


def runtime(purl, **more):
    return component(purl, kind=Kind.RUNTIME, **more)
