"""What makes a load acceptable: limits on a latency or on the error rate."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from workbench.model.regex import regex
from workbench.results.records import LoadStep

_LIMIT = regex(
    r"\s*(?P<what>p\d{1,2}(?:\.\d+)?|p100|mean|errors)\s*(?P<sign><=|<|≤)\s*"
    r"(?P<bound>\d+(?:\.\d+)?)\s*(?P<unit>us|µs|μs|ms|s|%)\s*",
    re.IGNORECASE,
)
_UNITS = {"us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "%": 1e-2}
_CLOSE_ENOUGH = 1.25
"""Two percentiles whose shares of slower requests differ by no more than this factor may be
interpolated: HdrHistogram's spectrum steps by at most 1.2, p99 to p99.9 is a factor of 10."""


class LimitError(ValueError):
    """A limit's text cannot be understood. The message is one line that names the mend."""


class Quantity(StrEnum):
    """What a limit is set on."""

    PERCENTILE = "percentile"
    MEAN = "mean"
    ERRORS = "errors"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a load acceptable: a latency in seconds, or an error rate as a fraction.

    `strict` is "<": a measurement exactly at the bound does not meet it. `p` (0..1) belongs to
    the percentile only. `text` is the limit as it was typed, without outer blanks.
    """

    quantity: Quantity
    bound: float
    text: str
    p: float | None = None
    strict: bool = False

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read `p99<=10ms`, `errors<=0.1%`, `mean<=5ms`, `p99.9<20 ms`.

        Raises:
            LimitError: the text is no limit, or its unit does not fit what it limits.
        """
        found = _LIMIT.fullmatch(text)
        if found is None:
            raise LimitError(
                f"'{text.strip()}' is no limit: write it like p99<=10ms, mean<=5ms or errors<=0.1%"
            )
        what, unit = found["what"].lower(), found["unit"].lower()
        if (what == "errors") != (unit == "%"):
            wanted = "in %" if what == "errors" else "in us, ms or s"
            raise LimitError(f"'{text.strip()}': give the limit on {what} {wanted}")
        p = None
        if what.startswith("p"):
            p = round(float(what[1:]) / 100, 10)
            if p <= 0:
                raise LimitError(f"'{text.strip()}': the percentile must be above 0")
        return cls(
            quantity=Quantity.PERCENTILE if p is not None else Quantity(what),
            bound=float(found["bound"]) * _UNITS[unit],
            text=text.strip(),
            p=p,
            strict=found["sign"] == "<",
        )

    @property
    def name(self) -> str:
        """What is limited, as the field writes it: `p99.9`, `mean`, `errors`."""
        return f"p{self.p * 100:.10g}" if self.p is not None else self.quantity.value

    def observed(self, step: LoadStep) -> float | None:
        """Return what `step` measured of it (seconds or a fraction), None where it did not."""
        if self.quantity is Quantity.ERRORS:
            return step.error_rate
        if self.quantity is Quantity.MEAN or self.p is None:
            return step.mean
        return latency_at(step, self.p)

    def met_by(self, value: float) -> bool:
        """Say whether a value, in the unit of `bound`, keeps the limit."""
        return value < self.bound if self.strict else value <= self.bound


def latency_at(step: LoadStep, p: float) -> float | None:
    """Return the latency in seconds at the fraction `p` (0..1), None where `step` cannot tell.

    Single latencies are asked first (the smallest that the fraction `p` does not exceed), then
    the tool's own percentiles; between two of these only where they lie close together.
    """
    if step.latencies:
        ordered = sorted(step.latencies)
        rank = -int(-(p * len(ordered)) // 1)
        return ordered[min(max(rank, 1), len(ordered)) - 1]
    below = None
    for each in step.percentiles:
        if abs(each.p - p) < 1e-9:
            return each.seconds
        if each.p > p:
            if below is None or each.p >= 1 or (1 - below.p) / (1 - each.p) > _CLOSE_ENOUGH:
                return None
            share = (p - below.p) / (each.p - below.p)
            return below.seconds + share * (each.seconds - below.seconds)
        below = each
    return None
