"""Readers of profilers' output."""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.profiles import (
    cpuprofile,
    folded,
    perf_script,
    pprof,
    recording,
    speedscope,
)

FORMATS: tuple[ResultFormat, ...] = (
    folded.FORMAT,
    perf_script.FORMAT,
    pprof.FORMAT,
    speedscope.FORMAT,
    cpuprofile.FORMAT,
    recording.FORMAT,
)
