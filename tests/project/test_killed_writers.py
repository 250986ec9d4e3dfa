"""The promise of the journal: what was acknowledged is there, whoever dies and whoever else writes.

WORKBENCH_KILL_ROUNDS sets how many processes are killed: 20 by default, 200 for a release.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.project.decisions import decision
from workbench.project.folder import ProjectFolder
from workbench.project.journal import Journal

ROUNDS = int(os.environ.get("WORKBENCH_KILL_ROUNDS", "20"))
CHECKOUT = Path(__file__).parents[2]


def start(journal: Journal, name: str, seed: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.project.decide_until_killed", journal.path, name, str(seed)],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> list[str]:
    """Kill `process` and return the ids that it acknowledged; a torn acknowledgement is none."""
    process.kill()
    said, _ = process.communicate()
    return said[: said.rfind(b"\n") + 1].decode().split()


@pytest.mark.timeout(max(120, ROUNDS * 5))
def test_that_a_killed_writer_loses_no_acknowledged_decision(
    project: Path, journal: Journal
) -> None:
    chance = random.Random(1)
    acknowledged = torn = 0
    for round_ in range(ROUNDS):
        process = start(journal, f"r{round_}", round_)
        time.sleep(chance.uniform(0, 0.15))
        promised = kill(process)
        acknowledged += len(promised)

        folder = ProjectFolder.open(project)
        decisions, problems = folder.journal.read()
        found = {d.id for d in decisions}
        assert found.issuperset(promised), f"round {round_}"
        assert len(problems) <= 1, f"round {round_}"
        assert all("cut short" in p.reason for p in problems)
        torn += len(problems)

        after = decision(f"after-{round_}")
        folder.journal.append([after])
        decisions, again = folder.journal.read()
        assert {d.id for d in decisions} == found | {after.id}
        assert len(again) == len(problems)
        if journal.path.exists():
            shutil.rmtree(journal.path.parent)
    assert acknowledged > ROUNDS
    print(f"{ROUNDS} killed, {acknowledged} decisions acknowledged, {torn} lines torn")


def test_that_writers_at_once_lose_and_interleave_nothing(journal: Journal) -> None:
    for round_ in range(3):
        processes = [start(journal, f"r{round_}w{writer}", writer) for writer in range(3)]
        time.sleep(0.5)
        promised = [name for process in processes for name in kill(process)]
        decisions, problems = journal.read()
        assert len(promised) > 3
        assert {d.id for d in decisions}.issuperset(promised)
        # At most one torn line of each that was killed, and no line that mixes two of them.
        assert len(problems) <= 3
        batches: dict[str, list[str]] = {}
        for made in decisions:
            batches.setdefault(made.id.rpartition("-")[0], []).append(made.id)
        file_order = [d.id.rpartition("-")[0] for d in decisions]
        changes = sum(a != b for a, b in pairwise(file_order))
        assert changes == len(batches) - 1, "a batch was written in pieces"
        shutil.rmtree(journal.path.parent)
