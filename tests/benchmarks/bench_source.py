"""A tree of sources scanned by a new process, against merely reading it, ripgrep and git.

The tree is `WORKBENCH_BENCH_SOURCE`, or the Linux source where Debian's package linux-source-6.1 is
unpacked below /usr/src. Run it as `python -m tests.benchmarks source`; besides the ratios it writes
on stderr what they are made of. Everything reads from the page cache: the first round does not
count.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Ratio
from workbench.scan.source import c_look

TREE = "WORKBENCH_BENCH_SOURCE"
DEBIAN = Path("/usr/src/linux-source-6.1")
PROCESSES = min(os.cpu_count() or 1, 8)
RUNS = 3

_READ = """
import os, sys
paths, pending = [], [sys.argv[1]]
while pending:
    with os.scandir(pending.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                paths.append(entry.path)
count = int(sys.argv[2])
children = []
for number in range(count):
    child = os.fork()
    if not child:
        for path in paths[number::count]:
            descriptor = os.open(path, os.O_RDONLY)
            os.read(descriptor, os.fstat(descriptor).st_size)
            os.close(descriptor)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
"""
_STAT = """
import os, sys
pending = [sys.argv[1]]
while pending:
    with os.scandir(pending.pop()) as entries:
        for entry in entries:
            entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
"""


class Run:
    """What a command took: seconds of the clock, seconds of all processors, bytes at the most."""

    def __init__(self, *command: str, **environment: str) -> None:
        before = os.times()
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
        self.bytes = 0
        watching = threading.Thread(target=self._watch, args=(process,))
        watching.start()
        process.wait()
        self.seconds = time.perf_counter() - started
        after = os.times()
        watching.join()
        self.processor = sum(after[2:4]) - sum(before[2:4])

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            self.bytes = max(self.bytes, _memory_of(process.pid))
            time.sleep(0.02)


def _memory_of(pid: int) -> int:
    """Return the bytes that a process and its children hold, shared pages once each; Linux only."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total = int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) * 1024
    except (OSError, IndexError):
        return 0
    return total + sum(_memory_of(int(child)) for child in children)


def ratios() -> Iterator[Ratio]:
    """Yield the scan against the floor and ripgrep, and the rescan against the walk and git."""
    tree = Path(os.environ.get(TREE, DEBIAN))
    if not tree.is_dir():
        print(
            f"bench_source: {tree} is not there: apt-get install {DEBIAN.name}, unpack it in"
            f" {DEBIAN.parent}, or name another tree in {TREE}",
            file=sys.stderr,
        )
        return
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as copies:
        yield from _measured(tree, home, Path(copies))


def _measured(tree: Path, home: str, copies: Path) -> Iterator[Ratio]:
    scan = (sys.executable, "-m", "workbench", "scan", "--format", "json", str(tree))
    words = copies / "words"
    words.write_text("\n".join(_words()))
    works: dict[str, Callable[[], Run]] = {
        "read every file": lambda: Run(sys.executable, "-c", _READ, str(tree), str(PROCESSES)),
        "scan": lambda: Run(*scan, "--no-cache", WORKBENCH_HOME=home),
        "walk and stat": lambda: Run(sys.executable, "-c", _STAT, str(tree)),
        "rescan, one folder forgotten": lambda: _rescanned(scan, home),
    }
    if shutil.which("rg"):
        works["ripgrep"] = lambda: Run(
            "rg", "-uuu", "-w", "-F", "-c", f"-j{PROCESSES}", "-f", str(words), str(tree)
        )
    if (tree / ".git").exists():
        works["git status"] = lambda: Run("git", "-C", str(tree), "status", "--porcelain")
    Run(*scan, WORKBENCH_HOME=home)  # fills the caches, of which the rescan has one folder less
    rounds = [{name: work() for name, work in works.items()} for _ in range(RUNS + 1)][1:]
    for name in works:
        clock = median(r[name].seconds for r in rounds)
        processor = median(r[name].processor for r in rounds)
        most = max(r[name].bytes for r in rounds) / 2**20
        print(f"{name}: {clock:.2f} s, {processor:.2f} s CPU, {most:.0f} MB", file=sys.stderr)
    for name, against in (
        ("scan", "read every file"),
        ("scan", "ripgrep"),
        ("rescan, one folder forgotten", "walk and stat"),
        ("rescan, one folder forgotten", "git status"),
    ):
        if against in works:
            yield _ratio(name, against, rounds, lambda run: run.seconds)
            yield _ratio(f"{name} (CPU)", against, rounds, lambda run: run.processor)


def _ratio(
    name: str, against: str, rounds: list[dict[str, Run]], measure: Callable[[Run], float]
) -> Ratio:
    own = name.removesuffix(" (CPU)")
    pairs = [(measure(run[own]), measure(run[against])) for run in rounds]
    return Ratio(
        name,
        median(a for a, _ in pairs),
        against,
        median(b for _, b in pairs),
        median(a / max(b, 0.001) for a, b in pairs),
    )


def _rescanned(scan: tuple[str, ...], home: str) -> Run:
    """Scan again as if one file had changed: the tree itself is not written to."""
    for path in (Path(home) / "cache" / "looked").glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as memory, memory:
            memory.execute("DELETE FROM folders WHERE folder = (SELECT max(folder) FROM folders)")
    return Run(*scan, WORKBENCH_HOME=home)


def _words() -> list[str]:
    """Return the words that the scan looks for, as far as they are words."""
    plain = (re.fullmatch(r"\\b(\w+)", trigger) for trigger in c_look.triggers())
    return [*(match[1] for match in plain if match), "asm", "__asm__", "error"]
