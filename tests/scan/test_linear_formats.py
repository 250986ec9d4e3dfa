"""Manifests that are made to be slow: four times the size takes about four times the work.

What takes the time is within single expressions, where nothing counts the calls and nothing ends a
scan; so it is measured, as a ratio.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scan.hostile_cases import CASES, READERS
from tests.scan.work import LARGER, MOST, work
from workbench.scan.format import as_chosen
from workbench.scan.read_file import read_file
from workbench.scan.source.inline_asm import statement
from workbench.scan.tree import Tree
from workbench.scan.walk import Folder, walk

SMALL = 20_000
"""Signs, roughly, of the smaller file."""
FETCH = "include(FetchContent)\nFetchContent_Declare(a GIT_REPOSITORY {} GIT_TAG v1)\n"
LOCK = '{"packages": [{"name": "acme/a", "version": "1", "require": {"%s": "1"}}]}'
ESCAPED = ("mix", "mix-lock", "swift-package", "cpanfile", "go-mod", "go-work", "gemfile")
PLACE = '{"lockfileVersion": 3, "packages": {"%s": {"dependencies": {%s}}}}'
NEEDS = ", ".join(f'"a{n}": "1"' for n in range(40))
SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    **{f"escaped quotes in {name}": (name, lambda n: '"\\' * (n // 2)) for name in ESCAPED},
    "escaped quotes in bun-lock": ("bun-lock", lambda n: '{"lockfileVersion": ' + '"\\' * (n // 2)),
    "slashes": ("bun-lock", lambda n: '{"lockfileVersion": 1, ' + "/" * n + '\n"a": 2}'),
    "sigils": ("mix", lambda n: "~s(" * (n // 3)),
    "functions": ("mix", lambda n: "def deps do\n" * (n // 12)),
    "blocks": ("cpanfile", lambda n: "{" * (n // 2) + "requires 'A';\n" * (n // 28)),
    "blanks in a list": ("r-description", lambda n: "Package: a\nImports: b" + " " * n + "!\n"),
    "comments of brackets": ("cmake", lambda n: "#[[\n" * (n // 4)),
    "arguments in brackets": ("cmake", lambda n: "[[\n" * (n // 3)),
    "hosts": ("cmake", lambda n: FETCH.format("a." * (n // 2))),
    "dashes": ("cmake", lambda n: FETCH.format("-" * n)),
    "digits of a wrap": ("meson-wrap", lambda n: "[wrap-git]\nurl = " + "1" * n + "\n"),
    "versions of a wrap": (
        "meson-wrap",
        lambda n: "[wrap-file]\ndirectory = a" + "-1" * (n // 2) + "!\n",
    ),
    "words in per cent": ("gemfile", lambda n: "%q(" * (n // 3)),
    "a name without a vendor": ("composer-lock", lambda n: LOCK % ("a" * n)),
    "a line of elements": (
        "pyproject",
        lambda n: '[project]\nname = "a"\ndependencies = [' + '"flask", ' * (n // 9) + "]\n",
    ),
    "a deep folder": ("npm-lock", lambda n: PLACE % ("/" * n, NEEDS)),
    "blanks in a header": ("mise-lock", lambda n: "[[tools.a" + " " * n + ".b]]\n"),
}
PLACES = {case.format: case.name for case in CASES}
BODIES: dict[str, Callable[[int], str]] = {
    "escaped quotes": lambda n: '"\\' * (n // 2),
    "dots": lambda n: '"' + "." * n + '\\q"',
}


def _reading(root: Path, name: str, text: str) -> Callable[[], object]:
    target = root / PLACES[name]
    target.parent.mkdir(parents=True)
    target.write_text(text)
    format_ = as_chosen(READERS[name])

    def read() -> None:
        tree = Tree(root, [met for met in walk(root) if isinstance(met, Folder)])
        assert tree.read(PLACES[name]).text == text
        for _ in read_file(PLACES[name], [format_], tree):
            pass

    return read


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.timeout(120)
def test_that_a_manifest_takes_work_in_proportion_to_its_size(tmp_path, shape):
    name, text = SHAPES[shape]
    plain = work(_reading(tmp_path / "plain", name, "a b c d e\n" * (SMALL // 10)))
    small = work(_reading(tmp_path / "small", name, text(SMALL)))
    large = work(_reading(tmp_path / "large", name, text(SMALL * LARGER)))
    assert large < MOST * max(small, plain)


@pytest.mark.parametrize("shape", BODIES)
def test_that_inline_assembly_takes_work_in_proportion_to_its_size(shape):
    def run(size: int) -> Callable[[], object]:
        data = f"asm({BODIES[shape](size)});".encode()
        return lambda: [statement(data, 0) for _ in range(10)]

    plain = work(lambda: [statement(b'asm("' + b"nop " * 1000 + b'");', 0) for _ in range(10)])
    assert work(run(16_000)) < MOST * max(work(run(16_000 // LARGER)), plain)
