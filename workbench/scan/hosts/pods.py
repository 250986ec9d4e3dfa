"""The pods of a running cluster as `kubectl get pods -o json` lists them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.scan.document import Document
from workbench.scan.syntax.plain import scalar_of, table_of, tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")


class NodeImage(msgspec.Struct, frozen=True):
    """An image as a pod names it, and the node that runs the pod; empty where none does yet."""

    reference: str
    node: str
    line: int


def is_running_pods(document: Document) -> bool:
    """Whether it is a listing of pods that a cluster runs, and no manifest for it."""
    data = document.data
    return all(
        word in data for word in (b'"apiVersion"', b'"Pod"', b'"nodeName"', b'"containerStatuses"')
    )


def pod_images_by_node(document: Document) -> Iterator[NodeImage]:
    """Yield each image once for each node that runs it. Raises Unreadable."""
    root = table_of(read_plain_json(document))
    lines = ValueLines(document, ("image",))
    seen: set[tuple[str, str]] = set()
    for pod in tables_of(root.get("items")) if "items" in root else [root]:
        spec = table_of(pod.get("spec"))
        if scalar_of(pod.get("kind")) not in ("Pod", ""):
            continue
        node = scalar_of(spec.get("nodeName"))
        for key in _CONTAINERS:
            for container in tables_of(spec.get(key)):
                image = scalar_of(container.get("image"))
                if image and (image, node) not in seen:
                    seen.add((image, node))
                    yield NodeImage(image, node, lines.line("image", image))
