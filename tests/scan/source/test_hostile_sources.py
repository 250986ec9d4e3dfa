"""Sources that are made to be slow: each costs a bounded time, and at most one warning.

The shapes are those of files of hundreds of megabytes; what they cost at that size is measured by
hand (docs/speed.md).
"""

from __future__ import annotations

import pytest

from workbench.model.finding import Finding
from workbench.model.problem import Problem
from workbench.scan import scanner
from workbench.scan.format import Format
from workbench.scan.scanner import scan
from workbench.scan.source import branches, c_look, engine, patience, worker
from workbench.scan.source.c_look import look
from workbench.scan.source.worker import look_at

SHAPES = {
    "one line": b"int x = _mm_pause(); " * 3000,
    "nested": b"#if defined(A)\n" * 3000 + b"__m128i x;\n" + b"#endif\n" * 3000,
    "never closed": b"__m128i x;\n" + b"#if defined(A)\n" * 3000,
    "many branches": b"#if 0\n" + b"#elif defined(A)\n" * 3000 + b"__m128i x;\n#endif\n__m128i y;",
    "many words": b"__m128i x;\n" * 3000,
    "assembly": b'asm volatile("mov %eax, %ebx");\n' * 1000,
    "open assembly": b"__m64 x;\nasm(\n" * 1000,
    "open comments": b"__m64 y; " + b"/* " * 3000 + b"\n__m128i x;\n",
    "quotes": b"__m64 y;" + b'"' * 30_000 + b"\n__m128i x;\n",
    "joined lines": b"\\\n" * 3000 + b"__m128i x;\n",
    "braces": b"{" * 3000 + b"\n__m128i x;\n" * 100,
    "errors": b"#ifdef __x86_64__\n#else\n#error a\n#endif\n" * 1000,
    "condition": b"#if " + b"(" * 3000 + b"\n__m128i x;\n#endif\n",
    "spaces": b"__m64 x; asm" + b" " * 30_000 + b"(",
}


@pytest.fixture
def small_bounds(monkeypatch):
    """Bounds that the small shapes exceed, as large ones do the real bounds."""
    monkeypatch.setattr(engine, "MOST_MARKS", 500)
    monkeypatch.setattr(c_look, "MOST_MARKS", 500)
    monkeypatch.setattr(branches, "_MAX_DIRECTIVES", 500)
    c_look._marker.cache_clear()
    yield
    c_look._marker.cache_clear()


@pytest.mark.parametrize("shape", SHAPES)
def test_that_a_hostile_source_gives_what_it_shows_first(shape, small_bounds):
    looked = look("a.c", SHAPES[shape])
    assert looked.hits
    assert len(looked.hits) <= 500


@pytest.mark.parametrize("shape", ["many words", "one line", "assembly"])
def test_that_more_words_than_anybody_reads_are_one_warning(shape, small_bounds):
    assert look("a.c", SHAPES[shape]).problem.startswith("holds more than")


@pytest.mark.parametrize("shape", ["many words", "open assembly", "errors"])
def test_that_a_look_ends_when_its_time_is_up(shape, monkeypatch):
    ticks = iter(range(1, 10**6))
    monkeypatch.setattr(patience, "thread_time", lambda: next(ticks) / 2)
    looked = look("a.c", SHAPES[shape])
    assert looked.problem == c_look.TOO_LONG
    assert len(looked.hits) <= 64 * 8


def test_that_a_branch_behind_many_others_is_judged_as_behind_few():
    few, many = (b"#if defined(A)\n" + b"#elif defined(B)\n" * n for n in (2, 20_000))
    rest = b"#elif defined(__aarch64__)\n#else\n__m128i x;\n#endif\n"
    assert [h.guard for h in look("a.c", few + rest).hits] == [
        h.guard for h in look("a.c", many + rest).hits
    ]


def test_that_a_file_with_many_problems_gives_few(tmp_path):
    def read(document, tree):
        yield from (Problem(document.path, "is broken", line) for line in range(1, 51))

    (tmp_path / "a.broken").write_text("x")
    broken = Format(id="broken", title="broken", patterns=("*.broken",), read=read)
    problems = [e for e in scan(tmp_path, formats=(broken,)) if isinstance(e, Problem)]
    assert len(problems) == scanner.MOST_PROBLEMS + 1
    assert problems[-1] == Problem("a.broken", f"{50 - scanner.MOST_PROBLEMS} more like these")


def test_that_a_large_source_is_looked_at_where_it_can_be_stopped(tmp_path, monkeypatch):
    (tmp_path / "big.c").write_bytes(SHAPES["many words"] * 20)
    monkeypatch.setattr(
        "workbench.scan.source.crew.look_at", lambda *_: pytest.fail("looked at in this process")
    )
    assert any(isinstance(e, Finding) for e in scan(tmp_path))


@pytest.mark.parametrize("name", ["a.c", "a.py", "tool"])
@pytest.mark.parametrize("shows", [b"", b"__m128i x;\n"], ids=["nothing", "something"])
def test_that_a_source_of_which_only_the_beginning_is_looked_at_says_so(
    tmp_path, monkeypatch, name, shows
):
    monkeypatch.setattr(worker, "MAX_SOURCE", 1000)
    (tmp_path / name).write_bytes(b"#!/bin/sh\n" + shows + b"\n" * 1000)
    (looked,) = look_at(str(tmp_path), [name])
    assert looked.problem == worker.TOO_LARGE
    assert looked.family


def test_that_a_source_that_is_looked_at_whole_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "MAX_SOURCE", 1000)
    (tmp_path / "a.c").write_bytes(b"\n" * 1000)
    assert not list(look_at(str(tmp_path), ["a.c"]))
