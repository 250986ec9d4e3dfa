"""What an renv.lock pins (https://rstudio.github.io/renv/reference/lockfiles.html)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json

_PUBLIC = frozenset(["CRAN", "RSPM", "P3M", "PPM", "CRANextra", ""])
"""What renv calls the public repository and its mirrors that serve the same packages."""
_HOSTS = {
    "github": "https://github.com",
    "gitlab": "https://gitlab.com",
    "bitbucket": "https://bitbucket.org",
}
_OWN = frozenset(["Local", "unknown"])


class LockedR(msgspec.Struct, frozen=True, kw_only=True):
    """One package; `needs` are the packages that it requires, R's own among them."""

    name: str
    version: str
    line: int
    own: bool
    needs: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()


class RenvLock(msgspec.Struct, frozen=True, kw_only=True):
    """Version of R with its line, and packages by name."""

    r: tuple[str, int]
    packages: dict[str, LockedR]


def renv_locked(document: Document) -> RenvLock:
    """Read a lock file. Raises Unreadable with the line."""
    root = read_json(document)
    if not root["Packages"].is_object:
        raise Unreadable("is no renv.lock: it holds no `Packages`", root.line)
    version = root.at("R", "Version")
    packages = {}
    for key, node in root["Packages"].items():
        name = node["Package"].text or key
        if node["Version"].text:
            packages[name] = LockedR(
                name=name,
                version=node["Version"].text,
                line=node.line,
                own=node["Source"].text in _OWN,
                needs=tuple(_needs(node)),
                traits=tuple(_traits(node)),
            )
    return RenvLock(r=(version.text, version.line), packages=packages)


def _needs(node: Node) -> Iterator[str]:
    """What the package requires: `Requirements` of renv 0, DESCRIPTION's fields since renv 1.1."""
    for field in ("Requirements", "Depends", "Imports", "LinkingTo"):
        for need in node[field]:
            if name := need.text.partition("(")[0].strip():
                yield name


def _traits(node: Node) -> Iterator[Trait]:
    source, repository = node["Source"].text, node["Repository"].text
    remote = node["RemoteType"].text or source.lower()
    if source == "Bioconductor":
        yield Trait("registry", "Bioconductor")
    elif remote in _HOSTS and node["RemoteRepo"].text:
        path = f"{node['RemoteUsername'].text}/{node['RemoteRepo'].text}"
        reference = node["RemoteRef"].text
        address = f"{_HOSTS[remote]}/{path}"
        yield Trait("vcs", f"{address}#{reference}" if reference else address)
    elif source == "Git":
        yield Trait("vcs", "git")
    elif repository not in _PUBLIC and "://" not in repository:
        yield Trait("registry", repository)
