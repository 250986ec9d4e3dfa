"""A tool as a version manager's file declares it: `terraform 1.6.0`, `npm:prettier 3.0.0`."""

from __future__ import annotations

from workbench.model.component import Kind, Occurrence, Sighting
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.runtimes import declared_runtime
from workbench.scan.shell.package_word import package_purl, read_package

MAX_LENGTH = 100
"""No version is longer than this."""

_NAME = regex(r"[A-Za-z0-9][!-~]*(?<![:\\])(?:\[[!-~ ]*\])?")
_REGISTRIES = {
    "cargo": ("cargo", "@"),
    "conda": ("conda", "=="),
    "gem": ("gem", ":"),
    "go": ("golang", "@"),
    "npm": ("npm", "@"),
    "pipx": ("pypi", "=="),
}
"""Purl type of each of mise's back ends that is a registry, and how a version is asked for."""
_RELEASES = frozenset({"aqua", "github", "spm", "ubi"})
_PLUGINS = frozenset({"asdf", "core", "vfox"})


def declared_tool(name: str, spelled: str, at: Occurrence) -> Sighting | None:
    """Return the tool `name` at the version `spelled`; `at` is where, without a constraint.

    `name` may begin with the back end that installs it (https://mise.jdx.dev/dev-tools/backends/).
    None where the machine's own copy or a path is meant, or nothing that a tool is called.
    """
    if spelled.startswith(("system", "path:")) or len(spelled) > MAX_LENGTH:
        return None
    if not _NAME.fullmatch(name):
        return None
    backend, colon, rest = name.partition(":")
    rest = rest.partition("[")[0]
    if colon and backend in _REGISTRIES:
        return _registered(backend, rest, spelled, at)
    version = declared_runtime(name, spelled, at.path)
    owner, _, repository = rest.rpartition("/")
    if colon and backend in _RELEASES and owner:
        purl = make_purl("github", repository, version.version, namespace=owner)
        return _sighting(repository, purl, version.version, version.constraint, at)
    plain = rest if colon and backend in _PLUGINS else name.partition("[")[0]
    purl = make_purl("generic", plain, version.version)
    return _sighting(plain, purl, version.version, version.constraint, at)


def _registered(backend: str, name: str, spelled: str, at: Occurrence) -> Sighting | None:
    ecosystem, sign = _REGISTRIES[backend]
    if ecosystem == "golang" and spelled[:1].isdigit():
        spelled = f"v{spelled}"
    package = read_package(ecosystem, f"{name}{sign}{spelled}")
    if package is None:  # `latest` is no version of every registry's
        package = read_package(ecosystem, name)
    if package is None:
        return None
    constraint = "" if package.version else package.constraint or spelled
    shown = "/".join(part for part in (package.namespace, package.name) if part)
    return _sighting(shown, package_purl(ecosystem, package), package.version, constraint, at)


def _sighting(name: str, purl: str, version: str, constraint: str, at: Occurrence) -> Sighting:
    return Sighting(
        purl=purl,
        name=name,
        version=version,
        kind=Kind.TOOL,
        occurrence=Occurrence(
            path=at.path,
            line=at.line,
            scope=at.scope,
            direct=at.direct,
            constraint=constraint,
            traits=at.traits,
            reader=at.reader,
        ),
    )
