"""What a conda-lock.yml pins (version 1 of its format), one package for all platforms."""

from __future__ import annotations

import msgspec

from workbench.scan.conda.flat_packages import flat_packages
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml


class CondaPin(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a package. `manager` is `conda` or `pip`.

    `addresses` maps the platforms that it is locked for to where it is fetched from.
    """

    name: str
    version: str
    manager: str
    line: int
    category: str
    optional: bool
    addresses: dict[str, str]
    needs: tuple[str, ...]


class CondaLock(msgspec.Struct, frozen=True, kw_only=True):
    """The pins in the file's order, the platforms locked for, and the files it was made from."""

    pins: tuple[CondaPin, ...]
    platforms: tuple[str, ...]
    sources: tuple[str, ...]


def conda_locked(document: Document) -> CondaLock:
    """Read a lock file. Raises Unreadable with the line."""
    flat = flat_packages(document)
    root = next(iter(read_yaml(flat[0] if flat else document)), Node(None))
    if not flat and not root["package"].is_list:
        raise Unreadable("is no conda-lock file: `package` is no list", root["package"].line)
    found: dict[tuple[str, str, str], CondaPin] = {}
    for node in flat[1] if flat else root["package"]:
        name, version = node["name"].text.lower(), node["version"].text
        manager = node["manager"].text
        if not name or not version or manager not in ("conda", "pip"):
            continue
        known = found.get((manager, name, version))
        addresses = known.addresses if known else {}
        addresses[node["platform"].text] = node["url"].text
        found[manager, name, version] = CondaPin(
            name=name,
            version=version,
            manager=manager,
            line=known.line if known else node.line,
            category=node["category"].text or "main",
            optional=node["optional"].value is True,
            addresses=addresses,
            needs=tuple(need for need, _ in node["dependencies"].items()),
        )
    metadata = root["metadata"]
    return CondaLock(
        pins=tuple(found.values()),
        platforms=tuple(node.text for node in metadata["platforms"]),
        sources=tuple(node.text for node in metadata["sources"] if node.text),
    )
