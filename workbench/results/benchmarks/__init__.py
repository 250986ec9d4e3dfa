"""Readers of micro-benchmark harnesses' output."""

from __future__ import annotations

from workbench.results.benchmarks.bencher import BENCHER
from workbench.results.benchmarks.criterion import CRITERION_ESTIMATES, CRITERION_SAMPLE
from workbench.results.benchmarks.go_bench import GO_BENCH
from workbench.results.benchmarks.google_benchmark import GOOGLE_BENCHMARK
from workbench.results.benchmarks.google_benchmark_console import GOOGLE_BENCHMARK_CONSOLE
from workbench.results.benchmarks.hyperfine import HYPERFINE
from workbench.results.benchmarks.jmh import JMH
from workbench.results.benchmarks.pytest_benchmark import PYTEST_BENCHMARK
from workbench.results.format import ResultFormat

FORMATS: tuple[ResultFormat, ...] = (
    HYPERFINE,
    PYTEST_BENCHMARK,
    GOOGLE_BENCHMARK,
    GOOGLE_BENCHMARK_CONSOLE,
    JMH,
    GO_BENCH,
    CRITERION_SAMPLE,
    CRITERION_ESTIMATES,
    BENCHER,
)
