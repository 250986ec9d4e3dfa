"""siege: the summary that it prints, JSON in 4.1 and later versions, labelled text before.

siege's "transactions" are answers below 400; "failed" are the others and those that got no
answer. Its rate counts transactions, so it is `throughput` as it stands. Its times have two
decimals: a mean below 5 ms prints as 0.00 or 0.01, and a mean so coarse is left out. No
percentiles. Its "concurrency" is the mean number of busy connections, not the load asked for, and
is left out too. Each user waits for its answer: closed loop.
"""

from __future__ import annotations

import re

import msgspec

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, measured
from workbench.results.records import LoadReport, LoadStep
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_COARSE = 0.1
"""Below this mean in seconds, two decimals are an error of more than 5 %."""

_JSON = regex(r'^\{\s*"transactions":.*?^\}', re.MULTILINE | re.DOTALL)
_TEXT = regex(
    r"^Transactions:\s+(?P<transactions>\d+) hits\n"
    r"Availability:\s+\S+ %\n"
    r"Elapsed time:\s+(?P<elapsed_time>\S+) secs\n"
    r"Data transferred:\s+\S+ MB\n"
    r"Response time:\s+(?P<response_time>\S+) secs\n"
    r"Transaction rate:\s+(?P<transaction_rate>\S+) trans/sec\n"
    r"Throughput:\s+\S+ MB/sec\n"
    r"Concurrency:\s+\S+\n"
    r"Successful transactions:\s+\d+\n"
    r"Failed transactions:\s+(?P<failed_transactions>\d+)\n"
    r"Longest transaction:\s+\S+\n"
    r"Shortest transaction:\s+\S+$",
    re.MULTILINE,
)
_SIGNATURE = regex(r'^\{\s*"transactions":|^Transactions:\s+\d+ hits$', re.MULTILINE)
_NEEDED = (
    "transactions", "elapsed_time", "response_time", "transaction_rate", "failed_transactions",
)  # fmt: skip


def recognises(document: Document) -> bool:
    """Tell whether a document holds siege's summary."""
    return opens_with(document, _SIGNATURE, within=2_000_000)


def read(document: Document) -> LoadReport:
    """Read one or more runs, each of which becomes a step."""
    text = document.text
    runs = [(match.start(), _decoded(match, document)) for match in _JSON.finditer(text)]
    runs += [(match.start(), match.groupdict()) for match in _TEXT.finditer(text)]
    if not runs or len(runs) != len(_SIGNATURE.findall(text)):
        raise Unreadable("the summary is not complete", text.count("\n") + 1)
    steps = tuple(_step(values, document.line_at(start)) for start, values in runs)
    return LoadReport(
        tool="siege",
        steps=steps,
        closed_loop=True,
        warnings=("siege tells no percentiles, and times to a hundredth of a second only.",),
    )


def _decoded(match: re.Match[str], document: Document) -> dict[str, str]:
    line = document.line_at(match.start())
    try:
        found = msgspec.json.decode(match[0], type=dict[str, float])
    except msgspec.DecodeError as error:
        raise Unreadable(f"the summary is not valid JSON: {error}", line) from error
    return {key: f"{value:.15g}" for key, value in found.items()}


def _step(values: dict[str, str], line: int) -> LoadStep:
    missing = [key for key in _NEEDED if key not in values]
    if missing:
        raise Unreadable(f"{missing[0]} is missing from the summary", line)
    good = count(values["transactions"], line)
    failed = count(values["failed_transactions"], line)
    mean = measured(values["response_time"], line)
    return LoadStep(
        throughput=measured(values["transaction_rate"], line),
        seconds=measured(values["elapsed_time"], line),
        requests=good + failed,
        errors=failed,
        mean=mean if mean >= _COARSE else None,
    )


SIEGE = ResultFormat(
    id="siege",
    title="siege",
    recognises=recognises,
    read=read,
    documentation="https://www.joedog.org/siege-manual/",
)
