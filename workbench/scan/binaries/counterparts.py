"""Which compiled files are one thing made for several processors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from workbench.model.regex import regex
from workbench.scan.binaries.binary import Binary
from workbench.scan.source.named import less_architecture

_GLIBC = regex(r"-(?:glibc|gnu)(?=[-/]|$)")
_X86 = ("linux-x86_64", "linux-x86", "uefi-x86_64", "uefi-x86", "dotnet-x86_64", "dotnet-x86")
_ARM = ("linux-aarch64", "uefi-aarch64", "dotnet-aarch64", "dotnet-any")


def is_x86(binary: Binary) -> bool:
    """Whether the file is made for x86 servers, and for nothing that arm64 ones run."""
    return not is_arm(binary) and not set(_X86).isdisjoint(binary.platforms)


def is_arm(binary: Binary) -> bool:
    """Whether the file runs on arm64 servers."""
    return not set(_ARM).isdisjoint(binary.platforms)


def alike(binaries: Mapping[str, Binary]) -> list[tuple[str, ...]]:
    """Return the paths in groups of what stands in for each other, the most telling first.

    Files are alike whose paths differ in nothing but words for architectures (`lib/amd64/a.so`
    and `lib/arm64/a.so`); and an x86 file that has none such is like one for arm64 of the same
    name in a folder beside its own (`linux64/a.so` and `linuxarm64/a.so`). Copies of the same
    files in several places are alike, too.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for path in binaries:
        groups[family_of(path)].append(path)
    near = {
        _beside(path): key
        for key, paths in groups.items()
        for path in paths
        if is_arm(binaries[path]) and not any(is_x86(binaries[p]) for p in paths)
    }
    for key, paths in list(groups.items()):
        if any(is_arm(binaries[p]) for p in paths) or not any(is_x86(binaries[p]) for p in paths):
            continue
        other = next((near[b] for p in paths if (b := _beside(p)) in near), None)
        if other is not None and other in groups:
            groups[key] = paths + groups.pop(other)
    ordered = [
        sorted(paths, key=lambda p: (not is_x86(binaries[p]), not is_arm(binaries[p]), p))
        for paths in groups.values()
    ]
    copies: dict[object, list[str]] = {}
    for paths in ordered:
        content = frozenset((less_architecture(_name(p)), binaries[p].mark) for p in paths)
        copies.setdefault(content, []).extend(paths)
    return [tuple(paths) for paths in copies.values()]


def family_of(path: str) -> str:
    """Return what the files of one library have in common: the path less all that tells them apart.

    Add-ons of Node.js name the C library where there are two for a processor, and only there:
    `linux-x64/a.glibc.node` and `linux-arm64/a.armv8.node`.
    """
    key = less_architecture(path)
    return _GLIBC.sub("", key) if path.endswith(".node") else key


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _beside(path: str) -> tuple[str, str]:
    return path.rpartition("/")[0].rpartition("/")[0], less_architecture(_name(path))
