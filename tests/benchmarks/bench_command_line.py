"""How fast the command line answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.benchmarks.measure import Ratio, command, compare
from workbench.model.resources import resources

SAMPLE = str(resources() / "sample-project")


def ratios() -> Iterator[Ratio]:
    """Yield --version and a scan of the sample, against a Python that does nothing."""
    nothing = command(sys.executable, "-c", "pass")
    workbench = (sys.executable, "-m", "workbench.cli")
    yield compare("workbench --version", command(*workbench, "--version"), "python", nothing)
    yield compare("scan of the sample", command(*workbench, "scan", SAMPLE), "python", nothing)
