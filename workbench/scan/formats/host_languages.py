"""What pip and npm say is installed on a host: lists that only their importer can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from workbench.model.component import Kind, Sighting
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format, Reader
from workbench.scan.hosts import languages
from workbench.scan.hosts.listed import Listed, host_of, sight_others
from workbench.scan.tree import Tree


def _pip_reader(id_: str, packages_of: Callable[[Document], Iterator[Listed]]) -> Reader:
    def read(document: Document, tree: Tree) -> Iterator[Discovery]:
        host = host_of(document, tree)
        packages = packages_of(document)
        yield from sight_others(packages, "pypi", Kind.LIBRARY, host, document, id_)

    return read


def _is_frozen(document: Document) -> bool:
    return languages.is_pip_table(document) or languages.is_freeze(document)


def _read_npm(document: Document, tree: Tree) -> Iterator[Discovery]:
    host = host_of(document, tree)
    for package, direct in languages.npm_list_packages(document):
        for sighting in sight_others([package], "npm", Kind.LIBRARY, host, document, "npm-list"):
            yield sighting if direct else _indirect(sighting)


def _indirect(sighting: Sighting) -> Sighting:
    occurrence = msgspec.structs.replace(sighting.occurrence, direct=False)
    return msgspec.structs.replace(sighting, occurrence=occurrence)


FORMATS = (
    Format(
        id="pip-list",
        title="pip list --format json",
        patterns=(),
        read=_pip_reader("pip-list", languages.pip_json_packages),
        accepts=languages.is_pip_json,
        documentation="https://pip.pypa.io/en/stable/cli/pip_list/",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="pip-freeze",
        title="pip freeze, pip list",
        patterns=(),
        read=_pip_reader("pip-freeze", languages.frozen_packages),
        accepts=_is_frozen,
        documentation="https://pip.pypa.io/en/stable/cli/pip_freeze/",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="npm-list",
        title="npm ls --json",
        patterns=(),
        read=_read_npm,
        accepts=languages.is_npm_list,
        documentation="https://github.com/npm/cli/blob/latest/docs/lib/content/commands/npm-ls.md",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
)
