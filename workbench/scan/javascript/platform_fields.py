"""The fields by which an npm package says where it runs, and whether arm64 is provided for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.javascript.node_lock import Locked

FIELDS = ("cpu", "os", "libc")

_BY_NAME = regex(
    r"""(?:^|[/-])(?P<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|sunos|win32)
    -(?P<cpu>arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)
    (?:-(?:gnu|musl|glibc|msvc|eabi|gnueabihf|musleabihf|gnueabi))?$""",
    re.VERBOSE,
)


def platform_traits(fields: Mapping[str, object]) -> tuple[Trait, ...]:
    """Return `cpu`, `os` and `libc` of a package as traits; each is a text or a list of texts."""
    traits = []
    for field in FIELDS:
        said = fields.get(field)
        texts = [v for v in (said if isinstance(said, list) else [said]) if isinstance(v, str)]
        if any(texts):
            traits.append(Trait(field, ",".join(t for t in texts if t)))
    return tuple(traits)


def traits_by_name(name: str) -> tuple[Trait, ...]:
    """Return `cpu` and `os` of a package that is called after them, as Node spells them.

    For lock files that leave the fields out: `@esbuild/linux-x64`, `@swc/core-darwin-arm64`.
    """
    match = _BY_NAME.search(name)
    return (Trait("cpu", match["cpu"]), Trait("os", match["os"])) if match else ()


def with_lone_binaries(
    packages: dict[str, Locked], may_miss: Mapping[str, Iterable[str]]
) -> dict[str, Locked]:
    """Mark the binaries for Linux on x64 beside which the lock holds none for arm64.

    `may_miss` are the keys of each package's optional dependencies: those of one package are the
    same thing for different machines.
    """
    lone: set[str] = set()
    paired: set[str] = set()
    for keys in may_miss.values():
        binaries = [key for key in keys if key in packages and _is_for_linux(packages[key])]
        intel = [key for key in binaries if _cpus(packages[key]) & {"x64"}]
        has_arm = any("arm64" in _cpus(packages[key]) for key in binaries)
        (paired if has_arm else lone).update(k for k in intel if "arm64" not in _cpus(packages[k]))
    marked = dict(packages)
    for key in lone - paired:
        package = packages[key]
        marked[key] = msgspec.structs.replace(
            package, traits=(*package.traits, Trait("without-arm64"))
        )
    return marked


def _cpus(package: Locked) -> set[str]:
    return {v for t in package.traits if t.name == "cpu" for v in t.value.split(",")}


def _is_for_linux(package: Locked) -> bool:
    systems = {v for t in package.traits if t.name == "os" for v in t.value.split(",")}
    return not systems or "linux" in systems
