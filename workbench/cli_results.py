"""The commands on test results: import, list, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli_output import write_output
from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, ColumnMapping

if TYPE_CHECKING:
    from workbench.engine.result_files import Found
    from workbench.engine.results import Results
    from workbench.model.run import Run
    from workbench.project.runs import Added

FORMATS = ("text", "json", "csv", "md")
EXIT_REGRESSED = 1
MOST_NAMED = 20
"""Files that were no results: more of them say nothing new."""

_project = click.argument("project", type=click.Path(path_type=Path))


@click.group("results")
def results() -> None:
    """Import test results of both architectures and compare them."""


@results.command("import")
@_project
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--arch", type=click.Choice([a.value for a in Architecture]), required=True, help="Measured on."
)
@click.option("--instance", metavar="TYPE", default="", help="Instance type, such as m7g.2xlarge.")
@click.option("--scenario", metavar="NAME", default="", help="What was tested, such as checkout.")
@click.option("--software", metavar="VERSION", default="", help="Version of the tested software.")
@click.option("--client", metavar="NAME", default="", help="Where the load came from.")
@click.option("--measured", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="When.")
@click.option("--note", metavar="TEXT", default="", help="Anything else worth knowing.")
@click.option("--format", "format_", metavar="ID", default="", help="If the content is ambiguous.")
@click.option("--time-column", metavar="NAME", default="", help="Read a CSV over this time.")
@click.option(
    "--column",
    "columns",
    metavar="NAME[=UNIT]",
    multiple=True,
    help="A column of values, such as 'cpu=%'; may be repeated. All others if unset.",
)
@click.option(
    "--time-unit", type=click.Choice(["s", "ms", "us"]), default="s", help="Of numbers as times."
)
@click.option("--delimiter", metavar="CHARACTER", default=",", help="Between the columns.")
def import_(
    project: Path,
    files: tuple[Path, ...],
    arch: str,
    instance: str,
    scenario: str,
    software: str,
    client: str,
    measured: object,
    note: str,
    format_: str,
    time_column: str,
    columns: tuple[str, ...],
    time_unit: str,
    delimiter: str,
) -> None:
    """Add FILE... to the results of PROJECT as one run, byte for byte.

    A FILE that is a folder stands for all results in it. Formats are recognised by content. With
    --time-column, FILE... are CSV over time, read as the columns say; that is kept with the run.
    """
    from workbench.engine.result_files import find
    from workbench.engine.results import Results
    from workbench.project.folder import ProjectFolder

    if not files:
        raise WorkbenchError("name the files to import, or the folder that holds them")
    store = Results(ProjectFolder.open(project))
    mapping = _columns(time_column, columns, time_unit, delimiter)
    found = find(files, format_, columns=mapping)
    added = store.add(
        found,
        architecture=Architecture(arch),
        instance=instance,
        scenario=scenario,
        software=software,
        client=client,
        measured=f"{measured:%Y-%m-%d}" if measured else "",
        note=note,
    )
    _say_added(found, added)


@results.command("list")
@_project
def list_(project: Path) -> None:
    """List the runs of PROJECT."""
    from workbench.engine.results import Results
    from workbench.project.folder import ProjectFolder

    store = Results(ProjectFolder.open(project))
    for run in store.runs:
        click.echo(_line(run))
    for problem in store.problems:
        click.echo(f"workbench: {problem.path}: {problem.reason}", err=True)
    if not store.runs:
        click.echo("No results yet; workbench results import adds some.", err=True)


@results.command("compare")
@_project
@click.option("--scenario", metavar="NAME", help="Only this scenario; all of them if unset.")
@click.option(
    "--metric",
    metavar="METRIC",
    help="throughput (under the limits), jobs/s, time (of benchmarks), or a latency percentile at "
    "equal load: p99 at the highest load that both sides carry, p99@500 at 500.",
)
@click.option(
    "--limit",
    "limits",
    metavar="LIMIT",
    multiple=True,
    help="What makes a load acceptable, such as 'p99<=10ms' or 'errors<=0.1%'; may be repeated. "
    "'none' is no limit.",
)
@click.option("--baseline", metavar="TYPE", help="Only x86_64 runs on this instance type.")
@click.option("--candidate", metavar="TYPE", help="Only arm64 runs on this instance type.")
@click.option(
    "--price",
    "prices",
    metavar="ARCH=PER_HOUR",
    multiple=True,
    help="Such as arm64='0.3264 USD'; an instance type in place of ARCH is more exact.",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write; - is stdout.")
@click.option(
    "--fail-on-regression", is_flag=True, help="Exit with 1 if a test fails on arm64 only."
)
def compare(
    project: Path,
    scenario: str | None,
    metric: str | None,
    limits: tuple[str, ...],
    baseline: str | None,
    candidate: str | None,
    prices: tuple[str, ...],
    format_: str,
    output: str,
    fail_on_regression: bool,
) -> None:
    """Compare the test results of both architectures in PROJECT.

    Metric, limits, instance types and prices that are not given are those last asked for, here or
    in the window: they are kept in the project's settings, and the output names them. An empty
    TYPE is all of them.
    """
    from workbench.engine.results import Results
    from workbench.project.folder import ProjectFolder
    from workbench.report.comparison import WRITERS

    store = Results(ProjectFolder.open(project))
    typed = dict(_price(text) for text in prices)
    bounds = _limits(limits)
    sides = {Architecture.X86_64: baseline, Architecture.ARM64: candidate}
    instances = {side: name for side, name in sides.items() if name is not None}
    compared = store.compare(
        scenario=scenario,
        metric=metric,
        limits=bounds,
        prices=typed,
        instances=instances,
    )
    if metric or limits or prices or instances:
        _keep(store, scenario, metric, bounds, typed, instances)
    write_output(output, WRITERS[format_](compared))
    tests = compared.functional and compared.functional.tests
    if fail_on_regression and tests and tests.regressed:
        raise SystemExit(EXIT_REGRESSED)


def _columns(
    time: str, columns: tuple[str, ...], time_unit: str, delimiter: str
) -> ColumnMapping | None:
    if len(delimiter) != 1:
        raise WorkbenchError(f"--delimiter {delimiter!r}: give one character, such as ';'")
    if not time:
        if columns:
            raise WorkbenchError("--column needs --time-column: name the column of the times")
        return None
    split = [column.partition("=") for column in columns]
    return ColumnMapping(
        time=time,
        values=tuple(name.strip() for name, _, _ in split),
        units={name.strip(): unit.strip() for name, _, unit in split if unit.strip()},
        time_unit={"s": 1.0, "ms": 1e3, "us": 1e6}[time_unit],
        delimiter=delimiter,
    )


def _price(text: str) -> tuple[str, str]:
    name, sign, price = (part.strip() for part in text.partition("="))
    if not (name and sign and price):
        raise WorkbenchError(f"--price {text!r}: write it as arm64=0.3264 or m7g.large='0.08 USD'")
    return name, price


def _limits(typed: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what is asked: none at all where that was typed, None where nothing was."""
    return tuple(text for text in typed if text.strip().casefold() != "none") if typed else None


