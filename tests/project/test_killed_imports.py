"""The promise of an import: a run is there whole or not at all, whoever dies."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

from workbench.model.run import Architecture
from workbench.project.runs import RunStore

CHECKOUT = Path(__file__).parents[2]
ROUNDS = 8
MOST_ROUNDS = 80
"""How often a kill is tried until one has met an import half way, whatever the machine's speed."""


def test_that_a_killed_import_leaves_no_half_run(project: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for number in range(3):
        (sources / f"{number}.txt").write_bytes(f"{number}\n".encode() * 400_000)
    chance = random.Random(1)
    promised: list[str] = []
    interrupted = 0
    store = RunStore(project)
    rounds = 0
    while rounds < ROUNDS or (not (promised and interrupted) and rounds < MOST_ROUNDS):
        rounds += 1
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.project.import_until_killed", project, sources],
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.12))
        process.kill()
        said, _ = process.communicate()
        promised += said[: said.rfind(b"\n") + 1].decode().split()
        interrupted += (project / ".workbench/results/.adding").exists()

        runs, problems = store.runs()
        assert problems == ()
        assert {run.id for run in runs}.issuperset(promised)
        for run in runs:
            assert len(run.files) == 3
            for file in run.files:
                data = store.path(run, file).read_bytes()
                assert hashlib.sha256(data).hexdigest() == file.sha256
    assert promised
    assert interrupted

    # The next import clears away what the killed ones have left.
    extra = tmp_path / "extra.txt"
    extra.write_text("more")
    store.add([extra], ["hey"], architecture=Architecture.X86_64)
    assert not (project / ".workbench/results/.adding").exists()
