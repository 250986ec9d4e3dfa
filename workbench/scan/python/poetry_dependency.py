"""One entry of a Poetry dependency table: a version, a table, or a list of tables."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.python.platform_marker import marker_traits
from workbench.scan.python.python_requirement import PythonRequirement, parse_requirement
from workbench.scan.syntax.node import Node

_EXACT = regex(r"={0,3}\s*v?(\d[\w.+!-]*)")
_NAME = regex(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")


def poetry_requirements(
    name: str, declared: Node
) -> Iterator[tuple[PythonRequirement | None, bool]]:
    """Yield requirement and whether it is optional; None where the entry is not understood.

    A path to a folder is the project's own code and gives nothing. A bare version is an exact
    pin, as Poetry has it.
    """
    if not _NAME.fullmatch(name):
        yield None, False
    elif declared.is_list:
        for one in declared:
            yield from poetry_requirements(name, one if not one.is_list else Node(None))
    elif declared.is_object:
        yield from _table(name, declared)
    elif isinstance(declared.value, str):
        yield _versioned(name, declared.value or "*", ()), False
    else:
        yield None, False


def _table(name: str, table: Node) -> Iterator[tuple[PythonRequirement | None, bool]]:
    optional = table["optional"].value is True
    traits = marker_traits(table["markers"].text)
    if platform := table["platform"].text:
        traits = (*traits, *marker_traits(f"sys_platform == '{platform}'"))
    address = table["url"].text or table["path"].text or table["file"].text
    if table["git"].text:
        reference = table["tag"].text or table["rev"].text or table["branch"].text
        address = f"git+{table['git'].text}" + (f"@{reference}" if reference else "")
    elif not address:
        yield _versioned(name, table["version"].text or "*", traits), optional
        return
    try:
        found = parse_requirement(_as_path(address))
    except ValueError:
        found = PythonRequirement(name=name, traits=(Trait("vcs", ""),)) if table["git"] else None
        if found is None:
            yield None, optional
            return
    if found is not None:
        yield (
            msgspec.structs.replace(found, name=name, purl="", traits=(*traits, *found.traits)),
            optional,
        )


def _as_path(address: str) -> str:
    return address if "://" in address or address.startswith((".", "/")) else f"./{address}"


def _versioned(name: str, version: str, traits: tuple[Trait, ...]) -> PythonRequirement:
    exact = _EXACT.fullmatch(version.strip())
    if exact and not version.strip().endswith("*"):
        return PythonRequirement(name=name, version=exact[1], traits=traits)
    return PythonRequirement(name=name, constraint=version.strip(), traits=traits)