def _keep(
    store: Results,
    scenario: str | None,
    metric: str | None,
    limits: tuple[str, ...] | None,
    prices: dict[str, str],
    instances: dict[Architecture, str],
) -> None:
    """Remember the question; a project that cannot be written still gets its answer."""
    try:
        store.keep_question(
            scenario=scenario, metric=metric, limits=limits, prices=prices, instances=instances
        )
    except WorkbenchError as error:
        click.echo(f"workbench: the question is not kept: {error}", err=True)


def _say_added(found: Found, added: Added) -> None:
    for known in added.already:
        where = f"is already in {known.run}" if known.run else "is the same as another file"
        click.echo(f"Left out: {known.path} {where}", err=True)
    for other in found.others[:MOST_NAMED]:
        click.echo(f"Left out: {other} is not a known test result", err=True)
    if len(found.others) > MOST_NAMED:
        click.echo(f"Left out: and {len(found.others) - MOST_NAMED:,} more", err=True)
    if added.run is None:
        click.echo("Nothing new to import.", err=True)
        return
    formats = sorted({file.format for file in added.run.files})
    count = len(added.run.files)
    noun = "file" if count == 1 else "files"
    click.echo(f"Imported {count:,} {noun} ({', '.join(formats)}) as {added.run.id}", err=True)
    click.echo(added.run.id)


def _line(run: Run) -> str:
    formats = ", ".join(sorted({file.format for file in run.files}))
    count = f"{len(run.files):,} {'file' if len(run.files) == 1 else 'files'}"
    labels = [run.scenario or "(no scenario)", run.architecture, run.instance]
    told = [f"{n} {getattr(run, n)}" for n in ("software", "client") if getattr(run, n)]
    return "  ".join([run.id, *filter(None, labels), *told, f"{count}: {formats}"])
