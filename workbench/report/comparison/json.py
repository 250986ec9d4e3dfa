"""The comparison as one JSON object for scripts.

Shape, schema version 1 (fields are added, never renamed or removed, while it stays 1):

- `schema`: `{"name": "graviton-workbench-comparison", "version": 1}`; `workbench`: its version
- `functional`: null without test reports of both architectures, else `x86_64` and `arm64` with
  `passed`, `failed`, `skipped`; the lists of test names `regressed`, `pre_existing`, `missing`,
  `added`, `flaky`; `details` (test name: `sort`, `reason`, `message`); `slower` (`test`, `x86_64`,
  `arm64` in seconds); `coverage` with `lines` (fraction or null) per architecture;
  `coverage_delta`; `coverage_gaps` (`path`, `lines`); `warnings`
- `performance`: one object per scenario: `scenario`, `limits`, `sides` with `x86_64` and `arm64`,
  each with `instances`, `price`, `sustainable` (`value`, `low`, `high`, `unit`, `repeats`) and
  `knee` (`value`, `low`, `high`, `unit`); `ratio` and `price_performance` (both arm64 over x86_64:
  `value`, `low`, `high`); `confidence` of the intervals; `warnings`
- `benchmarks`: `name` and `ratio` (how many times as fast arm64 is: `value`, `low`, `high`)
- `warnings` on the whole; `problems`: files that are left out (`path`, `reason`, `line`)

What the data do not support is null, and a warning says why.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from workbench import __version__
from workbench.model.run import Architecture
from workbench.report.plain import encodable
from workbench.results.comparison import Comparison, Functional, Performance, Side, Tally

SCHEMA = {"name": "graviton-workbench-comparison", "version": 1}
LISTS = ("regressed", "pre_existing", "missing", "added", "flaky")


def write(comparison: Comparison) -> str:
    """Return the comparison as indented JSON, UTF-8 characters kept."""
    document = {
        "schema": SCHEMA,
        "workbench": __version__,
        "functional": comparison.functional and _functional(comparison.functional),
        "performance": [_performance(p) for p in comparison.performance],
        "benchmarks": msgspec.to_builtins(comparison.benchmarks),
        "warnings": list(comparison.warnings),
        "problems": msgspec.to_builtins(comparison.problems),
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _functional(functional: Functional) -> dict[str, Any]:
    lists = {name: getattr(functional, name) for name in LISTS}
    return {
        **{a: msgspec.to_builtins(functional.counts.get(a, Tally())) for a in Architecture},
        **{name: [difference.test for difference in lists[name]] for name in LISTS},
        "details": {
            d.test: {"sort": d.sort, "reason": d.reason, "message": d.message}
            for name in LISTS
            for d in lists[name]
            if d.sort or d.reason or d.message
        },
        "slower": msgspec.to_builtins(functional.slower),
        "coverage": {a: {"lines": functional.coverage.get(a)} for a in Architecture},
        "coverage_delta": functional.coverage_delta,
        "coverage_gaps": msgspec.to_builtins(functional.gaps),
        "warnings": list(functional.warnings),
    }


def _performance(performance: Performance) -> dict[str, Any]:
    return {
        "scenario": performance.scenario,
        "limits": list(performance.limits),
        "sides": {a: _side(performance.sides.get(a, Side())) for a in Architecture},
        "ratio": msgspec.to_builtins(performance.ratio),
        "price_performance": msgspec.to_builtins(performance.price_performance),
        "confidence": performance.confidence,
        "warnings": list(performance.warnings),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "instances": list(side.instances),
        "price": side.price and side.price.text,
        "sustainable": msgspec.to_builtins(side.sustainable),
        "knee": msgspec.to_builtins(side.knee),
    }
