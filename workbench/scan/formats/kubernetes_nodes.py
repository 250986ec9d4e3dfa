"""Nodes: what Karpenter, eksctl, kOps and Cluster API create, and what pods demand of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl, slug
from workbench.model.regex import regex
from workbench.model.setting import Syntax
from workbench.scan.charts.chart import is_template
from workbench.scan.containers.daemon_sets import daemon_set
from workbench.scan.containers.node_demands import node_demands
from workbench.scan.containers.node_labels import architecture_labels, in_bytes
from workbench.scan.containers.pod_images import ARCH_LABELS, is_object
from workbench.scan.containers.pod_machines import pod_machines
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.hosts.pods import is_running_pods
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "kubernetes-nodes"
MAX_BYTES = 8 * 1024 * 1024

_GROUPS = regex(
    rb"^[ {-]*[\"']?apiVersion[\"']?:[ \t]*[\"']?(?:karpenter|eksctl\.io|kops(?:\.k8s\.io)?/"
    rb"|[\w.]*cluster\.x-k8s\.io|(?:eks|ec2|rds)\.(?:services\.k8s\.aws|aws\.[\w.]+))",
    re.MULTILINE,
)
_KINDS = (
    "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/instance-type",
    "karpenter.k8s.aws/instance-family",
    "karpenter.k8s.aws/instance-gpu",
    "karpenter.k8s.aws/instance-accelerator",
    "eks.amazonaws.com/instance-family",
    "eks.amazonaws.com/instance-gpu",
)
"""Labels by which a pool asks for certain machines, which then decide."""
_GROUP_LISTS = ("nodeGroups", "managedNodeGroups")
_POOLS = frozenset({"NodePool", "Provisioner"})


def _accepts(document: Document) -> bool:
    data = document.data
    if b"apiVersion" not in data or is_running_pods(document):
        return False  # what a cluster runs is read with the nodes that run it
    return (
        any(word in data for word in (*in_bytes(), b"DaemonSet"))
        or _GROUPS.search(data) is not None
    )


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    try:
        if document.name.endswith(".json"):
            roots = [read_json(document, places=True)]
        else:
            roots = read_yaml(document, places=True)
    except Unreadable:
        if is_template(document.text) or not _GROUPS.search(document.data):
            return  # said by the reader of manifests
        raise
    for root in roots:
        for each in list(root["items"]) if root["kind"].text == "List" else [root]:
            if is_object(each):
                yield from _object(each, document, tree)


def _object(root: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    kind, api = root["kind"].text, root["apiVersion"].text.partition("/")[0]
    name = root.at("metadata", "name").text
    use = f"{kind}/{name}" if name else kind
    yield from node_demands(root, document, use)
    yield from pod_machines(root, document, ID, use)
    yield from daemon_set(root, document.path)
    if not _GROUPS.match(b"apiVersion: " + api.encode() + b"/"):
        return
    resource = Resource(
        tool="kubernetes",
        type=kind,
        name=use,
        body=root,
        line=root["kind"].line,
        document=document,
        tree=tree,
        reader=ID,
        value=lambda node: node,
        syntax=Syntax.JSON if document.name.endswith(".json") else Syntax.YAML,
    )
    yield from facts(resource)
    for groups in _GROUP_LISTS if kind == "ClusterConfig" else ():
        for group in root[groups]:  # each has machine images and start scripts of its own
            yield from facts(replace(resource, type=f"{kind}/{groups}", body=group))
    if kind in _POOLS and api.startswith("karpenter"):
        yield from _pool(root, kind, name, document)
    for profile in root["fargateProfiles"] if kind == "ClusterConfig" else ():
        yield _compute("aws-eks-fargate", profile["name"].text or "default", profile, document)


def _pool(root: Node, kind: str, name: str, document: Document) -> Iterator[Sighting]:
    """Yield a pool of nodes, with the architectures that it may have."""
    spec = root["spec"]
    requirements = [*spec.at("template", "spec", "requirements"), *spec["requirements"]]
    labels = sorted(architecture_labels(), key=lambda label: label not in ARCH_LABELS)
    for label in labels:  # the architecture says more than the processor's maker
        for requirement in requirements:
            if requirement["key"].text == label:
                trait = Trait("node-arch", _allowed(requirement))
                yield _compute("karpenter", name or "default", requirement["key"], document, trait)
                return
    said = "any"
    if any(requirement["key"].text.startswith(_KINDS) for requirement in requirements):
        said = "by instance type"
    elif kind == "Provisioner":
        said = "In amd64"  # the first API, up to Karpenter 0.32, took it where nothing was said
    trait = Trait("node-arch", said)
    yield _compute("karpenter", name or "default", root["kind"], document, trait)


def _allowed(requirement: Node) -> str:
    """Return an operator and architectures, sorted; makers of processors stand for theirs."""
    label = architecture_labels()[requirement["key"].text]
    values = {value.text for value in requirement["values"]}
    if requirement["key"].text not in ARCH_LABELS:
        values = {"amd64" if value in label.x86 else "arm64" for value in values}
    return f"{requirement['operator'].text} {','.join(sorted(values))}".strip()


def _compute(service: str, name: str, node: Node, document: Document, *traits: Trait) -> Sighting:
    return Sighting(
        purl=make_purl("generic", slug(name) or "default", namespace=service),
        name=name,
        kind=Kind.COMPUTE,
        occurrence=Occurrence(document.path, node.line, traits=traits, reader=ID),
    )


FORMAT = Format(
    id=ID,
    title="Kubernetes nodes",
    patterns=("*.yaml", "*.yml", "*.json"),
    read=_read,
    accepts=_accepts,
    documentation="https://karpenter.sh/docs/concepts/nodepools/",
    most_bytes=MAX_BYTES,
)
