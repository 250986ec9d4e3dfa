"""The commands on imported lists: SBOMs, lists of hosts, tables of purchased products."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.model.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.engine.inventory import Inventory
    from workbench.model.source import Source

_project = click.argument("project", type=click.Path(path_type=Path))


@click.group("inventory")
def inventory() -> None:
    """Import what no file of the project names: SBOMs, lists of hosts, purchased software."""


@inventory.command("import")
@_project
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1)
@click.option("--host", metavar="NAME", default="", help="The host that the list is of.")
@click.option("--os", metavar="SYSTEM", default="", help="Its system, such as amzn-2, debian-12.")
@click.option("--as", "format_", metavar="FORMAT", default="", help="If the content is ambiguous.")
@click.option(
    "--map",
    "columns",
    metavar="FIELD=COLUMN",
    multiple=True,
    help="Of a table: the column of name, vendor, version, where, note, kind or url.",
)
@click.option("--sheet", metavar="NAME", default="", help="Of a workbook; the first if unset.")
def import_(
    project: Path,
    files: tuple[Path, ...],
    host: str,
    os: str,
    format_: str,
    columns: tuple[str, ...],
    sheet: str,
) -> None:
    """Add FILE... to the inventory of PROJECT, byte for byte.

    Formats are recognised by content. Nothing is guessed: what a list does not tell is asked for.
    """
    from workbench.engine.list_files import look_at_list
    from workbench.model.source import TABLE

    if not files:
        raise WorkbenchError("name the files to import")
    store = _inventory(project)
    chosen = dict(_column(text) for text in columns)
    for file in files:
        is_table = format_ == TABLE or bool(chosen or sheet)
        if is_table or look_at_list(file, format_, host=host, os=os).formats == (TABLE,):
            _say_added(file, store.add_table(file, chosen, sheet))
            continue
        source, look = store.add(file, format_, host=host, os=os)
        for problem in look.problems:
            click.echo(f"workbench: {file}:{problem.line}: {problem.reason}", err=True)
        _say_added(file, source)
        for other in store.older(source) if source else ():
            click.echo(
                f"workbench: {other.id} of {other.imported[:10]} lists the same host and still "
                f"counts; workbench inventory remove {project} {other.id} takes it away",
                err=True,
            )


@inventory.command("list")
@_project
def list_(project: Path) -> None:
    """List what was imported into PROJECT."""
    store = _inventory(project)
    for source in store.sources:
        click.echo(_line(source))
    for problem in store.problems:
        click.echo(f"workbench: {problem.path}: {problem.reason}", err=True)
    if not store.sources:
        click.echo("Nothing imported yet; workbench inventory import adds a list.", err=True)


@inventory.command("remove")
@_project
@click.argument("name")
def remove(project: Path, name: str) -> None:
    """Set the import NAME of PROJECT aside; restore brings it back."""
    from workbench.project.folder import ProjectFolder

    sources = ProjectFolder.open(project).sources
    sources.remove(sources.find(name).id)
    click.echo(f"Removed: {name}; workbench inventory restore brings it back", err=True)


@inventory.command("restore")
@_project
@click.argument("name")
def restore(project: Path, name: str) -> None:
    """Bring the removed import NAME of PROJECT back."""
    if Path(name).name != name:
        raise WorkbenchError(f"{name!r} is no name of an import")
    _inventory(project).restore(name)
    click.echo(f"Restored: {name}", err=True)


def _inventory(project: Path) -> Inventory:
    from workbench.engine.inventory import Inventory
    from workbench.project.folder import ProjectFolder

    return Inventory(ProjectFolder.open(project))


def _column(text: str) -> tuple[str, str]:
    from workbench.project.purchased import FIELDS

    field, sign, title = (part.strip() for part in text.partition("="))
    if not (sign and title) or field not in FIELDS:
        raise WorkbenchError(
            f"--map {text!r}: write it as name=COLUMN; the fields are {', '.join(FIELDS)}"
        )
    return field, title


def _say_added(file: Path, source: Source | None) -> None:
    if source is None:
        click.echo(f"Left out: {file} was imported before", err=True)
        return
    click.echo(f"Imported {file} ({source.files[0].format}) as {source.id}", err=True)
    click.echo(source.id)


def _line(source: Source) -> str:
    formats = ", ".join(sorted({file.format for file in source.files}))
    names = ", ".join(file.name for file in source.files)
    day = source.imported[:10]
    return "  ".join(filter(None, [source.id, source.host, source.os, formats, names, day]))
