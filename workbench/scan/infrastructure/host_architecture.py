"""The architecture of the instances that a resource starts, where their types leave no doubt."""

from __future__ import annotations

from workbench.knowledge.compute import verdict
from workbench.model.component import Trait
from workbench.model.purl import make_purl
from workbench.model.status import Status
from workbench.scan.infrastructure.attribute_table import attributes_of
from workbench.scan.infrastructure.resource import Resource

_HOSTS = "aws-ec2"
_ARCHITECTURES = {Status.READY: "arm64", Status.CHANGE: "x86_64", Status.BLOCKED: "x86_64"}


def started_with(resource: Resource) -> tuple[Trait, ...]:
    """Return the one architecture of all instance types beside a machine image, as a fact on it.

    Nothing where there is no type, where one is not literal or in no table, or where they differ:
    an image boots on one architecture only, but which type it is for is not said then.
    """
    found: set[str] = set()
    for attribute in attributes_of(resource.tool, resource.type):
        if attribute.role != "instance-type" or attribute.service != _HOSTS:
            continue
        for node, _ in resource.values(attribute):
            said = verdict(make_purl("generic", node.text, namespace=_HOSTS)) if node.text else None
            found.add(_ARCHITECTURES.get(said.status, "") if said is not None else "")
    if len(found) != 1 or "" in found:
        return ()
    return (Trait("used-by-arch", found.pop()),)
