import threading

import pytest

from workbench.model.errors import WorkbenchError
from workbench.ui.jobs import Lane, failure_of


def test_that_results_arrive_on_the_ui_thread_in_order(qtbot, jobs):
    arrived = []
    for number in range(20):
        jobs.call(
            Lane.ENGINE,
            lambda n=number: (n, threading.current_thread().name),
            lambda answer: arrived.append((*answer, threading.current_thread())),
        )
    qtbot.waitUntil(lambda: len(arrived) == 20)
    assert [number for number, _, _ in arrived] == list(range(20))
    assert {name for _, name, _ in arrived} == {"workbench-engine"}
    assert {thread for _, _, thread in arrived} == {threading.main_thread()}


def test_that_a_call_runs_between_two_steps_of_a_stream(qtbot, jobs):
    may_go_on = threading.Event()
    seen = []

    def source():
        yield "first"
        assert may_go_on.wait(5)
        yield "second"

    jobs.stream(Lane.ENGINE, source, seen.append, lambda: seen.append("done"))
    qtbot.waitUntil(lambda: seen == ["first"])
    jobs.call(Lane.ENGINE, lambda: "call", seen.append)
    may_go_on.set()
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen.index("call") < seen.index("done")


def test_that_a_cancelled_stream_is_closed_and_says_nothing_more(qtbot, jobs):
    closed = threading.Event()
    seen = []

    def source():
        try:
            while True:
                yield "step"
        finally:
            closed.set()

    ticket = jobs.stream(Lane.ENGINE, source, seen.append, lambda: seen.append("done"))
    qtbot.waitUntil(lambda: len(seen) > 3)
    ticket.cancel()
    count = len(seen)
    assert closed.wait(0.5)
    after = []
    jobs.call(Lane.ENGINE, lambda: None, after.append)
    qtbot.waitUntil(lambda: after == [None])
    assert len(seen) == count


def endless(begun: threading.Event, ended: list[str]):
    """A stream whose second step never ends by itself."""
    try:
        yield "first"
        begun.set()
        while True:
            pass
    finally:
        ended.append(threading.current_thread().name)


def test_that_a_step_without_an_end_is_interrupted(qtbot, jobs):
    begun, ended, seen = threading.Event(), [], []
    ticket = jobs.stream(
        Lane.ENGINE,
        lambda: endless(begun, ended),
        seen.append,
        lambda: seen.append("done"),
        lambda failure: seen.append(failure),
        bears_interruption=True,
    )
    assert begun.wait(5)
    ticket.cancel()
    after = []
    jobs.call(Lane.ENGINE, lambda: list(ended), after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert after == [["workbench-engine"]]
    assert set(seen) <= {"first"}


def test_that_closing_interrupts_a_step_without_an_end(jobs):
    begun, ended = threading.Event(), []
    jobs.stream(
        Lane.ENGINE,
        lambda: endless(begun, ended),
        lambda _: None,
        lambda: None,
        bears_interruption=True,
    )
    assert begun.wait(5)
    jobs.close()
    assert ended == ["workbench-engine"]
    assert not [t for t in threading.enumerate() if t.name.startswith("workbench-")]


def test_that_only_the_cancelled_stream_is_interrupted(qtbot, jobs):
    """Cancelled over and over, at whatever instruction: neighbours and calls come to no harm."""
    seen, failed = [], []

    def steps(name):
        while True:
            sum(range(50))
            yield name

    def begin(name):
        return jobs.stream(
            Lane.ENGINE,
            lambda: steps(name),
            lambda _: None,
            lambda: failed.append("done"),
            failed.append,
            bears_interruption=True,
        )

    for number in range(200):
        ticket = begin(number)
        jobs.call(Lane.ENGINE, lambda n=number: n, seen.append, failed.append)
        if number % 3:
            qtbot.waitUntil(lambda n=number: n in seen)
        ticket.cancel()
    qtbot.waitUntil(lambda: len(seen) == 200)
    assert failed == []


def test_that_closing_carries_out_what_must_reach_the_disk_and_drops_the_rest(jobs):
    hold = threading.Event()
    done = []
    jobs.call(Lane.ENGINE, lambda: hold.wait(5), lambda _: None)
    jobs.call(Lane.ENGINE, lambda: done.append("must"), lambda _: None, must_run=True)
    jobs.call(Lane.ENGINE, lambda: done.append("may"), lambda _: None)
    threading.Timer(0.1, hold.set).start()
    jobs.close()
    assert done == ["must"]


def test_that_closing_ends_an_endless_stream(qtbot, jobs):
    seen = []
    closed = threading.Event()

    def source():
        try:
            while True:
                yield 1
        finally:
            closed.set()

    jobs.stream(Lane.ENGINE, source, seen.append, lambda: None)
    qtbot.waitUntil(lambda: bool(seen))
    jobs.close()
    assert closed.is_set()
    assert not [t for t in threading.enumerate() if t.name.startswith("workbench-")]


def test_that_an_exception_becomes_a_failure_with_details(qtbot, jobs):
    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.call(Lane.READING, lambda: 1 / 0, lambda _: None)
    failure = failed.args[0]
    assert failure.text.startswith("ZeroDivisionError")
    assert "Traceback" in failure.details
    assert not failure.expected


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (WorkbenchError("a.toml: mend it"), "a.toml: mend it"),
        (PermissionError(13, "Permission denied", "/x"), "/x: Permission denied"),
    ],
)
def test_that_what_the_user_can_mend_is_said_as_it_is(error, text):
    failure = failure_of(error)
    assert (failure.text, failure.expected) == (text, True)
