"""Kustomizations: images that replace those of the manifests."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Problem
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "kustomize"


def _accepts(document: Document) -> bool:
    return b"images" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    problems: list[Problem] = []
    for place, reference in _changed(document):
        found = sight_image(reference, place, published_images(tree))
        if isinstance(found, Problem):
            problems.append(found)
        else:
            yield found
    if problems:
        # Placeholders that a release script fills in come by the dozen.
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        yield Problem(document.path, problems[0].reason + more, problems[0].line)


def _changed(document: Document) -> Iterator[tuple[Occurrence, Expansion]]:
    """Yield the images whose name, tag or digest is replaced."""
    for root in read_yaml(document):
        for image in root["images"]:
            name, tag, digest = image["newName"], image["newTag"], image["digest"]
            changed = next((node for node in (name, tag, digest) if node.text), None)
            if changed is None:
                continue
            reference = name.text or image["name"].text
            reference += f":{tag.text}" if tag.text else ""
            reference += f"@{digest.text}" if digest.text else ""
            yield Occurrence(path=document.path, line=changed.line, reader=ID), literal(reference)


FORMAT = Format(
    id=ID,
    title="kustomization",
    patterns=("kustomization.yaml", "kustomization.yml", "Kustomization"),
    read=_read,
    accepts=_accepts,
    documentation="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/",
)
