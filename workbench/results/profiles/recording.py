"""Binary recordings that only their own tool can read: they are refused with the way out."""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

_WAYS_OUT = {
    b"FLR\x00": (
        "is a Java Flight Recorder file: record with async-profiler's `-o collapsed`, "
        "or convert it with its `jfrconv -o collapsed IN.jfr OUT.folded`, and import that"
    ),
    b"PERFILE2": "is a perf recording: run `perf script -i FILE > FILE.txt` and import that",
}


def recognises(document: Document) -> bool:
    """Whether the data begin with the mark of a recording."""
    return document.data.startswith(tuple(_WAYS_OUT))


def read(document: Document) -> Profile:
    """Raise Unreadable that says what to import instead."""
    for mark, way_out in _WAYS_OUT.items():
        if document.data.startswith(mark):
            raise Unreadable(way_out)
    raise Unreadable("is no recording of a profiler")


FORMAT = ResultFormat(
    id="profiler-recording",
    title="JFR and perf.data recordings",
    recognises=recognises,
    read=read,
)
