"""Dockerfiles: base images, what RUN installs and downloads, and the image itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Sighting
from workbench.model.finding import Finding
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.containers.dockerfile_contents import contents, itself
from workbench.scan.containers.dockerfile_stages import read_stages
from workbench.scan.containers.image_builds import build_arguments, overriding_arguments
from workbench.scan.containers.own_image import own_image
from workbench.scan.containers.x86_findings import with_findings
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.said_once import said_once
from workbench.scan.tree import Tree

ID = "dockerfile"
MAX_BYTES = 512 * 1024
"""The largest that people write have some 100 KB."""

_DEVELOPMENT = ".devcontainer/"
_FIRST_INSTRUCTION = regex(r"^[ \t]*FROM[ \t\\`]", re.IGNORECASE | re.MULTILINE)
_OTHER_FILE = regex(
    r"(?i)\.(?:dockerignore|containerignore|md|rst|adoc|txt|html?|json|ya?ml|toml|xml|lock|"
    r"py|go|java|kts?|groovy|gradle|scala|[cm]?[jt]s|[jt]sx|vue|rb|erb|rs|cs|fs|vb|php|[ch](?:pp|xx|c)?|"
    r"exs?|[eh]rl|cljs?|hs|swift|dart|r|p[lm]|lua|vim|sh|ps1|bat|svg|png|snap|orig|rej|diff|patch)$"
)


def _accepts(document: Document) -> bool:
    return not _OTHER_FILE.search(document.name) and bool(_FIRST_INSTRUCTION.search(document.text))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    own = own_image(tree, document.path)
    found = said_once(with_findings(_builds(document, tree), own.purl, document.path))
    seen = with_settings(found, document)
    return (_for_development(s) for s in seen) if _DEVELOPMENT in document.path else seen


def _for_development(seen: Discovery) -> Discovery:
    """What a development container holds is never what ships."""
    if isinstance(seen, Sighting):
        at = msgspec.structs.replace(seen.occurrence, scope=Scope.BUILD)
        return msgspec.structs.replace(seen, occurrence=at)
    return msgspec.structs.replace(seen, scope=Scope.BUILD) if isinstance(seen, Finding) else seen


def _builds(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    """Yield what a plain build takes in, then what builds with other arguments take in beside it.

    Arguments that are given where the file has no default are known in the plain build, too.
    """
    plain = read_stages(document, build_arguments(tree, document.path))
    if not plain.stages:
        return
    told = set()
    for seen in contents(plain, document, tree, ID):
        told.add(seen)
        yield seen
    for overrides in overriding_arguments(tree, document.path):
        other = read_stages(document, build_arguments(tree, document.path), overrides)
        for seen in contents(other, document, tree, ID):
            if isinstance(seen, Sighting) and seen not in told:
                told.add(seen)
                yield seen
    yield from itself(plain, document.path, own_image(tree, document.path), ID)


FORMAT = Format(
    id=ID,
    title="Dockerfile",
    patterns=("*Dockerfile*", "*dockerfile*", "*Containerfile*", "*containerfile*"),
    read=_read,
    accepts=_accepts,
    most_bytes=MAX_BYTES,
    documentation="https://docs.docker.com/reference/dockerfile/",
)
