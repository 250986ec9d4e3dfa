"""What the files that a lock lists for one version say about where it installs without a build."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from workbench.model.component import Trait
from workbench.model.regex import regex

TRAIT = "locked-file"
_SOURCES = (".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz")
_LINUX = regex(r"(?:many)?(musl)?linux(?:_?\d++)*+_([a-z]\w*)")
_INTERPRETER = regex(r"(cp|py)3(\d*)")
_MINORS = 40
_ALL = (1 << _MINORS) - 1
ARM64 = "linux-aarch64"
_COMPARED = {ARM64: "linux-x86_64", "musllinux-aarch64": "musllinux-x86_64"}

Minors = int
"""A set of minor versions of Python 3: bit 12 stands for 3.12."""


def locked_file_traits(names: Iterable[str], requires_python: str) -> tuple[Trait, ...]:
    """Return a `locked-file` trait for each kind of file among `names`, sorted.

    Kinds: `any` (a wheel without native code), `sdist`, `linux-ARCH` (glibc), `musllinux-ARCH`,
    `macos`, `windows`, `other`. Only wheels for a Python that `requires_python` admits count.
    Where x86_64 has wheels for Pythons that aarch64 has none for, the kind is followed by
    `-partly`.
    """
    admitted = _admitted(requires_python)
    kinds: dict[str, Minors] = {}
    for name in names:
        if name.endswith(_SOURCES):
            kinds["sdist"] = admitted
        elif name.endswith(".whl"):
            for kind, minors in _wheel(name.removesuffix(".whl").split("-")[-3:]):
                kinds[kind] = kinds.get(kind, 0) | (minors & admitted)
    said = {kind for kind, minors in kinds.items() if minors}
    for arm64, x86 in _COMPARED.items():
        if arm64 in said and kinds.get(x86, 0) & ~kinds[arm64]:
            said = said - {arm64} | {f"{arm64}-partly"}
    return tuple(Trait(TRAIT, kind) for kind in sorted(said))


def _wheel(tags: list[str]) -> tuple[tuple[str, Minors], ...]:
    return _tagged(*tags) if len(tags) == 3 else ()


@lru_cache(maxsize=4096)
def _tagged(pythons: str, abis: str, platforms: str) -> tuple[tuple[str, Minors], ...]:
    """Return kind and Pythons of a wheel by its three compressed tag sets (PEP 425)."""
    abi_names = abis.split(".")
    minors = 0
    for python in pythons.split("."):
        minors |= _interpreters(python, abi_names)
    kinds = {_kind(platform) for platform in platforms.split(".")}
    return tuple((kind, minors) for kind in sorted(kinds))


def _interpreters(python: str, abis: list[str]) -> Minors:
    """Return the CPythons that a tag admits: PyPy and free-threaded builds are not compared."""
    match = _INTERPRETER.fullmatch(python)
    if not match:
        return 0
    if not match[2]:
        return _ALL
    minor = int(match[2][:3])
    if minor >= _MINORS:
        return 0
    if "abi3" in abis or (match[1] == "py" and "none" in abis):
        return _ALL & ~((1 << minor) - 1)
    if "none" in abis or any(abi.rstrip("mdu") == python for abi in abis):
        return 1 << minor
    return 0


def _kind(platform: str) -> str:
    if platform == "any":
        return "any"
    if platform.startswith("macosx"):
        return "macos"
    if platform.startswith("win"):
        return "windows"
    linux = _LINUX.fullmatch(platform)
    if not linux:
        return "other"
    return f"{'musl' if linux[1] else ''}linux-{linux[2]}"


@lru_cache(maxsize=256)
def _admitted(requires_python: str) -> Minors:
    """Return the minor versions of Python 3 of which the range admits one release at least."""
    try:
        wanted = SpecifierSet(requires_python)
    except InvalidSpecifier:
        return _ALL
    admitted = 0
    for minor in range(_MINORS):
        if any(wanted.contains(f"3.{minor}.{micro}") for micro in (0, 9, 99)):
            admitted |= 1 << minor
    return admitted or _ALL
