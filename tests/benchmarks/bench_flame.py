"""A 200 MB folded file: to open it, to read all of it, to match it with another, to zoom in it.

A file is open when a flame graph of it can be drawn: the widest frames suffice for that. What that
is held against is `sum(1 for _ in file)` over the file opened as bytes.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio, compare
from workbench.results.flame.comparison import Comparison, compare_profiles
from workbench.results.profiles import folded
from workbench.scan.document import Document

SIZE = 200_000_000
SHAPES = {"deep": (60, 400), "shallow": (8, 3000)}
"""Most frames of a stack, and how many functions there are."""


def ratios() -> Iterator[Ratio]:
    """Yield a ratio for each shape of file and each step."""
    with tempfile.TemporaryDirectory() as folder:
        for shape, (depth, functions) in SHAPES.items():
            path = Path(folder) / f"{shape}.folded"
            write_folded(path, SIZE, depth, functions)
            yield from _measure(path, shape)
            if shape == "deep":
                hot = Path(folder) / "hot.folded"
                write_hot(hot, path, SIZE)
                yield from _measure(hot, "hot")
                hot.unlink()
            path.unlink()
        path = Path(folder) / "walks.folded"
        write_walks(path, SIZE)
        yield from _measure(path, "walks")


def write_folded(path: Path, size: int, depth: int, functions: int) -> None:
    """Write a file of about `size` bytes: distinct stacks of a random call tree, sorted."""
    chance = random.Random(7)
    names = [f"app::module_{n % 40}::handle_request_{n}" for n in range(functions)]
    stacks, written = [("server;main", 2)], 0
    lines: set[str] = set()
    while written < size:
        recent = max(0, len(stacks) - 300)
        caller, deep = stacks[chance.randrange(recent, len(stacks))]
        stack = f"{caller};{names[int(functions * chance.random() ** 2)]}"
        line = f"{stack} {int(chance.paretovariate(1.2))}\n"
        if line not in lines:
            lines.add(line)
            written += len(line)
        if deep + 1 < depth:
            stacks.append((stack, deep + 1))
        elif chance.random() < 0.02:
            stacks.append(stacks[chance.randrange(len(stacks) // 2 + 1)])
    with path.open("w", encoding="ascii") as out:
        out.writelines(sorted(lines))


def write_hot(path: Path, source: Path, size: int) -> None:
    """Write some of the lines of `source` again and again, in no order: what nobody merged."""
    chance = random.Random(4)
    lines = source.read_bytes().splitlines(keepends=True)[::60]
    written = 0
    with path.open("wb") as out:
        while written < size:
            written += out.write(chance.choice(lines))


def write_walks(path: Path, size: int) -> None:
    """Write distinct stacks of 20 to 60 frames, sorted: random walks through a graph of calls.

    No stack ends where another goes on, so most of a line's frames are new: the hardest shape.
    """
    chance = random.Random(7)
    names = [f"app/module_{n % 40}/Part{n % 7}.{'handle' * (n % 4)}_{n}" for n in range(3000)]
    calls = {name: chance.sample(names, chance.randint(1, 6)) for name in names}
    stacks: set[str] = set()
    written = 0
    while written < size:
        stack = ["thread", names[chance.randrange(5)]]
        for _ in range(chance.randint(18, 58)):
            called = calls[stack[-1]]
            stack.append(called[int(len(called) * chance.random() ** 3)])
        line = f"{';'.join(stack)} {int(chance.paretovariate(1.2))}\n"
        if line not in stacks:
            stacks.add(line)
            written += len(line)
    with path.open("w", encoding="ascii") as out:
        out.writelines(sorted(stacks))


def _measure(path: Path, shape: str) -> Iterator[Ratio]:
    def count_lines() -> int:
        with path.open("rb") as lines:
            return sum(1 for _ in lines)

    def open_profile() -> None:
        found = folded.read(Document(path.name, path.read_bytes()))
        compare_profiles(found, None, widest=True)

    def read_whole() -> None:
        folded.read(Document(path.name, path.read_bytes())).whole()

    baseline = "read and count its lines"
    yield compare(f"open 200 MB folded, {shape}", open_profile, baseline, count_lines)
    yield compare(f"read all of it, {shape}", read_whole, baseline, count_lines, runs=2)
    profile = folded.read(Document(path.name, path.read_bytes())).whole()
    comparison = compare_profiles(profile, profile)

    def match() -> None:
        compare_profiles(profile, profile)

    yield compare(f"match two of them, {shape}", match, baseline, count_lines, runs=1)
    yield from _paint(comparison, shape)


def _paint(comparison: Comparison, shape: str) -> Iterator[Ratio]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from workbench.model.language import Language
    from workbench.ui.tests.flame_view import FlameMode, FlameView

    application = QApplication.instance() or QApplication([])
    view = FlameView(Language("en"))
    view.resize(1440, 900)
    view.show_comparison(comparison)
    view.choose_mode(FlameMode.ON_ARM)
    view.show()
    application.processEvents()
    tree = comparison.tree
    ways = [tree.path(int(node)) for node in (tree.size // 3, tree.size // 2, tree.size - 1)]
    nodes = [node for way in ways for node in way]

    def zoom_all() -> None:
        for node in nodes:
            view.zoom_to(node)
            view.canvases[0].viewport().repaint()

    def wait_for_screen() -> None:
        time.sleep(len(nodes) / 60)

    name = f"zoom and repaint {len(nodes)} times, {tree.size:,} nodes, {shape}"
    yield compare(name, zoom_all, "as many frames of a 60 Hz screen", wait_for_screen, runs=2)
    view.close()
    view.deleteLater()
