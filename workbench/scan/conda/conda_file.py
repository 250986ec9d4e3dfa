"""The address of a conda package: platform, name, version and build are in it."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex

_FILE = regex(r"([^/]+)/([^/]+)-([^/-]+)-([^/-]+?)(?:\.conda|\.tar\.bz2)(?:#.*)?$")


class CondaFile(msgspec.Struct, frozen=True):
    """`platform` is `noarch`, `linux-64`, `linux-aarch64`, ..."""

    platform: str
    name: str
    version: str


def conda_file(address: str) -> CondaFile | None:
    """Read an address or path that ends in `PLATFORM/NAME-VERSION-BUILD.conda`."""
    match = _FILE.search(address.strip()) if len(address) < 2000 else None
    return CondaFile(match[1], match[2].lower(), match[3]) if match else None
