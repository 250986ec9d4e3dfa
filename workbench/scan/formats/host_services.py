"""The services of a host: `systemctl list-units`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.model.component import Kind
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format, Reader
from workbench.scan.hosts import units
from workbench.scan.hosts.listed import Listed, host_of, sight_others
from workbench.scan.tree import Tree


def _reader(id_: str, services_of: Callable[[Document], Iterator[Listed]]) -> Reader:
    def read(document: Document, tree: Tree) -> Iterator[Discovery]:
        host = host_of(document, tree)
        services = services_of(document)
        yield from sight_others(services, "generic", Kind.APPLICATION, host, document, id_)

    return read


FORMATS = (
    Format(
        id="systemd-units",
        title="systemctl list-units",
        patterns=("*systemctl*", "*systemd*.txt", "*units*.txt", "*services*.txt"),
        read=_reader("systemd-units", units.table_services),
        accepts=units.is_table,
        documentation="https://www.freedesktop.org/software/systemd/man/latest/systemctl.html",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="systemd-units-json",
        title="systemctl list-units --output json",
        patterns=("*.json",),
        read=_reader("systemd-units-json", units.json_services),
        accepts=units.is_json,
        documentation="https://www.freedesktop.org/software/systemd/man/latest/systemctl.html",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
)
