"""Workloads that say nothing of architectures, in a project that has arm64 nodes for them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.finding import Finding
from workbench.scan.containers.daemon_sets import finding, is_tied
from workbench.scan.syntax.node import Node

_WITH_PODS = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "Job", "Rollout"})


def loose_pods(root: Node, path: str) -> Iterator[Finding]:
    """Yield the finding for a workload that no selector ties; DaemonSets have one of their own."""
    kind = root["kind"].text
    pod = root.at("spec", "template", "spec")
    if kind == "CronJob":
        pod = root.at("spec", "jobTemplate", "spec", "template", "spec")
    elif kind == "Pod":
        pod = root["spec"]
    elif kind not in _WITH_PODS:
        return
    if pod and not is_tied(pod):
        yield finding("any-node", root, path)
