"""Inventories that name their hosts themselves: AWS Systems Manager and osquery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.knowledge.systems import System, system_named
from workbench.model.component import Kind
from workbench.scan.document import MAX_LIST_BYTES, Document
from workbench.scan.format import Discovery, Format
from workbench.scan.hosts import osquery, ssm
from workbench.scan.hosts.listed import Listed, host_of, sight_others, sight_packages, sight_system
from workbench.scan.tree import Tree

_OS_PACKAGES = ("deb", "rpm")
_KINDS = {"pypi": Kind.LIBRARY, "npm": Kind.LIBRARY}


def _read_ssm(document: Document, tree: Tree) -> Iterator[Discovery]:
    for instance in ssm.instances(document):
        yield from _of_host(
            instance.packages, instance.id, instance.system, document, tree, "ssm-inventory"
        )


def _read_osquery(document: Document, tree: Tree) -> Iterator[Discovery]:
    hosts: dict[str, dict[str, list[Listed]]] = {}
    for row in osquery.rows(document):
        hosts.setdefault(row.host, {}).setdefault(row.table, []).append(row.listed)
    for name, tables in hosts.items():
        about = next(iter(tables.pop("system", [])), None)
        system = system_named(f"{about.name} {about.version}") if about else None
        yield from _of_host(tables, name, system, document, tree, "osquery")


def _of_host(
    packages: dict[str, list[Listed]] | dict[str, tuple[Listed, ...]],
    name: str,
    system: System | None,
    document: Document,
    tree: Tree,
    reader: str,
) -> Iterator[Discovery]:
    installed = next((e for e in _OS_PACKAGES if e in packages), "")
    shown: Iterable[Listed] = packages.get(installed, ())
    host = host_of(document, tree, name=name, system=system, ecosystem=installed, packages=shown)
    yield from sight_system(host, document, reader)
    for ecosystem, listed in packages.items():
        if ecosystem in _OS_PACKAGES:
            yield from sight_packages(listed, ecosystem, host, document, reader)
        else:
            type_ = ecosystem if ecosystem in _KINDS else "generic"
            kind = _KINDS.get(ecosystem, Kind.APPLICATION)
            yield from sight_others(listed, type_, kind, host, document, reader)


FORMATS = (
    Format(
        id="ssm-inventory",
        title="AWS Systems Manager inventory",
        patterns=("*.json", "*.jsonl"),
        read=_read_ssm,
        accepts=ssm.is_inventory,
        documentation="https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
        of_host=True,
    ),
    Format(
        id="osquery",
        title="osquery JSON",
        patterns=("*.json", "*.jsonl", "*osquery*.log", "osqueryd.*"),
        read=_read_osquery,
        accepts=osquery.is_osquery,
        documentation="https://osquery.io/schema/",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
        of_host=True,
    ),
)
