"""Criterion.rs: estimates.json and sample.json of one benchmark.

The files do not name their benchmark: its name is the folder they lie in
(target/criterion/GROUP/BENCHMARK/new/sample.json). Values are seconds for one iteration. A sample
has a value for each measurement; estimates have the mean only, with a warning: import the
sample.json beside them to compare.
"""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.json_fields import mentions, top
from workbench.results.records import Benchmark, BenchmarkReport
from workbench.scan.document import Document, Unreadable

_WARNING = "estimates.json holds the mean only: import sample.json for the single values."
_SAVED = ("new", "base")


def is_sample(document: Document) -> bool:
    """Tell whether a document is Criterion's sample.json."""
    return mentions(document, "sampling_mode", "iters", "times")


def read_sample(document: Document) -> BenchmarkReport:
    """Read every measurement: time over iterations."""
    sample = top(document)
    iterations, times = sample.numbers("iters"), sample.numbers("times")
    if len(iterations) != len(times) or not times or min(iterations) <= 0:
        raise Unreadable("iters and times do not fit each other")
    values = tuple(time / n / 1e9 for time, n in zip(times, iterations, strict=True))
    return _report(document, values)


def is_estimates(document: Document) -> bool:
    """Tell whether a document is Criterion's estimates.json."""
    return mentions(document, "mean", "median_abs_dev", "confidence_interval", "point_estimate")


def read_estimates(document: Document) -> BenchmarkReport:
    """Read the estimate of the mean."""
    mean = top(document).fields("mean").measured("point_estimate") / 1e9
    return _report(document, (mean,), (_WARNING,))


def _report(
    document: Document, values: tuple[float, ...], warnings: tuple[str, ...] = ()
) -> BenchmarkReport:
    benchmark = Benchmark(name=_name(document), unit="s", values=values)
    return BenchmarkReport(tool="criterion", benchmarks=(benchmark,), warnings=warnings)


def _name(document: Document) -> str:
    """The folders between `criterion` and the saved measurement; the file's name without any."""
    folders = [part for part in document.folder.split("/") if part]
    if folders and folders[-1] in _SAVED:
        folders.pop()
    if "criterion" in folders:
        folders = folders[folders.index("criterion") + 1 :]
    return "/".join(folders) or document.name.removesuffix(".json")


CRITERION_SAMPLE = ResultFormat(
    id="criterion-sample",
    title="Criterion sample.json",
    recognises=is_sample,
    read=read_sample,
    documentation="https://bheisler.github.io/criterion.rs/book/",
)
CRITERION_ESTIMATES = ResultFormat(
    id="criterion-estimates",
    title="Criterion estimates.json",
    recognises=is_estimates,
    read=read_estimates,
    documentation="https://bheisler.github.io/criterion.rs/book/",
)
