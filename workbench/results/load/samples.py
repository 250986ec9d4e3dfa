"""Steps and series out of single requests, for tools that write one line a request."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from workbench.results.records import LoadStep, Percentile, Series, SeriesPoint
from workbench.scan.document import Unreadable

_DIGITS = 6
"""Times since 1970 are good for a microsecond and no more."""
_TICKS = 20
"""So many ticks of a clock measure a time to 5 %."""
LABELS = 200
"""More labels than this are no kinds of request: the tool put a part that changes into them."""

_SHOWN = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)


class Sample(NamedTuple):
    """One request: when it began (seconds, any origin), how long it took, whether it succeeded."""

    start: float
    seconds: float
    ok: bool
    label: str = ""


def steps_of(
    samples: Sequence[Sample], *, concurrency: int | None = None, resolution: float = 0.001
) -> tuple[LoadStep, ...]:
    """Return one step for all requests, then one for each of several (at most LABELS) labels.

    Throughput, mean, percentiles and latencies are those of the requests that succeeded, over the
    time from the first request's beginning to the last one's end. Where that time is short for the
    `resolution` (seconds) of its clock, it is not known to 5 %, and neither is the throughput.
    """
    if not samples:
        raise Unreadable("holds no requests")
    samples = sorted(samples, key=_start)
    begin = samples[0].start
    lasted = round(max(sample.start + sample.seconds for sample in samples) - begin, _DIGITS)
    seconds = lasted if lasted >= _TICKS * resolution else None
    steps = [_step(samples, begin, seconds, concurrency=concurrency)]
    labelled: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        labelled[sample.label].append(sample)
    if 1 < len(labelled) <= LABELS:
        steps += [_step(group, begin, seconds, label=label) for label, group in labelled.items()]
    return tuple(steps)


def percentiles_of(latencies: Sequence[float]) -> tuple[Percentile, ...]:
    """Return nearest-rank percentiles, as far out as at least one request lies beyond them."""
    ordered = sorted(latencies)
    size = len(ordered)
    shown = [p for p in _SHOWN if size * (1 - p) >= 1 - 1e-9]
    found = [Percentile(p, ordered[math.ceil(p * size - 1e-9) - 1]) for p in shown]
    return (*found, Percentile(1.0, ordered[-1])) if ordered else ()


def series_of(samples: Sequence[Sample]) -> tuple[Series, ...]:
    """Return successes and errors in each second, by the second in which they ended."""
    if not samples:
        return ()
    begin = min(sample.start for sample in samples)
    ended = Counter((int(s.start + s.seconds - begin), s.ok) for s in samples)
    last = max(second for second, _ in ended)
    return tuple(
        Series(
            name=name,
            unit="req/s",
            points=tuple(
                SeriesPoint(float(second), float(ended[second, ok])) for second in range(last + 1)
            ),
        )
        for name, ok in (("throughput", True), ("errors", False))
    )


def moment(epoch: float) -> str:
    """Return seconds since 1970 as ISO 8601 in UTC; empty where no calendar holds them."""
    try:
        return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds")
    except (OverflowError, OSError, ValueError):
        return ""


def _step(
    samples: Sequence[Sample],
    begin: float,
    seconds: float | None,
    *,
    label: str = "",
    concurrency: int | None = None,
) -> LoadStep:
    good = [sample for sample in samples if sample.ok]
    latencies = tuple(sample.seconds for sample in good)
    return LoadStep(
        throughput=len(good) / seconds if seconds else None,
        label=label,
        concurrency=concurrency,
        seconds=seconds,
        requests=len(samples),
        errors=len(samples) - len(good),
        mean=math.fsum(latencies) / len(latencies) if latencies else None,
        percentiles=percentiles_of(latencies),
        latencies=latencies,
        starts=tuple(round(sample.start - begin, _DIGITS) for sample in good),
    )


def _start(sample: Sample) -> float:
    return sample.start
