"""JMeter's JTL log as CSV, with field names (the default since 3.0) or without.

Without names only the columns that JMeter always writes first are read. Times are in
milliseconds; `timeStamp` is taken as the beginning of a request, as JMeter is shipped
(sampleresult.timestamp.start=true).
"""

from __future__ import annotations

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.load import jmeter_samples
from workbench.results.load.samples import Sample
from workbench.results.quantity import count
from workbench.results.records import LoadReport
from workbench.scan.document import Document, Unreadable

_FIRST = [
    "timeStamp",
    "elapsed",
    "label",
    "responseCode",
    "responseMessage",
    "threadName",
    "dataType",
    "success",
]
_NEEDED = {"timeStamp", "elapsed", "label", "success"}
_SUCCESS = {"true": True, "false": False}


def recognises(document: Document) -> bool:
    """Tell whether a document is JMeter's CSV log."""
    cells = first_row(document)
    return set(cells) >= _NEEDED or _is_unnamed(cells)


def _is_unnamed(cells: list[str]) -> bool:
    return (
        len(cells) > len(_FIRST)
        and len(cells[0]) == 13
        and cells[0].isdigit()
        and cells[1].isdigit()
        and cells[7] in _SUCCESS
    )


def read(document: Document) -> LoadReport:
    """Read every request."""
    header = first_row(document)
    unnamed = _is_unnamed(header)
    if unnamed:
        header = _FIRST + [f"column {index}" for index in range(len(_FIRST), len(header))]
    if not set(header) >= _NEEDED:
        raise Unreadable("the header is not that of a JMeter log", 1)
    samples = []
    threads = transactions = 0
    for line, row in rows(document, header, titled=not unnamed):
        if jmeter_samples.is_transaction(row.get("responseMessage", "")):
            transactions += 1
            continue
        if row["success"] not in _SUCCESS:
            raise Unreadable(f"'{row['success'][:20]}' is neither true nor false", line)
        threads = max(threads, count(row.get("allThreads", "0"), line))
        samples.append(
            Sample(
                start=count(row["timeStamp"], line) / 1e3,
                seconds=count(row["elapsed"], line) / 1e3,
                ok=_SUCCESS[row["success"]],
                label=row["label"],
            )
        )
    return jmeter_samples.report(samples, threads, transactions)


JMETER_CSV = ResultFormat(
    id="jmeter-csv",
    title="JMeter log (JTL, CSV)",
    recognises=recognises,
    read=read,
    documentation="https://jmeter.apache.org/usermanual/listeners.html#csvlogformat",
)
