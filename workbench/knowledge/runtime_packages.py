"""Which OS packages are a runtime or a compiler, from `resources/runtimes/packages.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import tomli

from workbench.model.resources import resources


@dataclass(frozen=True, slots=True)
class PackagedRuntime:
    """A runtime by its name elsewhere (`java`), with the version that the package's name tells."""

    name: str
    version: str
    jdk: str = ""


def runtime_of_package(package: str) -> PackagedRuntime | None:
    """Return the runtime that a package of this name is; None where its name tells no version."""
    for runtime, jdk, pattern in _known():
        if match := pattern.fullmatch(package):
            found = {key: value for key, value in match.groupdict().items() if value}
            version = found.get("version") or ".".join(
                found[part] for part in ("major", "minor") if part in found
            )
            return PackagedRuntime(runtime, version, jdk)
    return None


@cache
def _known() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    path = resources() / "runtimes" / "packages.toml"
    return tuple(
        (entry["runtime"], entry.get("jdk", ""), re.compile(entry["package"]))
        for entry in tomli.loads(path.read_text(encoding="utf-8"))["package"]
    )
