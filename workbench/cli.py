"""The command line. Starts fast: what a command needs is imported by that command."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench import __version__
from workbench.cli_catalog import catalog
from workbench.cli_inventory import inventory
from workbench.cli_online import ask_of, look_up, online_options
from workbench.cli_output import progress_bar, write_output
from workbench.cli_results import results
from workbench.model.decision import Action
from workbench.model.errors import WorkbenchError
from workbench.model.language import LANGUAGES
from workbench.model.purl import same_purl
from workbench.model.rare_collections import rare_collections
from workbench.model.status import SEVERITY, Status

if TYPE_CHECKING:
    from workbench.assess.snapshot import Snapshot
    from workbench.engine.session import Session

EXIT_PAST_LIMIT = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130

FORMATS = ("text", "json", "cyclonedx", "sarif", "csv")
CHANGES = ("diff", "text", "json")
BAKES = ("hcl", "json", "text")
CI_SERVICES = ("github", "gitlab")
FAIL_ON = ("blocked", "change", "rebuild", "upgrade", "unknown")

_project = click.argument("project", type=click.Path(path_type=Path))


class _OpensProjects(click.Group):
    """Reads `workbench FOLDER` as `workbench open FOLDER`, and no word at all as `open`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        first = next((place for place, word in enumerate(args) if word not in own), len(args))
        asks_for_text = {"-h", "--help", "--version"} & set(args[:first])
        if not asks_for_text and (first == len(args) or args[first] not in self.commands):
            args = [*args[:first], "open", *args[first:]]
        return super().parse_args(ctx, args)


@click.group(
    cls=_OpensProjects,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done; 1 done, and something is at or past --fail-on; "
    "2 unusable arguments or input; 130 interrupted.",
)
@click.version_option(__version__, prog_name="workbench")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def workbench(debug: bool) -> None:
    """What software is in a workload, does each piece run on ARM64, and what must change?

    Without a command, opens PROJECT in the window.
    """


@workbench.command("open", hidden=True)
@click.argument("project", type=click.Path(path_type=Path), required=False)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the window.")
def open_window(project: Path | None, lang: str | None) -> None:
    """Open PROJECT in the window."""
    if project is not None and not project.is_dir():
        raise WorkbenchError(
            f"{project} is neither a command nor a folder; see workbench --help for the commands"
        )
    if not _has_display():
        raise WorkbenchError(
            "there is no display for the window; workbench scan and workbench report need none"
        )
    from workbench.ui.application import run

    raise SystemExit(run(project, language=lang))


@workbench.command()
@_project
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write; - is stdout.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Exit with 1 if a component has this status or a worse one. A project in which nothing "
    "was recognised counts as unknown.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that look at source; one a processor, up to eight, if unset.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Read every file again, and keep nothing for the next scan.",
)
@online_options
@rare_collections()
def scan(
    project: Path,
    format_: str,
    output: str,
    fail_on: str | None,
    jobs: int | None,
    no_cache: bool,
    online: bool,
    look_inside: bool,
    engine: bool,
) -> None:
    """List the software in PROJECT and whether it runs on ARM64."""
    from workbench.report.exporters import EXPORTERS

    ask = ask_of(online, look_inside, engine)
    session = _scanned(project, jobs=jobs, remember=not no_cache)
    if ask:
        look_up(session, ask)
    snapshot = session.snapshot
    if format_ == "text" and output == "-" and sys.stdout.isatty():
        _print_text(snapshot)
    else:
        write_output(output, EXPORTERS[format_](snapshot))
    if fail_on and _past(snapshot, Status(fail_on)):
        raise SystemExit(EXIT_PAST_LIMIT)


