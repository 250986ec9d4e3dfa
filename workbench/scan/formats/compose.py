"""Compose files: the images that services run, and those that they build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.containers.build_sighting import named_context, only_platforms
from workbench.scan.containers.compose_file import is_compose_file, read_services, says_compose
from workbench.scan.containers.dockerfile_contents import contents, itself
from workbench.scan.containers.dockerfile_stages import read_stages
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import OwnImage, own_image, published_images
from workbench.scan.containers.x86_findings import with_findings
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.tree import Tree

ID = "compose"

_SAYS_SERVICE = regex(r"^(?:services[ \t]*:|[ \t]+(?:image|build)[ \t]*:)", re.MULTILINE)
_SERVICES = regex(r"^services[ \t]*:[ \t]*(?:#.*)?$", re.MULTILINE)


def _accepts(document: Document) -> bool:
    if is_compose_file(document.name):
        return bool(_SAYS_SERVICE.search(document.text))
    if not document.may_hold(b"services"):
        return False
    return bool(_SERVICES.search(document.text)) and says_compose(document)


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what the services say; merged services say it at the same line, which counts once."""
    found = with_findings(_services(document, tree))
    yield from dict.fromkeys(with_settings(found, document))


def _services(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    published = published_images(tree)
    for service in read_services(document, tree):
        yield from _contexts(service, document, published)
        if service.dockerfile:
            yield from _built(service, document, tree)
        elif service.inline:
            yield from _inline(service, document, tree)
        elif service.outside:
            yield Problem(
                document.path,
                f"service {service.service} is built from {service.outside}, "
                "which is no file of the project",
                service.build_line,
            )
        elif service.image is not None:
            yield from _run(service, document, published)


def _built(service: ImageBuild, document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    own = own_image(tree, service.dockerfile)
    if service.build_line:
        yield sight_own_image(own, _place(document, service.build_line))
        if service.dockerfile not in tree:
            yield Problem(
                document.path,
                f"service {service.service} is built from {service.dockerfile}, "
                "which is not in the project",
                service.build_line,
            )
    if service.image is not None and service.image_line:
        # What is pushed under this name is built here, not downloaded.
        yield sight_own_image(
            own,
            _place(document, service.image_line),
            (Trait("published-as", service.image.text),),
        )
    if service.platform is not None and service.platform_line:
        yield sight_own_image(own, _place(document, service.platform_line), _platform(service))
    yield from only_platforms(service, own, _place(document, service.platforms_line))


def _inline(service: ImageBuild, document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    """Yield what the Dockerfile in the file itself says, on the lines on which it stands."""
    lines = "\n" * service.inline_line + service.inline
    inner = Document(document.path, lines.encode())
    file = read_stages(inner, service.arguments)
    if file.stages:
        yield from contents(file, inner, tree, ID)
        purl = make_purl("docker", service.service.lower(), subpath=document.path)
        own = OwnImage(service.service, purl, document.path)
        yield from itself(file, document.path, own, ID)


def _contexts(
    service: ImageBuild, document: Document, published: dict[str, OwnImage]
) -> Iterator[Sighting | Problem]:
    for _, line, source in service.contexts:
        yield from named_context(
            source, Occurrence(document.path, line, Scope.BUILD, reader=ID), published
        )


def _run(
    service: ImageBuild, document: Document, published: dict[str, OwnImage]
) -> Iterator[Sighting | Problem]:
    if service.image is None:
        return
    found = sight_image(service.image, _place(document, service.image_line), published)
    if service.image_line:
        yield found
    if service.platform is not None and isinstance(found, Sighting):
        yield sight_image(
            service.image,
            _place(document, service.platform_line),
            published,
            _platform(service),
        )


def _platform(service: ImageBuild) -> tuple[Trait, ...]:
    known = service.platform.literal if service.platform is not None else None
    return (Trait("platform", known),) if known else ()


def _place(document: Document, line: int) -> Occurrence:
    return Occurrence(path=document.path, line=line, reader=ID)


FORMAT = Format(
    id=ID,
    title="compose file",
    patterns=("*.yaml", "*.yml"),
    read=_read,
    accepts=_accepts,
    documentation="https://github.com/compose-spec/compose-spec/blob/main/spec.md",
)
