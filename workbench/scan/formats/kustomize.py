"""Kustomizations: images that replace those of the manifests."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.expansion import literal
from workbench.scan.format import Format
from workbench.scan.image_sighting import sight_image
from workbench.scan.own_image import published_images
from workbench.scan.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "kustomize"


def _accepts(document: Document) -> bool:
    return b"images" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    published = published_images(tree)
    for root in read_yaml(document):
        for image in root["images"]:
            name, tag, digest = image["newName"], image["newTag"], image["digest"]
            changed = next((node for node in (name, tag, digest) if node.text), None)
            if changed is None:
                continue
            reference = name.text or image["name"].text
            reference += f":{tag.text}" if tag.text else ""
            reference += f"@{digest.text}" if digest.text else ""
            place = Occurrence(path=document.path, line=changed.line, reader=ID)
            yield sight_image(literal(reference), place, published)


KUSTOMIZE = Format(
    id=ID,
    title="kustomization",
    patterns=("kustomization.yaml", "kustomization.yml", "Kustomization"),
    read=_read,
    accepts=_accepts,
    documentation="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/",
)
