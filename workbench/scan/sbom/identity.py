"""A package URL as another tool wrote it, and the one by which this scanner knows the same thing.

Tools put into qualifiers what is no identity: architecture and release of the host, file names,
checksums. Here they become traits, so that one component seen by two tools is one component.
"""

from __future__ import annotations

import re

import msgspec
from packageurl import PackageURL

from workbench.model.component import Kind, Trait
from workbench.model.image import DEFAULT_REGISTRY, ImageReference
from workbench.model.purl import make_purl, parse_purl, slug
from workbench.model.regex import regex
from workbench.scan.jvm.native_classifier import classifier_traits

OS_PACKAGES = frozenset({"deb", "rpm", "apk", "alpm", "opkg"})
IMAGES = frozenset({"docker", "oci"})
_WITHOUT_RANGES = OS_PACKAGES | IMAGES | {"generic"}
_LIBRARIES = frozenset(
    {
        *("bower", "cargo", "clojars", "cocoapods", "composer", "conan", "conda", "cpan", "cran"),
        *("gem", "golang", "hackage", "hex", "luarocks", "maven", "npm", "nuget", "pub", "pypi"),
        "swift",
    }
)
_KINDS_BY_TYPE = {
    "application": Kind.APPLICATION,
    "container": Kind.CONTAINER_IMAGE,
    "file": Kind.BINARY,
    "operating-system": Kind.OPERATING_SYSTEM,
    "platform": Kind.RUNTIME,
}
_RANGE = regex(r"[<>=^~!(\[*]|v?\d+(?:\.\d+)*\.[xX*]|.*(?:\|\||,\s*[<>=]|\s-\s|\.\*)")
_GO_WITHOUT_V = regex(r"\d+\.\d+\.\d+")
_PLAIN = regex(
    r"pkg:(npm|maven|cargo|gem|pypi)/(?:([a-z0-9.-]+)/)?([a-z0-9.-]+)@(\d[A-Za-z0-9.-]*\d)"
    r"(?:\?(?:type=jar|vcs_url=[^&#]*|checksum=[^&#]*))?"
)
_DIGEST = regex(r"[a-z0-9]+:[0-9a-f]{32,}")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What a component is called here. `constraint` is a version that was no version."""

    purl: str
    name: str
    kind: Kind
    version: str = ""
    constraint: str = ""
    traits: tuple[Trait, ...] = ()


def identity_of_purl(text: str, version: str = "", type_: str = "") -> Identity | None:
    """Return what `text` means; `version` stands beside it and counts where the purl has none.

    `type_` is CycloneDX's word. None where `text` is no purl.
    """
    plain = _plain(text, type_)
    if plain is not None:
        return plain
    try:
        purl = parse_purl(text.strip())
    except ValueError:
        return None
    if purl.type in IMAGES:
        return _image(purl, version)
    exact, constraint = _exact(purl.type, purl.version or version)
    if purl.type == "golang" and purl.namespace and _GO_WITHOUT_V.match(exact):
        exact = f"v{exact}"  # modules have it; the standard library has not
    qualifiers = _qualifiers(purl) if purl.type in ("generic", "helm") else {}
    try:
        same = make_purl(
            purl.type, purl.name, exact, namespace=purl.namespace or "", qualifiers=qualifiers
        )
    except ValueError:
        return None
    return Identity(
        purl=same,
        name=_name(purl),
        kind=_kind(purl.type, type_),
        version=exact,
        constraint=constraint,
        traits=_traits(purl),
    )


def identity_of_name(
    name: str, version: str = "", *, group: str = "", cpe: str = "", type_: str = ""
) -> Identity | None:
    """Return a generic component for what has no purl: by its CPE's product, else by its name."""
    vendor, product, cpe_version = _cpe(cpe)
    label = slug(name) or slug(product)
    if not label:
        return None
    exact, constraint = _exact("generic", version or cpe_version)
    return Identity(
        purl=make_purl("generic", label, exact, namespace=slug(group or vendor)),
        name=name or product,
        kind=_KINDS_BY_TYPE.get(type_, Kind.LIBRARY if type_ else Kind.APPLICATION),
        version=exact,
        constraint=constraint,
    )


