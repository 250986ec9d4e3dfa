"""What JMeter's two log formats have in common.

A request is a sampler's result; its label is the sampler's name. Results of transaction
controllers repeat the requests inside them and are left out. `concurrency` is the highest number
of active threads. A thread waits for its answers, but timers and open-model thread groups set
rates that the log does not tell, so the loop is not told.
"""

from __future__ import annotations

from workbench.results.load.samples import Sample, moment, series_of, steps_of
from workbench.results.records import LoadReport
from workbench.scan.document import Unreadable

_TRANSACTION = "Number of samples in transaction"
_WARNING = "Results of transaction controllers were left out: the requests inside them count."


def is_transaction(message: str) -> bool:
    """Tell by its message whether a result is a transaction controller's."""
    return message.startswith(_TRANSACTION)


def report(samples: list[Sample], threads: int, transactions: int) -> LoadReport:
    """Return the report of `samples`, whose starts are seconds since 1970."""
    if not samples:
        raise Unreadable("holds no requests")
    return LoadReport(
        tool="jmeter",
        steps=steps_of(samples, concurrency=threads or None),
        series=series_of(samples),
        started=moment(min(sample.start for sample in samples)),
        warnings=(_WARNING,) if transactions else (),
    )
