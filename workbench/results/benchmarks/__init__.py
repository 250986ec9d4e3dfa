"""Readers of micro-benchmark harnesses' output."""

from __future__ import annotations

from workbench.results.format import ResultFormat

FORMATS: tuple[ResultFormat, ...] = ()