def _plain(text: str, type_: str) -> Identity | None:
    """Read a purl that needs no decoding and whose qualifiers are no traits; None for others.

    Large bills hold tens of thousands of them, and the library takes its time over each.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    ecosystem, namespace, name, version = match.groups()
    return Identity(
        purl=text[: match.end(4)],
        name=f"{namespace}{':' if ecosystem == 'maven' else '/'}{name}" if namespace else name,
        kind=_kind(ecosystem, type_),
        version=version,
    )


def _image(purl: PackageURL, version: str) -> Identity | None:
    """`pkg:oci/nginx@sha256:...?repository_url=docker.io/library/nginx&tag=1.25` as we write it."""
    qualifiers = _qualifiers(purl)
    repository = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    place = qualifiers.get("repository_url", "").removeprefix("https://").strip("/")
    if place:
        host, _, path = place.partition("/")
        if not ("." in host or ":" in host or host == "localhost"):
            host, path = DEFAULT_REGISTRY, place
        inside = path == repository or path.endswith(f"/{repository}")
        whole = f"{host}/{path}" if inside else f"{host}/{path}/{repository}".replace("//", "/")
    else:
        whole = repository
    in_use = purl.version or version
    tag = qualifiers.get("tag", "")
    mark = f"@{in_use}" if _DIGEST.fullmatch(in_use) else f":{in_use}" if in_use else ""
    pinned = f":{tag}{mark}" if tag and mark.startswith("@") else mark
    try:
        image = ImageReference.parse(whole + pinned)
    except ValueError:
        return None
    traits = _traits(purl)
    if image.digest:
        traits = (*traits, Trait("digest", image.digest))
    return Identity(
        purl=image.purl,
        name=image.name,
        kind=Kind.CONTAINER_IMAGE,
        version=image.version,
        traits=traits,
    )


def _exact(type_: str, version: str) -> tuple[str, str]:
    """Return version and constraint: tools write `^1.2` where they know no version."""
    if not version or version.upper() in ("NOASSERTION", "NONE", "UNKNOWN", "LATEST"):
        return "", ""
    if type_ not in _WITHOUT_RANGES and (_RANGE.match(version) or " " in version):
        return "", version
    return version, ""


def _kind(type_of_purl: str, type_: str) -> Kind:
    if type_of_purl in OS_PACKAGES:
        return Kind.OS_PACKAGE
    if type_of_purl in _LIBRARIES:
        return Kind.LIBRARY
    if type_of_purl == "githubactions":
        return Kind.TOOL
    return _KINDS_BY_TYPE.get(type_, Kind.LIBRARY if type_ else Kind.APPLICATION)


def _name(purl: PackageURL) -> str:
    if purl.type == "maven" and purl.namespace:
        return f"{purl.namespace}:{purl.name}"
    with_namespace = purl.type not in OS_PACKAGES and purl.type != "generic" and purl.namespace
    return f"{purl.namespace}/{purl.name}" if with_namespace else str(purl.name)


def _traits(purl: PackageURL) -> tuple[Trait, ...]:
    qualifiers = _qualifiers(purl)
    traits = []
    if arch := qualifiers.get("arch"):
        traits.append(Trait("installed-arch", arch))
    if distro := qualifiers.get("distro"):
        traits.append(Trait("distribution", distro))
    if purl.type == "maven":
        traits.extend(classifier_traits(qualifiers.get("classifier", "")))
    if purl.type == "gem" and (platform := qualifiers.get("platform")) and platform != "ruby":
        traits.append(Trait("gem-platform", platform))
    return tuple(traits)


def _qualifiers(purl: PackageURL) -> dict[str, str]:
    return purl.qualifiers if isinstance(purl.qualifiers, dict) else {}


def _cpe(cpe: str) -> tuple[str, str, str]:
    """Return vendor, product and version of a CPE 2.2 or 2.3 name; empty where it says nothing."""
    if cpe.startswith("cpe:2.3:"):
        parts = [part.replace("\\", "") for part in re.split(r"(?<!\\):", cpe)[3:6]]
    elif cpe.startswith("cpe:/"):
        parts = cpe.split(":")[2:5]
    else:
        return "", "", ""
    vendor, product, version = ["" if p in ("*", "-") else p for p in [*parts, "", "", ""][:3]]
    return vendor, product, version
