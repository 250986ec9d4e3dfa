"""Readers of coverage reports."""

from __future__ import annotations

from workbench.results.coverage import clover, cobertura, coverage_py, go_cover, jacoco, lcov
from workbench.results.format import ResultFormat

FORMATS: tuple[ResultFormat, ...] = (
    cobertura.FORMAT,
    jacoco.FORMAT,
    lcov.FORMAT,
    go_cover.FORMAT,
    coverage_py.FORMAT,
    clover.FORMAT,
)
