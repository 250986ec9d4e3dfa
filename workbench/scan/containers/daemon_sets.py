"""DaemonSets: pods that run on every node, so on those with arm64 as soon as one joins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
import tomli

from workbench.model.finding import Effect, Finding, Reason
from workbench.model.resources import resources
from workbench.scan.containers.node_labels import architecture_labels, machine_labels
from workbench.scan.syntax.node import Node

_REQUIRED = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
_WINDOWS = ("kubernetes.io/os", "beta.kubernetes.io/os")


class Case(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """One entry of `resources/scan/scheduling.toml`."""

    construct: str
    rule: str
    title: str
    way_out: str
    url: str
    quiet: bool = False


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    finding: tuple[Case, ...]


def daemon_set(root: Node, path: str) -> Iterator[Finding]:
    """Yield the finding for a DaemonSet that no selector ties to an architecture."""
    pod = root.at("spec", "template", "spec")
    if root["kind"].text != "DaemonSet" or not pod or is_tied(pod):
        return
    everything = any(
        toleration["operator"].text == "Exists" and not toleration["key"].text
        for toleration in pod["tolerations"]
    )
    yield finding("tolerates-everything" if everything else "every-node", root, path)


def finding(construct: str, root: Node, path: str) -> Finding:
    """Return the finding of a case for an object."""
    case = _cases()[construct]
    return Finding(
        rule=case.rule,
        construct=case.construct,
        title=case.title,
        path=path,
        line=root["kind"].line,
        effect=Effect.NOTE,
        reason=Reason.NEEDS,
        text=root.at("metadata", "name").text,
        way_out=case.way_out,
        url=case.url,
        quiet=case.quiet,
    )


def is_tied(pod: Node) -> bool:
    """Whether the pod keeps to an architecture, to instance types, or to Windows."""
    selector = pod["nodeSelector"]
    labels = {*architecture_labels(), *machine_labels()}
    if any(selector[label].text for label in labels):
        return True
    if any(selector[label].text == "windows" for label in _WINDOWS):
        return True
    terms = pod.at(*_REQUIRED)["nodeSelectorTerms"]
    asked = [each for term in terms for each in term["matchExpressions"]]
    return any(each["key"].text in labels for each in asked)


def cases() -> tuple[Case, ...]:
    """Return the cases that are told apart."""
    return _table().finding


def _cases() -> dict[str, Case]:
    return {case.construct: case for case in _table().finding}


@cache
def _table() -> _Table:
    text = (resources() / "scan" / "scheduling.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Table)
