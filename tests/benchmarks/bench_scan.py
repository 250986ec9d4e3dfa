"""How fast a tree of manifests is scanned, against opening and reading its files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio, compare
from workbench.engine.session import Session
from workbench.model.resources import resources
from workbench.scan.scanner import scan
from workbench.scan.walk import Folder, walk

COPIES = 20
"""Of the sample project, so that the files are real ones and the tree is larger than a blink."""


def ratios() -> Iterator[Ratio]:
    """Yield the scan alone and the assessed scan."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for copy in range(COPIES):
            shutil.copytree(resources() / "sample-project", root / f"shop-{copy:02}")

        def read_all() -> None:
            for met in walk(root):
                for file in met.files.values() if isinstance(met, Folder) else ():
                    (root / file.path).read_bytes()

        def walk_only() -> None:
            for _ in walk(root):
                pass

        session = Session.open(root)
        yield compare("scan", lambda: list(scan(root)), "read every file", read_all, runs=3)
        yield compare("assessed scan", lambda: list(session.scan()), "walk", walk_only, runs=3)
