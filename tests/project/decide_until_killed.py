"""Append decisions as fast as possible; acknowledge each batch only when append has returned.

Arguments: the journal, a name for the ids, a seed. Every line on stdout is ids, acknowledged.
"""

from __future__ import annotations

import os
import random
import sys
from itertools import count
from pathlib import Path

from tests.project.decisions import decision
from workbench.project.journal import Journal


def main() -> None:
    journal, name, chance = Journal(Path(sys.argv[1])), sys.argv[2], random.Random(sys.argv[3])
    os.write(1, b"ready\n")
    for number in count():
        # Now and then long enough that the system itself cannot write it at one stroke.
        length = chance.choice((10, 500, 20_000, 4_000_000))
        batch = [
            decision(f"{name}-{number}-{part}", rationale="矢" * (length // 3))
            for part in range(chance.randint(1, 3))
        ]
        journal.append(batch)
        os.write(1, " ".join(d.id for d in batch).encode() + b"\n")


if __name__ == "__main__":
    main()
