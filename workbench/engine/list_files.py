"""What a file is that somebody wants to import: the format, the host, the columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from workbench.engine.import_files import document_at
from workbench.knowledge.systems import system_named
from workbench.model.component import Kind, Occurrence, Sighting
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.purl import parse_purl
from workbench.model.source import TABLE
from workbench.project.purchased_csv import (
    guess_mapping,
    import_rows,
    remembered_mapping,
    with_header,
)
from workbench.project.table import Table, read_table
from workbench.scan.document import MAX_LIST_BYTES, Document, Unreadable
from workbench.scan.format import Format
from workbench.scan.formats import every_format
from workbench.scan.hosts.shown_system import OS_RELEASE
from workbench.scan.imported import Imported
from workbench.scan.tree import Tree
from workbench.scan.walk import File, grouped


@cache
def importable() -> dict[str, Format]:
    """Return the formats that people import files of, by their ids."""
    return {format_.id: format_ for format_ in every_format() if format_.importable}


class ListLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is, as far as its content tells.

    `formats` holds the ids that it may be of: one, or several to ask about. `components` is how
    many it lists, `hosts` those that it names itself, `os` the operating system that it shows.
    """

    path: Path
    formats: tuple[str, ...]
    components: int = 0
    hosts: tuple[str, ...] = ()
    os: str = ""
    needs_host: bool = False
    needs_os: bool = False
    problems: tuple[Problem, ...] = ()


def look_at_list(path: Path, format_: str = "", *, host: str = "", os: str = "") -> ListLook:
    """Say what the file at `path` is; `format_`, `host` and `os` are what a person said of it.

    Raises WorkbenchError, one line, where it is nothing that lists software, or broken.
    """
    if os and system_named(os) is None:
        raise WorkbenchError(
            f"{os!r} is no known operating system: write it like debian-12, amzn-2, rhel-8.9"
        )
    document = document_at(path, MAX_LIST_BYTES)
    formats = (_chosen(format_),) if format_ else _recognised(path, document)
    if not formats:
        raise WorkbenchError(_not_recognised(path, document))
    if len(formats) > 1 or formats == (TABLE,):
        return ListLook(path=path, formats=formats)
    return _looked(path, document, importable()[formats[0]], host, os)


def table_at(path: Path, sheet: str = "") -> Table:
    """Return the table at `path` with the row as header that reads like one."""
    return with_header(read_table(path, sheet))


def columns_of(
    table: Table, remembered: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Return the header of each field: as `chosen`, else as `remembered`, else as guessed.

    Raises WorkbenchError where a chosen column is not there, or none is the product's name.
    """
    mapping = remembered_mapping(table.header, remembered)
    columns = {field: table.header[place] for field, place in mapping.items()}
    for title in chosen.values():
        if title not in table.header:
            titles = ", ".join(filter(None, table.header))
            raise WorkbenchError(f"there is no column {title!r}: the columns are {titles}")
    columns |= chosen
    if "name" not in columns:
        raise WorkbenchError(
            f"{table.path}: which column holds the product's name is not clear: "
            "say it, as in --map name=COLUMN"
        )
    return columns


def _looked(path: Path, document: Document, format_: Format, host: str, os: str) -> ListLook:
    beside = path.with_name(OS_RELEASE)
    files = [File(OS_RELEASE, beside.stat().st_size)] if beside.is_file() else []
    name = document.path
    said = Imported(path=name, size=len(document.data), format=format_.id, host=host, system=os)
    tree = Tree(path.resolve().parent, grouped(files), [said])
    sightings: list[Sighting] = []
    problems: list[Problem] = []
    try:
        for found in format_.read(document, tree):
            if isinstance(found, Sighting):
                sightings.append(found)
            elif isinstance(found, Problem):
                problems.append(found)
    except Unreadable as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        raise WorkbenchError(
            f"{place}: {error.reason} ({format_.title}): nothing was imported"
        ) from None
    if not sightings:
        raise WorkbenchError(f"{path}: names no software ({format_.title}): nothing was imported")
    hosts = tuple(sorted({v for s in sightings for v in _values(s.occurrence, "host")}))
    systems = sorted({v for s in sightings for v in _values(s.occurrence, "distribution")})
    return ListLook(
        path=path,
        formats=(format_.id,),
        components=len({s.purl for s in sightings}),
        hosts=hosts,
        os=systems[0] if format_.of_host and hosts in ((), (host,)) and len(systems) == 1 else "",
        needs_host=format_.of_host and any(not _values(s.occurrence, "host") for s in sightings),
        needs_os=any(_is_homeless(s) for s in sightings) if format_.of_host else False,
        problems=tuple(problems),
    )


def _values(occurrence: Occurrence, name: str) -> list[str]:
    return [trait.value for trait in occurrence.traits if trait.name == name]


def _is_homeless(sighting: Sighting) -> bool:
    """Whether it is a distribution's package without the distribution."""
    return sighting.kind is Kind.OS_PACKAGE and not parse_purl(sighting.purl).namespace


def _recognised(path: Path, document: Document) -> tuple[str, ...]:
    if _is_table(path, document):
        return (TABLE,)
    try:
        return tuple(
            f.id for f in importable().values() if f.accepts is None or f.accepts(document)
        )
    except Unreadable as error:
        raise WorkbenchError(f"{path}: {error.reason}: choose another file") from None


def _is_table(path: Path, document: Document) -> bool:
    """Whether it is a workbook, or text with a row that names the columns of products."""
    if document.data.startswith(b"PK\x03\x04"):
        return path.suffix.lower() in (".xlsx", ".xlsm")
    if path.suffix.lower() not in (".csv", ".tsv"):
        return False
    return "name" in guess_mapping(table_at(path).header)


def _chosen(format_: str) -> str:
    if format_ in importable() or format_ == TABLE:
        return format_
    raise WorkbenchError(f"{format_!r} is no format of a list: {_what_is_read()}")


def _not_recognised(path: Path, document: Document) -> str:
    if not document.data.strip():
        return f"{path}: is empty: write the list again and import that"
    return f"{path}: is no list of software that is known: say its format, {_what_is_read()}"


def _what_is_read() -> str:
    known = [*((f.id, f.title) for f in importable().values()), (TABLE, "CSV or XLSX of products")]
    return "one of " + ", ".join(f"{id_} ({title})" for id_, title in known)


def table_entries(table: Table, columns: Mapping[str, str]) -> tuple[int, tuple[Problem, ...]]:
    """Return how many products the table holds by `columns`, and what is wrong with its rows."""
    entries, problems = import_rows(table, mapping_of(table, columns))
    return len(entries), problems


def mapping_of(table: Table, columns: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each column whose header is there."""
    return {f: table.header.index(title) for f, title in columns.items() if title in table.header}
