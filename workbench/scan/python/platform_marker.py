"""Whether an environment marker (PEP 508) keeps a package off Linux, or off arm64 there."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

from workbench.model.component import Trait
from workbench.model.regex import regex

MAX_LENGTH = 4000
"""Characters; a longer marker is taken to admit everything."""

_LITERAL = regex(r"""["']([^"']*)["']""")
_UNKNOWN_HERE = regex(r"\bplatform_(?:release|version)\b")
_PYTHONS = tuple(f"3.{minor}" for minor in range(6, 16))


def marker_traits(marker: str) -> tuple[Trait, ...]:
    """Return the marker as written, and what it excludes."""
    if not marker:
        return ()
    excluded = excluded_by(marker)
    return (Trait("marker", marker), *((Trait("excluded-on", excluded),) if excluded else ()))


@lru_cache(maxsize=4096)
def excluded_by(marker: str) -> str:
    """Return `linux-aarch64`, `linux` where it keeps the package off x86-64 too, or nothing.

    A package counts as kept off only where no Python version, extra or group lets it in.
    """
    if not marker or len(marker) > MAX_LENGTH or _UNKNOWN_HERE.search(marker):
        return ""
    try:
        parsed = Marker(marker)
        if _holds_somewhere(parsed, marker, "aarch64"):
            return ""
        return "linux-aarch64" if _holds_somewhere(parsed, marker, "x86_64") else "linux"
    except (
        InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, RecursionError, ValueError
    ):  # fmt: skip
        return ""


def _holds_somewhere(marker: Marker, text: str, machine: str) -> bool:
    named = set(_LITERAL.findall(text))
    extras = ("", *sorted(named)) if "extra" in text else ("",)
    groups = (frozenset[str](), frozenset(named)) if "dependency_groups" in text else (frozenset(),)
    return any(
        marker.evaluate(_environment(machine, python, extra, chosen))
        for python, extra, chosen in product(_PYTHONS, extras, groups)
    )


def _environment(
    machine: str, python: str, extra: str, groups: frozenset[str]
) -> dict[str, str | frozenset[str]]:
    return {
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "implementation_version": f"{python}.5",
        "python_version": python,
        "python_full_version": f"{python}.5",
        "extra": extra,
        "extras": frozenset({extra} if extra else groups),
        "dependency_groups": groups,
    }