@workbench.command()
@_project
@click.option("-o", "--output", metavar="FILE.pdf", required=True, help="Where to write the PDF.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@online_options
def report(
    project: Path, output: str, lang: str, online: bool, look_inside: bool, engine: bool
) -> None:
    """Write the assessment of PROJECT as a PDF."""
    from workbench.engine.results import Results
    from workbench.report.pdf import make_pdf

    ask = ask_of(online, look_inside, engine)
    session = _scanned(project)
    if ask:
        look_up(session, ask)
    store = Results(session.folder)
    comparison = store.compare() if store.has_any else None
    write_output(output, make_pdf(session.snapshot, language=lang, comparison=comparison))


@workbench.command()
@_project
@click.option("--format", "format_", type=click.Choice(CHANGES), default="diff", show_default=True)
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write; - is stdout.")
def changes(project: Path, format_: str, output: str) -> None:
    """Write what to change in PROJECT's configuration, so that it asks for ARM64.

    Nothing is applied: read the diff, then use git apply.
    """
    from workbench.engine.patching import patch_of
    from workbench.report.changes import changes_json, changes_text

    snapshot = _scanned(project).snapshot
    patch = patch_of(snapshot)
    if format_ == "diff":
        write_output(output, patch.data)
    else:
        write = changes_text if format_ == "text" else changes_json
        write_output(output, write(snapshot, patch))
    for left in patch.left_out:
        click.echo(f"workbench: left out of the diff: {left.reason}", err=True)


@workbench.command()
@_project
@click.option("--format", "format_", type=click.Choice(BAKES), help="As FILE ends, if unset.")
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write; - is stdout.")
@click.option("--ci", type=click.Choice(CI_SERVICES), help="Write the CI step for it, too.")
@click.option("--ci-output", metavar="FILE", default="-", help="Where to write the CI step.")
def bake(project: Path, format_: str | None, output: str, ci: str | None, ci_output: str) -> None:
    """Write a Bake file that builds PROJECT's own images for x86-64 and ARM64.

    It says above each image what is in the way of ARM64; --format text says only that.
    """
    from workbench.engine.baking import planned_images
    from workbench.report.bake import bake_hcl, bake_json, stops_text
    from workbench.report.ci_step import ci_step

    if ci and output == ci_output:
        raise WorkbenchError("Bake file and CI step go to one place; name another with --ci-output")
    session = _scanned(project)
    images = planned_images(session.snapshot, session.folder.settings.exclude)
    chosen = format_ or ("json" if output.endswith(".json") else "hcl")
    if not images:
        click.echo("workbench: there is no Dockerfile for Linux in this project", err=True)
    write = {"hcl": bake_hcl, "json": bake_json, "text": stops_text}[chosen]
    write_output(output, write(images))
    if ci:
        name = "docker-bake.hcl" if output == "-" else _from(project, Path(output))
        write_output(ci_output, ci_step(ci, name))


def _from(project: Path, file: Path) -> str:
    """Return how the CI step, which runs in the project's folder, names `file`."""
    try:
        return file.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        return file.name


@workbench.command()
@_project
@click.argument("purl")
@click.option("--status", type=click.Choice([s.value for s in Status]), required=True)
@click.option("--why", metavar="TEXT", required=True, help="The reason; kept with the decision.")
@click.option("--action", type=click.Choice([a.value for a in Action]), default="none")
@click.option("--owner", default="", help="Who sees to it.")
@click.option("--review-by", type=click.DateTime(["%Y-%m-%d"]), help="When to look again.")
@click.option("--author", default="", help="Who decides; the settings' or the login name if unset.")
def decide(
    project: Path,
    purl: str,
    status: str,
    why: str,
    action: str,
    owner: str,
    review_by: object,
    author: str,
) -> None:
    """Record a decision on the component PURL of PROJECT, overriding its computed status."""
    if not why.strip():
        raise WorkbenchError("--why is empty; say the reason, it is kept with the decision")
    session = _scanned(project)
    known = {a.component.purl for a in session.snapshot.assessments}
    if purl not in known:
        purl = next((k for k in known if same_purl(k, purl)), purl)
    if purl not in known:
        raise WorkbenchError(_not_known(purl, known))
    session.decide(
        [purl],
        status=Status(status),
        rationale=why.strip(),
        action=Action(action),
        owner=owner,
        review_by=f"{review_by:%Y-%m-%d}" if review_by else "",
        author=author,
    )
    click.echo(f"Recorded: {purl} is {status}", err=True)


workbench.add_command(inventory)
workbench.add_command(results)
workbench.add_command(catalog)


def main() -> None:
    """Run the command line and leave with its exit status."""
    # The search for cycles at the exit would go through all that a scan has made.
    atexit.register(gc.freeze)
    debug = "--debug" in sys.argv[1:]
    try:
        workbench.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        raise SystemExit(exit_.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted", EXIT_INTERRUPTED)
    except click.ClickException as error:
        _fail(error.format_message(), EXIT_UNUSABLE, debug=debug)
    except WorkbenchError as error:
        _fail(str(error), EXIT_UNUSABLE, debug=debug)
    except BrokenPipeError:
        # The reader has gone (`workbench scan . | head`): nothing to say, and nobody to hear it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # a fault of ours is one line too; --debug shows where
        name = type(error).__name__
        _fail(
            f"a fault inside the workbench ({name}: {error}); --debug shows where",
            EXIT_UNUSABLE,
            debug=debug,
        )


def _has_display() -> bool:
    """Whether Qt can open a window; where it cannot, it would end the process without a word."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _fail(message: str, status: int, *, debug: bool = False) -> None:
    if debug:
        traceback.print_exc()
    click.echo(f"workbench: {' '.join(message.split())}", err=True)
    raise SystemExit(status)


def _scanned(project: Path, *, jobs: int | None = None, remember: bool = True) -> Session:
    """Open and scan `project`, with a progress bar where somebody watches."""
    from workbench.engine.events import Progress
    from workbench.engine.session import Session

    session = Session.open(project)
    with progress_bar("Scanning") as advance:
        for event in session.scan(jobs=jobs, remember=remember, live=False):
            if isinstance(event, Progress):
                advance(event.done, event.total)
    for notice in session.snapshot.notices:
        click.echo(f"workbench: {notice.path}: {notice.reason}", err=True)
    return session


def _past(snapshot: Snapshot, limit: Status) -> bool:
    if snapshot.nothing_recognised:
        return SEVERITY[Status.UNKNOWN] >= SEVERITY[limit]
    return any(SEVERITY[a.status] >= SEVERITY[limit] for a in snapshot.assessments)


def _print_text(snapshot: Snapshot) -> None:
    from rich.console import Console

    from workbench.report.exporters.text import text_report

    text_report(snapshot, Console(highlight=False))


def _not_known(purl: str, known: set[str]) -> str:
    import difflib

    near = difflib.get_close_matches(purl, sorted(known), n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}" if near else "; workbench scan lists what is"
    return f"{purl} is not in the project{hint}"


if __name__ == "__main__":
    main()
