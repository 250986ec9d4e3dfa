"""Cycles are searched for on the window's thread, whichever thread makes the objects."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from workbench.ui.cycle_search import CycleSearch
from workbench.ui.jobs import Jobs, Lane


@pytest.fixture
def searched_in() -> Iterator[list[int]]:
    """The threads of the searches there were, with a threshold that is soon reached."""
    threads: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:  # the callback's shape
        if phase == "start":
            threads.append(threading.get_ident())

    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(50, 2, 2)
    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


def _make_cycles() -> int:
    for _ in range(5_000):
        cycle: list[object] = []
        cycle.append(cycle)
    return threading.get_ident()


def _in_lane(qtbot: QtBot, jobs: Jobs) -> int:
    made: list[int] = []
    jobs.call(Lane.ENGINE, _make_cycles, made.append)
    qtbot.waitUntil(lambda: bool(made))
    return made[0]


def test_that_left_to_itself_the_thread_that_makes_objects_searches(qtbot, jobs, searched_in):
    assert _in_lane(qtbot, jobs) in searched_in


def test_that_the_search_is_the_windows(qtbot, jobs, searched_in):
    search = CycleSearch()
    try:
        searched_in.clear()
        _in_lane(qtbot, jobs)
        assert searched_in == []
        search.search()
        assert searched_in == [threading.get_ident()]
        assert gc.get_count()[0] < 5_000
        qtbot.wait(1_100)
        assert set(searched_in) == {threading.get_ident()}
    finally:
        search.end()
    assert gc.isenabled()
