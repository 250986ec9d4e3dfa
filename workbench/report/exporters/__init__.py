"""Every machine-readable form of a snapshot: one file each, one line here."""

from __future__ import annotations

from collections.abc import Callable

from workbench.assess.snapshot import Snapshot
from workbench.report.exporters import csv, cyclonedx, json, sarif, text

Exporter = Callable[[Snapshot], str | bytes]
"""Returns the whole file; bytes where the encoding is part of the format."""

EXPORTERS: dict[str, Exporter] = {
    "text": text.export,
    "json": json.export,
    "cyclonedx": cyclonedx.export,
    "csv": csv.export,
    "sarif": sarif.export,
}
"""By the name that `--format` takes."""
