"""Runs every `bench_*.py` beside this file, or those named, and prints a table of ratios."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(wanted: list[str]) -> None:
    """Run the benchmarks whose name holds one of `wanted`; all without any."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = [n for n in names if not wanted or any(w in n for w in wanted)]
    print("| what | seconds | against | seconds | ratio |")
    print("| --- | ---: | --- | ---: | ---: |")
    for name in chosen:
        for row in importlib.import_module(f"tests.benchmarks.{name}").ratios():
            cells = (row.name, f"{row.seconds:.3f}", row.baseline, f"{row.baseline_seconds:.3f}")
            print("|", " | ".join(cells), "|", f"{row.ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
