"""`workbench catalog`: what the catalog knows, what a name matches, and newer copies of sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.model.errors import WorkbenchError
from workbench.model.places import config_folder

if TYPE_CHECKING:
    from workbench.engine.catalog_update import Update
    from workbench.knowledge.catalog import Claim, Product
    from workbench.knowledge.knowledge import Knowledge
    from workbench.knowledge.update.difference import RowChange

_MARKS = {"added": "+", "removed": "-", "changed": "~"}

_project = click.option(
    "--project",
    type=click.Path(path_type=Path),
    help="Take the catalog files of this project in, too.",
)


@click.group()
def catalog() -> None:
    """What the catalog knows, what a name matches, and newer copies of its sources."""


@catalog.command()
@click.argument("name", required=False)
@_project
def show(name: str | None, project: Path | None) -> None:
    """Show what is known of NAME (a name, an image or a purl); without it, the catalog's files."""
    knowledge = _knowledge(project)
    if name is None:
        _print_files(knowledge)
        return
    products = list({id(m.product): m.product for m in knowledge.match(name)}.values())
    if not products:
        raise WorkbenchError(f"the catalog knows nothing called {name}{_hint(knowledge, name)}")
    for product in products:
        _print_product(product)


@catalog.command()
@click.argument("text")
@_project
def match(text: str, project: Path | None) -> None:
    """Say which entries TEXT (a name, an image or a purl) matches, and why; and near misses."""
    from workbench.knowledge.near_misses import near_misses

    knowledge = _knowledge(project)
    found = knowledge.match(text)
    for hit in found:
        how = "is" if hit.certain else "may be (ambiguous: it never decides)"
        said = f"{text} {how} {hit.product.name}: the name {hit.alias} in {hit.product.origin}"
        click.echo(f"{said} [{hit.product.id}]")
    if not found:
        click.echo(f"{text} matches nothing: names match whole, never in part")
    _print_status(knowledge, text)
    hit_ids = {hit.product.id for hit in found}
    near = [n for n in near_misses(knowledge.products, text) if n[1].id not in hit_ids]
    if near:
        click.echo("Near misses, which do not match:")
        for name, product in near:
            click.echo(f"  {name} ({product.name}, {product.origin})")


@catalog.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Compare with this older copy instead of what ships; writes nothing.",
)
def update(folder: Path, dry_run: bool, against: Path | None) -> None:
    """Take newer facts from FOLDER, a copy of the AWS Graviton guide or the Arm dashboard.

    Shows every row that is new, gone or changed, and writes what differs from the catalog that
    ships into a file in your catalog folder. If one table has another shape than the one known,
    nothing at all is taken.
    """
    from workbench.engine.catalog_update import plan_update

    planned = plan_update(folder, against=against)
    for change in planned.changes:
        _print_change(change)
    click.echo(_totals(planned))
    if dry_run or against is not None:
        click.echo("Nothing was written.")
        return
    planned.write()
    if planned.entries:
        click.echo(f"Wrote {planned.entries} entries to {planned.target}; delete it to go back.")
    else:
        click.echo("The catalog that ships holds all of it: no file is needed.")


@catalog.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--state", required=True, help="Commit and date of the copy.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), required=True)
def record(folder: Path, state: str, into: Path) -> None:
    """Write the baseline that ships, from a copy of a source: for those who renew the catalog."""
    from workbench.engine.catalog_update import record_baseline
    from workbench.model.atomic import write_atomically

    name, data = record_baseline(folder, state)
    write_atomically(into / name, data)
    click.echo(f"Wrote {into / name}")


def _knowledge(project: Path | None) -> Knowledge:
    from workbench.knowledge.knowledge import Knowledge
    from workbench.project.folder import ProjectFolder

    own = config_folder() / "catalog"
    folders: tuple[Path, ...] = (own,) if own.is_dir() else ()
    if project is not None:
        folders = ProjectFolder.open(project).catalog_folders
    knowledge = Knowledge.load(folders)
    for notice in knowledge.notices:
        click.echo(f"workbench: {notice.path}: {notice.reason}", err=True)
    return knowledge


def _hint(knowledge: Knowledge, name: str) -> str:
    from workbench.knowledge.near_misses import near_misses

    near = ", ".join(name for name, _ in near_misses(knowledge.products, name))
    return f"; like it are: {near}" if near else ""


def _print_files(knowledge: Knowledge) -> None:
    files = Counter(product.origin for product in knowledge.products)
    for origin in sorted(files):
        click.echo(f"{files[origin]:6,}  {origin}")
    click.echo(f"{sum(files.values()):6,}  entries in all")
    click.echo(f"Your own files: {config_folder() / 'catalog'}")


def _print_product(product: Product) -> None:
    maker = f", {product.vendor}" if product.vendor else ""
    click.echo(f"{product.name}{maker} [{product.id}] in {product.origin}")
    if product.aliases:
        click.echo(f"  names: {', '.join(product.aliases)}")
    if product.possible:
        click.echo(f"  perhaps: {', '.join(product.possible)}")
    for claim in product.claim:
        click.echo(f"  {_claim(claim)}")
        if claim.url:
            click.echo(f"    {claim.url}")


def _claim(claim: Claim) -> str:
    parts = [str(claim.status)]
    if claim.line:
        parts.append(f"for {claim.line}.x")
    if claim.tags:
        parts.append(f"for tags {', '.join(claim.tags)}")
    if claim.on:
        parts.append(f"on {claim.on}s")
    if claim.since:
        parts.append(f"since {claim.since}")
    if claim.recommended:
        parts.append(f"recommended {claim.recommended}")
    if claim.outdated:
        parts.append("outdated: does not count")
    who = f"{claim.source}, {claim.date}" + (f": {claim.note}" if claim.note else "")
    return f"{' '.join(parts)} ({who})"


def _print_status(knowledge: Knowledge, text: str) -> None:
    """Say what a purl or an image with its version would be assessed as."""
    from workbench.engine.named import assess_named

    assessment = assess_named(knowledge, text)
    if assessment is None:
        return
    sure = f" ({assessment.confidence})" if assessment.confidence else ""
    click.echo(f"In a project it would be {assessment.status}{sure}: {assessment.why}")
    for advice in assessment.advice:
        click.echo(f"  advice: {advice.text}" + (f" ({advice.source})" if advice.source else ""))


def _print_change(change: RowChange) -> None:
    row = change.after or change.before
    line = f":{change.after.line}" if change.after else ""
    click.echo(f"{_MARKS[change.change]} {change.table}{line}: {' / '.join(change.key)}")
    if row is not None and not change.cells and (said := row.facts.since or row.facts.recommended):
        click.echo(f"    {row.facts.status} {said}")
    for cell in change.cells:
        if cell.before.digest:
            click.echo(f"    {cell.column}: the words changed; now: {cell.after.text or '(empty)'}")
        else:
            before, after = (c.text or "(empty)" for c in (cell.before, cell.after))
            click.echo(f"    {cell.column}: {before} -> {after}")


def _totals(planned: Update) -> str:
    counts = Counter(str(change.change) for change in planned.changes)
    said = ", ".join(f"{counts[kind]} {kind}" for kind in _MARKS)
    return f"{planned.source} against {planned.state}: {said}"
