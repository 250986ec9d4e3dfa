"""Images that hosts and clusters hold: `docker image ls` and `kubectl get pods`."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.document import MAX_LIST_BYTES, Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.hosts.json_rows import json_rows
from workbench.scan.hosts.listed import host_of
from workbench.scan.hosts.pods import is_running_pods, pod_images_by_node
from workbench.scan.syntax.plain import scalar_of
from workbench.scan.tree import Tree

_NONE = "<none>"
_IMAGES = regex(rb'"Repository"\s*:')


def _is_images(document: Document) -> bool:
    start = document.data[:4096]
    return bool(_IMAGES.search(start)) and b'"Tag"' in start and b'"ID"' in start


def _read_images(document: Document, tree: Tree) -> Iterator[Discovery]:
    host = host_of(document, tree)
    for line, row in json_rows(document):
        repository, tag = scalar_of(row.get("Repository")), scalar_of(row.get("Tag"))
        digest = scalar_of(row.get("Digest"))
        if not repository or repository == _NONE:
            continue  # a layer of an older build: nothing names it
        mark = f":{tag}" if tag and tag != _NONE else f"@{digest}" if ":" in digest else ""
        yield _sighting(repository + mark, host.traits(), document, line, "docker-images")


def _read_pods(document: Document, tree: Tree) -> Iterator[Discovery]:
    for image in pod_images_by_node(document):
        traits = host_of(document, tree, name=image.node).traits()
        yield _sighting(image.reference, traits, document, image.line, "kubernetes-pods")


def _sighting(
    reference: str, traits: tuple[Trait, ...], document: Document, line: int, reader: str
) -> Sighting | Problem:
    try:
        image = ImageReference.parse(reference)
    except ValueError as error:
        return Problem(document.path, str(error), line)
    if image.digest:
        traits = (*traits, Trait("digest", image.digest))
    return Sighting(
        purl=image.purl,
        name=image.name,
        version=image.version,
        kind=Kind.CONTAINER_IMAGE,
        occurrence=Occurrence(document.path, line, traits=traits, reader=reader),
    )


FORMATS = (
    Format(
        id="docker-images",
        title="docker image ls --format json",
        patterns=("*.json", "*.jsonl", "*docker*images*.txt"),
        read=_read_images,
        accepts=_is_images,
        documentation="https://docs.docker.com/reference/cli/docker/image/ls/",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="kubernetes-pods",
        title="kubectl get pods -o json",
        patterns=("*.json",),
        read=_read_pods,
        accepts=is_running_pods,
        documentation="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
        of_host=True,
    ),
)
