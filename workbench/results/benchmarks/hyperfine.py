"""hyperfine --export-json: the wall-clock time of each run of each command, in seconds."""

from __future__ import annotations

from workbench.results.benchmarks.grouped import Grouped
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.records import BenchmarkReport
from workbench.scan.document import Document, Unreadable


def recognises(document: Document) -> bool:
    """Tell whether a document is hyperfine's JSON."""
    return mentions(document, "results", "command", "mean", "median", "user", "system")


def read(document: Document) -> BenchmarkReport:
    """Read every command. Commands that failed in some run are told in a warning."""
    grouped = Grouped()
    warnings = []
    for result in top(document).objects("results"):
        name = _name(result)
        if "times" not in result:
            raise Unreadable(f"'{name}' has no single times")
        for value in result.numbers("times"):
            grouped.add(name, "s", value)
        codes = result.values("exit_codes") if "exit_codes" in result else []
        if any(code != 0 for code in codes):
            warnings.append(f"'{name}' ended with an error in some runs: its times may not count.")
    return BenchmarkReport(
        tool="hyperfine", benchmarks=grouped.benchmarks(), warnings=tuple(warnings)
    )


def _name(result: Fields) -> str:
    """The command, with the parameters that tell equal commands apart."""
    parameters = result.fields_or_empty("parameters").raw
    told = ", ".join(f"{key}={value}" for key, value in parameters.items())
    return f"{result.text('command')} ({told})" if told else result.text("command")


HYPERFINE = ResultFormat(
    id="hyperfine",
    title="hyperfine JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/sharkdp/hyperfine#json",
)
