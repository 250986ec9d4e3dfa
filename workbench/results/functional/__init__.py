"""Readers of test reports."""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.functional import go_json, junit, tap, trx

FORMATS: tuple[ResultFormat, ...] = (junit.FORMAT, trx.FORMAT, tap.FORMAT, go_json.FORMAT)
