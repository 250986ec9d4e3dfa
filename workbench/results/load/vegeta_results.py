"""vegeta encode: one JSON object a request.

Answers of 2xx and 3xx are successes, as vegeta has it. `offered` is vegeta's rate: requests over
the time between the first and the last one sent. Open loop.
"""

from __future__ import annotations

from msgspec import structs

from workbench.results.format import ResultFormat
from workbench.results.load.json_lines import epoch, first_line, objects
from workbench.results.load.samples import Sample, moment, series_of, steps_of
from workbench.results.records import LoadReport
from workbench.scan.document import Document


def recognises(document: Document) -> bool:
    """Tell whether a document is vegeta's results as JSON."""
    line = first_line(document)
    return line.startswith(b'{"attack":') and b'"seq":' in line and b'"latency":' in line


def read(document: Document) -> LoadReport:
    """Read every request."""
    samples = []
    attacks = set()
    for line, result in objects(document):
        attacks.add(result.text("attack"))
        samples.append(
            Sample(
                start=epoch(result.text("timestamp"), line),
                seconds=result.measured("latency") / 1e9,
                ok=200 <= result.count("code") < 400 and not result.text("error"),
            )
        )
    steps = steps_of(samples)
    begin = min(sample.start for sample in samples)
    sending = max(sample.start for sample in samples) - begin
    rate = (len(samples) - 1) / sending if sending > 0 else None
    warning = "The file holds several attacks: they are read as one."
    return LoadReport(
        tool="vegeta",
        steps=(structs.replace(steps[0], offered=rate), *steps[1:]),
        series=series_of(samples),
        closed_loop=False,
        started=moment(begin),
        warnings=(warning,) if len(attacks) > 1 else (),
    )


VEGETA_RESULTS = ResultFormat(
    id="vegeta-results",
    title="vegeta results (JSON lines)",
    recognises=recognises,
    read=read,
    documentation="https://github.com/tsenart/vegeta#encode-command",
)
