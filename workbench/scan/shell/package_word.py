"""One package as it stands on an install command: name, version or constraint, and traits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from workbench.model.component import Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex


@dataclass(frozen=True, slots=True)
class Package:
    """What one word asks for. `version` is an exact pin; anything looser is a `constraint`."""

    name: str
    version: str = ""
    constraint: str = ""
    namespace: str = ""
    subpath: str = ""
    traits: tuple[Trait, ...] = ()


_ARCHITECTURES = frozenset({"amd64", "i386", "arm64", "armhf", "all", "any", "native"})
_DEB = regex(r"([a-z0-9][a-z0-9+.-]*)(?::([a-z0-9-]+))?(?:=(\S+)|/(\S+))?")
_APK = regex(r"([A-Za-z0-9][\w+.:-]*?)(?:@([\w-]+))?(?:(=~|~=|~|[<>]=?|=)([\w.~+-]+))?")
_RPM_STREAM = regex(r"([A-Za-z][\w+-]*):([\w.+-]+)(?:/[\w.+-]+)?")
_RPM_ARCH = regex(r"\.(x86_64|aarch64|i[3-6]86|noarch)$")
_RPM_PIN = regex(r"(.+?)-(\d+:)?(\d[\w~^+]*\.[\w.~^+]*(?:-[\w.~^+]+)?)")
_NPM = regex(r"((?:@[\w.~-]+/)?[A-Za-z0-9][\w.~-]*)(?:@(.+))?")
_SEMVER = regex(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_GEM = regex(r"([A-Za-z0-9][\w.-]*)(?::(.+))?")
_EXACT = regex(r"\d+(?:\.\w+)+(?:-\w[\w.]*)?")
_GO = regex(r"([a-z0-9][\w.-]*\.[a-z]+(?:/[\w.~-]+)+)(?:@(\S+))?")
_GO_VERSION = regex(r"v\d+\.\d+\.\d+\S*")
_HOSTS_OF_THREE = frozenset({"github.com", "gitlab.com", "bitbucket.org"})
_CARGO = regex(r"([A-Za-z0-9][\w-]*)(?:@(.+))?")
_PEAR = regex(r"(?:channel://[\w.]+/)?([A-Za-z][A-Za-z0-9_]*)(?:-([\w.^~]+))?")
_CONDA = regex(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*?)\s*(?:(==|=|[<>]=?)\s*([\w.*+!-]+.*))?")
_UVX = regex(r"([A-Za-z0-9][\w.-]*)@([\w.]+)")
_COMPOSER = regex(r"([A-Za-z0-9][\w.-]*)/([A-Za-z0-9][\w.-]*)(?:[:=](.+))?")
_NUGET = regex(r"([A-Za-z][\w-]*(?:\.[\w-]+)*)(?:@(.+))?")
_CRAN = regex(r"[A-Za-z][A-Za-z0-9.]*[A-Za-z0-9]")
_CPAN = regex(r"([A-Za-z]\w*(?:(?:::|-)\w+)*)([@~].+)?")
_LUAROCKS = regex(r"[A-Za-z][\w-]*(?:\.[\w-]+)*")


def read_package(ecosystem: str, text: str) -> Package | None:
    """Return the package that `text` names, or None where it names a file or an address."""
    return _READERS[ecosystem](text)


def _deb(text: str) -> Package | None:
    match = _DEB.fullmatch(text.rstrip("+-") if text.endswith("-") else text)
    if not match or text.startswith(("./", "/")):
        return None
    name, arch, version, release = match.groups()
    traits = (Trait("package-arch", arch),) if arch in _ARCHITECTURES else ()
    exact = version if version and "*" not in version else ""
    constraint = f"={version}" if version and not exact else f"/{release}" if release else ""
    return Package(name, exact or "", constraint, traits=traits)


def _apk(text: str) -> Package | None:
    match = _APK.fullmatch(text)
    if not match or text.endswith(".apk"):
        return None
    name, _, operator, version = match.groups()
    if operator == "=":
        return Package(name, version)
    return Package(name, constraint=f"{operator}{version}" if operator else "")


def _rpm(text: str) -> Package | None:
    if text.startswith(("@", "/", ".")) or "*" in text or text.endswith(".rpm"):
        return None
    stream = _RPM_STREAM.fullmatch(text)
    if stream:  # a module and its stream: `nodejs:18/common`
        return Package(stream.group(1), constraint=f":{stream.group(2)}")
    arch = _RPM_ARCH.search(text)
    traits: tuple[Trait, ...] = ()
    if arch:
        text = text[: arch.start()]
        traits = (Trait("package-arch", arch.group(1)),) if arch.group(1) != "noarch" else ()
    for operator in (">=", "<=", "=", ">", "<"):
        name, found, version = text.partition(operator)
        if found:
            exact = version if operator == "=" else ""
            return Package(name, exact, "" if exact else operator + version, traits=traits)
    pin = _RPM_PIN.fullmatch(text)
    if pin:
        return Package(pin.group(1), pin.group(3), traits=traits)
    return Package(text, traits=traits) if re.fullmatch(r"[A-Za-z0-9][\w.+-]*", text) else None


def _pypi(text: str) -> Package | None:
    address = text.partition(" @ ")[2] or text
    run = _UVX.fullmatch(text)
    if run:  # `uvx ruff@0.5.0`
        name, version = run.groups()
        return pinned(Package(canonicalize_name(name)), version)
    if address.partition("#")[0].endswith(".whl"):
        return _wheel(address.partition("#")[0].rpartition("/")[2])
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.url:
        return Package(canonicalize_name(requirement.name), traits=(Trait("vcs", requirement.url),))
    pins = list(requirement.specifier)
    name = canonicalize_name(requirement.name)
    if len(pins) == 1 and pins[0].operator in ("==", "===") and "*" not in pins[0].version:
        return Package(name, pins[0].version)
    return Package(name, constraint=str(requirement.specifier))


def _wheel(file_name: str) -> Package | None:
    try:
        name, version, _, tags = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        return None
    platforms = sorted({tag.platform for tag in tags})
    return Package(name, str(version), traits=tuple(Trait("wheel-platform", p) for p in platforms))


def _npm(text: str) -> Package | None:
    match = _NPM.fullmatch(text)
    if not match or text.endswith((".tgz", ".tar.gz")):
        return None
    scope, _, name = match.group(1).rpartition("/")
    version = match.group(2) or ""
    if _SEMVER.fullmatch(version):
        return Package(name, version.removeprefix("v"), namespace=scope)
    return Package(name, constraint=version, namespace=scope)


def _gem(text: str) -> Package | None:
    match = _GEM.fullmatch(text)
    if not match or text.endswith(".gem"):
        return None
    return pinned(Package(match.group(1)), match.group(2) or "")


def _golang(text: str) -> Package | None:
    match = _GO.fullmatch(text)
    if not match:
        return None
    path, version = match.group(1), match.group(2) or ""
    parts = path.split("/")
    length = 3 if parts[0] in _HOSTS_OF_THREE and len(parts) > 2 else len(parts)
    if len(parts) > 3 and length == 3 and re.fullmatch(r"v\d+", parts[3]):
        length = 4
    exact = version if _GO_VERSION.fullmatch(version) else ""
    return Package(
        parts[length - 1],
        exact,
        "" if exact else version,
        namespace="/".join(parts[: length - 1]),
        subpath="/".join(parts[length:]),
    )


def _cargo(text: str) -> Package | None:
    match = _CARGO.fullmatch(text)
    return pinned(Package(match.group(1)), match.group(2) or "") if match else None


def _conda(text: str) -> Package | None:
    match = _CONDA.fullmatch(text)
    if not match:
        return None
    name, operator, version = match.groups()
    if operator in ("=", "==") and "*" not in version and "=" not in version and "," not in version:
        # `=1.2` matches 1.2.x too: only `==` is exact.
        exact = version if operator == "==" or version.count(".") >= 2 else ""
        return Package(name, exact, "" if exact else operator + version)
    return Package(name, constraint=f"{operator}{version}" if operator else "")


def _pear(text: str) -> Package | None:
    """PHP extensions: `redis`, `redis-5.3.7`, `xdebug-^3`."""
    match = _PEAR.fullmatch(text)
    return pinned(Package(match.group(1).lower()), match.group(2) or "") if match else None


def _composer(text: str) -> Package | None:
    match = _COMPOSER.fullmatch(text)
    if not match:
        return None
    vendor, name, constraint = match.groups()
    return pinned(Package(name.lower(), namespace=vendor.lower()), constraint or "")


def _nuget(text: str) -> Package | None:
    match = _NUGET.fullmatch(text)
    return pinned(Package(match.group(1)), match.group(2) or "") if match else None


def _cran(text: str) -> Package | None:
    return Package(text) if _CRAN.fullmatch(text) else None


def _cpan(text: str) -> Package | None:
    match = _CPAN.fullmatch(text)
    if not match:
        return None
    name, version = match.group(1).replace("::", "-"), match.group(2) or ""
    exact = version[1:] if version.startswith(("@", "~==")) else ""
    return Package(name, exact.removeprefix("=="), "" if exact else version)


def _luarocks(text: str) -> Package | None:
    return Package(text) if _LUAROCKS.fullmatch(text) else None


def pinned(package: Package, version: str) -> Package:
    """Return `package` at a version that may be exact or a range."""
    version = version.strip()
    exact = version.removeprefix("=").strip()
    if _EXACT.fullmatch(exact):
        return Package(package.name, exact, namespace=package.namespace, traits=package.traits)
    return Package(package.name, constraint=version, namespace=package.namespace)


def package_purl(ecosystem: str, package: Package, distribution: str = "") -> str:
    """Return the package URL; `distribution` is the namespace of deb, apk and rpm packages."""
    return make_purl(
        ecosystem,
        package.name,
        package.version,
        namespace=package.namespace or distribution,
        subpath=package.subpath,
    )


_READERS: dict[str, Callable[[str], Package | None]] = {
    "deb": _deb,
    "apk": _apk,
    "rpm": _rpm,
    "pypi": _pypi,
    "npm": _npm,
    "gem": _gem,
    "golang": _golang,
    "cargo": _cargo,
    "conda": _conda,
    "pear": _pear,
    "composer": _composer,
    "nuget": _nuget,
    "cran": _cran,
    "cpan": _cpan,
    "luarocks": _luarocks,
}
