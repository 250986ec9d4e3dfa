"""The pools of nodes of the project that any pod may land on and that have arm64 nodes."""

from __future__ import annotations

from workbench.knowledge.compute import verdict
from workbench.model.purl import make_purl
from workbench.model.status import Status
from workbench.scan.containers.pod_images import ARCH_LABELS, is_object
from workbench.scan.document import Unreadable
from workbench.scan.format import WRITTEN_BY_HAND
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.test_folder import is_of_tests
from workbench.scan.tree import Tree

_GROUPS = ("nodeGroups", "managedNodeGroups")


def arm64_pools(tree: Tree) -> tuple[str, ...]:
    """Return the names of Karpenter's pools and eksctl's groups. Call through `remember`.

    A taint keeps off the pods that do not say otherwise, so pools with one do not count, nor do
    those that say nothing of arm64 or lie in folders of tests.
    """
    found = set()
    for path, size in tree.sizes.items():
        if path.endswith((".yaml", ".yml")) and size <= WRITTEN_BY_HAND:
            try:
                document = tree.read(path)
                if b"arm64" not in document.data and b"eksctl.io" not in document.data:
                    continue
                if is_of_tests(document.folder) or b"apiVersion" not in document.data:
                    continue
                found |= {name for root in read_yaml(document) for name in _pools(root)}
            except Unreadable:
                continue
    return tuple(sorted(found))


def _pools(root: Node) -> list[str]:
    if not is_object(root):
        return []
    api = root["apiVersion"].text
    if api.startswith("karpenter.sh/"):
        spec = root["spec"] if root["kind"].text == "Provisioner" else root.at("spec", "template")
        spec = spec if root["kind"].text == "Provisioner" else spec["spec"]
        taken = any(_allows(each) for each in spec["requirements"]) and not list(spec["taints"])
        return [root.at("metadata", "name").text] if taken else []
    if not api.startswith("eksctl.io/"):
        return []
    groups = [group for key in _GROUPS for group in root[key]]
    return [g["name"].text for g in groups if _is_graviton(g) and not g["taints"]]


def _allows(requirement: Node) -> bool:
    values = {value.text for value in requirement["values"]}
    is_one_of = requirement["operator"].text == "In"
    return requirement["key"].text in ARCH_LABELS and is_one_of and "arm64" in values


def _is_graviton(group: Node) -> bool:
    names = [group["instanceType"], *group["instanceTypes"]]
    names += group.at("instancesDistribution", "instanceTypes")
    said = (verdict(make_purl("generic", n.text, namespace="aws-ec2")) for n in names if n.text)
    return any(each is not None and each.status is Status.READY for each in said)
