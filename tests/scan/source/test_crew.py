"""Looking at files in several processes: all of them, whatever happens to a process."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing

import pytest

from workbench.scan.source import crew, worker_process

from .test_inspect import OPEN


def looked(root, paths, jobs=None):
    """Return what was found in `paths`, in their order, and how many were done in the end."""
    with closing(crew.Crew(str(root), jobs)) as work:
        for path in paths:
            work.add([path])
        answers = list(work.answers())
    found = [one for _, some in answers for one in some]
    return sorted(found, key=lambda one: one.path), answers[-1][0]


@pytest.fixture
def paths(tmp_path, monkeypatch):
    """Sixty files with a finding each, for batches of seven."""
    for number in range(60):
        (tmp_path / f"a{number}.c").write_text(OPEN)
    monkeypatch.setattr(crew, "SMALL", 1)
    monkeypatch.setattr(crew, "BATCH", 7)
    return [f"a{number}.c" for number in range(60)]


def test_that_several_processes_find_what_one_does(tmp_path, monkeypatch, paths):
    together, done = looked(tmp_path, paths, jobs=2)
    monkeypatch.setattr(crew, "SMALL", 400)
    alone, _ = looked(tmp_path, paths)
    assert done == len(alone) == 60
    assert together == alone


@pytest.mark.skipif(os.name != "posix", reason="counts processes as POSIX lists them")
def test_that_closing_ends_the_workers(tmp_path, monkeypatch, paths):
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*arguments, **more):
        started.append(real(*arguments, **more))
        return started[-1]

    monkeypatch.setattr(worker_process.subprocess, "Popen", remember)
    work = crew.Crew(str(tmp_path), jobs=2)
    work.add(paths)
    next(work.answers())
    work.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def worker_that(does: str) -> str:
    """Return a program that is a worker, except that it does this before it looks at a3.c."""
    return (
        "import os, sys, time\n"
        "from workbench.scan.source import worker\n"
        "real = worker.look_at\n"
        "def look_at(root, paths):\n"
        "    for path in paths:\n"
        "        if path == 'a3.c':\n"
        f"            {does}\n"
        "        yield from real(root, (path,))\n"
        "worker.look_at = look_at\n"
        "worker.serve(sys.stdin.buffer, sys.stdout.buffer)\n"
    )


@pytest.mark.parametrize("does", ["time.sleep(60)", "os._exit(1)", "raise ValueError"])
def test_that_a_file_that_stops_a_worker_is_one_problem(tmp_path, monkeypatch, paths, does):
    program = tmp_path / "stuck.py"
    program.write_text(worker_that(does))
    monkeypatch.setattr(worker_process, "PATIENCE", 2.0)
    monkeypatch.setattr(worker_process, "PATIENCE_ALONE", 2.0)
    monkeypatch.setattr(worker_process, "COMMAND", [sys.executable, str(program)])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    found, done = looked(tmp_path, paths, jobs=2)
    assert done == 60
    assert [one.path for one in found if one.problem] == ["a3.c"]
    assert sum(bool(one.hits) for one in found) == 59


def test_that_files_are_looked_at_here_where_no_process_can_be_started(
    tmp_path, monkeypatch, paths
):
    monkeypatch.setattr(worker_process, "COMMAND", [sys.executable, "-c", "raise SystemExit(1)"])
    found, done = looked(tmp_path, paths, jobs=2)
    assert done == 60
    assert all(one.hits for one in found)


@pytest.mark.skipif(os.name != "posix", reason="counts processes as POSIX lists them")
@pytest.mark.parametrize("place", ["Popen", "Thread"])
def test_that_an_exception_while_they_begin_leaves_no_worker(tmp_path, monkeypatch, paths, place):
    """What cancels a scan is an exception at any instruction."""
    started: list[subprocess.Popen[bytes]] = []
    real, thread = subprocess.Popen, worker_process.threading.Thread

    def start(*arguments, **more):
        if place == "Popen" and len(started) == 1:
            raise KeyboardInterrupt
        started.append(real(*arguments, **more))
        return started[-1]

    def listen(*arguments, **more):
        if place == "Thread" and len(started) == 2:
            raise KeyboardInterrupt
        return thread(*arguments, **more)

    monkeypatch.setattr(worker_process.subprocess, "Popen", start)
    monkeypatch.setattr(worker_process.threading, "Thread", listen)
    with pytest.raises(KeyboardInterrupt), closing(crew.Crew(str(tmp_path), 3)) as work:
        work.add(paths)
    assert started
    assert all(process.poll() is not None for process in started)
