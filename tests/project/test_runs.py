from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, ColumnMapping, Run
from workbench.project import run_files
from workbench.project.runs import Added, AlreadyKept, RunStore

ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64
CONTENT = "Summary:\r\n  Requests/sec: 10.5\r\nsäkerhet\n".encode() + b"\xff\x00"


@pytest.fixture
def store(project: Path) -> RunStore:
    return RunStore(project)


@pytest.fixture
def hey(tmp_path: Path) -> Path:
    path = tmp_path / "hey.txt"
    path.write_bytes(CONTENT)
    return path


def add(store: RunStore, *files: Path, architecture: Architecture = ARM64, **labels: str) -> Run:
    added = store.add(files, ["hey"] * len(files), architecture=architecture, **labels)
    assert added.run is not None
    return added.run


def run_toml(project: Path, run: Run) -> Path:
    return project / ".workbench/results" / run.id / "run.toml"


class TestAdding:
    def test_that_files_are_kept_byte_for_byte_with_their_labels(
        self, store: RunStore, hey: Path
    ) -> None:
        labels = {
            "instance": "m7g.2xlarge",
            "scenario": 'Check "out" 決済',
            "software": "2.4",
            "client": "c6i.xlarge",
            "measured": "2026-11-20T10:00:00+09:00",
            "note": "first\nsecond",
        }
        run = add(store, hey, **labels)
        assert run.id == "2026-11-20-arm64-m7g.2xlarge-check-out-決済-1"
        assert store.runs() == ((run,), ())
        assert {name: getattr(run, name) for name in labels} == labels
        (file,) = run.files
        assert store.path(run, file).read_bytes() == CONTENT
        assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()

    def test_that_the_same_file_under_the_same_labels_is_told_not_doubled(
        self, store: RunStore, hey: Path, tmp_path: Path
    ) -> None:
        run = add(store, hey, scenario="checkout")
        again = store.add([hey], ["hey"], architecture=ARM64, scenario="checkout ")
        assert again == Added(None, (AlreadyKept(str(hey), run.id),))
        other = tmp_path / "second.txt"
        other.write_text("another repeat")
        more = store.add([hey, other], ["hey", "wrk"], architecture=ARM64, scenario="checkout")
        assert more.run is not None
        assert [(f.name, f.format) for f in more.run.files] == [("second.txt", "wrk")]
        assert more.already == (AlreadyKept(str(hey), run.id),)
        assert store.runs()[0] == (run, more.run)

    def test_that_one_file_may_belong_to_runs_with_other_labels(
        self, store: RunStore, hey: Path
    ) -> None:
        add(store, hey, scenario="checkout")
        add(store, hey, scenario="search")
        add(store, hey, scenario="checkout", architecture=X86_64)
        assert len(store.runs()[0]) == 3

    def test_that_copies_of_one_measurement_are_no_repeats(
        self, store: RunStore, hey: Path, tmp_path: Path
    ) -> None:
        copy = tmp_path / "copy.txt"
        copy.write_bytes(CONTENT)
        added = store.add([hey, copy], ["hey", "hey"], architecture=ARM64)
        assert added.run is not None
        assert [f.name for f in added.run.files] == ["hey.txt"]
        assert added.already == (AlreadyKept(str(copy), ""),)

    def test_that_files_of_one_name_are_all_kept(self, store: RunStore, tmp_path: Path) -> None:
        paths = []
        for number, name in enumerate(("TEST.xml", "test.xml", "test.xml", "run.toml")):
            paths.append(tmp_path / str(number) / name)
            paths[-1].parent.mkdir()
            paths[-1].write_text(f"report {number}")
        run = add(store, *paths)
        assert [f.name for f in run.files] == ["TEST.xml", "test-2.xml", "test-3.xml", "run-2.toml"]
        kept = [store.path(run, f).read_text() for f in run.files]
        assert kept == [f"report {n}" for n in range(4)]

    def test_that_one_unreadable_file_keeps_the_whole_import_out(
        self, store: RunStore, hey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        empty = tmp_path / "empty.txt"
        empty.touch()
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        monkeypatch.setattr(run_files.copy_hashed, "__defaults__", (64,))
        large = tmp_path / "large.txt"
        large.write_bytes(b"x" * 65)
        for broken, cause in (
            (tmp_path / "none", "is no file"),
            (empty, "is empty"),
            (fifo, "is no file"),
            (large, "is larger than"),
        ):
            with pytest.raises(WorkbenchError, match=cause):
                store.add([hey, broken], ["hey", "hey"], architecture=ARM64)
        assert store.runs() == ((), ())
        assert {p.name for p in (store._folder).iterdir()} == {".lock"}

    def test_that_nothing_is_written_through_a_link(
        self, store: RunStore, project: Path, hey: Path, tmp_path: Path
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (project / ".workbench").mkdir()
        (project / ".workbench/results").symlink_to(elsewhere)
        with pytest.raises(WorkbenchError, match="is a link"):
            add(store, hey)
        assert list(elsewhere.iterdir()) == []
        assert store.runs() == ((), ())


class TestReading:
    def test_that_a_project_without_results_has_no_runs_and_gains_no_folder(
        self, store: RunStore, project: Path
    ) -> None:
        assert store.runs() == ((), ())
        assert list(project.iterdir()) == []

    @pytest.mark.parametrize(
        ("before", "after", "line", "cause"),
        [
            ('"arm64"', '"mips"', 3, "names no architecture"),
            ('scenario = ""', "scenario = 3", 4, "scenario that is no text"),
            ("warm_up = 0.0", "warm_up = -1.0", 11, "no number of seconds"),
            ("warm_up = 0.0", "warm_up = nan", 11, "no number of seconds"),
            ("warm_up = 0.0", "warm_up = true", 11, "no number of seconds"),
            ('"hey.txt"', '"../../secret"', 14, "file name that is none"),
            ('"hey.txt"', "[]", 14, "file name that is none"),
            ('format = "hey"', "", 14, "format of hey.txt"),
            ('format = "hey"', 'format = "hey"\ncolumns = 3', 16, "has columns of hey.txt"),
            (
                'format = "hey"',
                'format = "hey"\ncolumns = {time = 3}',
                16,
                "has columns of hey.txt",
            ),
            (
                'format = "hey"',
                'format = "hey"\ncolumns = {time = ""}',
                16,
                "has columns of hey.txt",
            ),
            (
                'format = "hey"',
                'format = "hey"\ncolumns = {time = "t", time_unit = 0}',
                16,
                "has columns of hey.txt",
            ),
            ("[[files]]", "[files]", 14, "lists no files"),
            ("=", "", 3, "is not valid TOML"),
        ],
    )
    def test_that_a_broken_run_is_one_problem_and_the_others_are_there(
        self,
        store: RunStore,
        project: Path,
        hey: Path,
        before: str,
        after: str,
        line: int,
        cause: str,
    ) -> None:
        good = add(store, hey, architecture=X86_64)
        path = run_toml(project, add(store, hey))
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after, 1))
        runs, (problem,) = store.runs()
        assert runs == (good,)
        assert cause in problem.reason
        assert problem.path == str(path.relative_to(project))
        assert problem.line in (line, line + 1)

    def test_that_runs_without_or_with_a_linked_run_toml_are_problems(
        self, store: RunStore, project: Path, hey: Path
    ) -> None:
        first, second = add(store, hey), add(store, hey, scenario="other")
        run_toml(project, first).unlink()
        run_toml(project, second).unlink()
        run_toml(project, second).symlink_to("/etc/hostname")
        runs, problems = store.runs()
        assert runs == ()
        assert ["is missing" in problems[0].reason, "is a link" in problems[1].reason] == [True] * 2

    def test_that_the_columns_of_a_file_come_back_and_survive_new_labels(
        self, store: RunStore, project: Path, hey: Path
    ) -> None:
        mapping = ColumnMapping(
            time="Zeit", values=("CPU",), units={"CPU": "%"}, time_unit=1000.0, delimiter=";"
        )
        added = store.add([hey], ["time-series"], [mapping], architecture=Architecture.ARM64).run
        assert added is not None
        assert added.files[0].columns == mapping
        store.update(msgspec.structs.replace(added, note="warm"))
        ((again,), problems) = store.runs()
        assert problems == ()
        assert (again.files[0].columns, again.note) == (mapping, "warm")

    def test_that_runs_written_by_hand_need_little(self, store: RunStore, project: Path) -> None:
        path = project / ".workbench/results/mine/run.toml"
        path.parent.mkdir(parents=True)
        path.write_text('architecture = "x86_64"\nfiles = [{name = "a", format = "wrk"}]\n')
        ((run,), problems) = store.runs()
        assert problems == ()
        assert (run.id, run.architecture, run.files[0].format) == ("mine", X86_64, "wrk")


class TestChanging:
    def test_that_labels_change_and_comments_stay(
        self, store: RunStore, project: Path, hey: Path
    ) -> None:
        run = add(store, hey)
        path = run_toml(project, run)
        path.write_text(path.read_text().replace('note = ""', 'note = ""  # ask the team'))
        changed = msgspec.structs.replace(run, warm_up=5.0, cool_down=2.5, scenario="checkout")
        store.update(changed)
        assert store.runs() == ((changed,), ())
        assert "# ask the team" in path.read_text()
        before = path.stat().st_mtime_ns
        store.update(changed)
        assert path.stat().st_mtime_ns == before

    def test_that_a_broken_run_toml_is_not_written_over(
        self, store: RunStore, project: Path, hey: Path
    ) -> None:
        run = add(store, hey)
        for broken in (b"architecture = \n", b'note = "\xff"\n', b"x = 1\n"):
            run_toml(project, run).write_bytes(broken)
            with pytest.raises(WorkbenchError, match="left as it was"):
                store.update(run)
            assert run_toml(project, run).read_bytes() == broken

    def test_that_a_removed_run_can_come_back(
        self, store: RunStore, project: Path, hey: Path
    ) -> None:
        run = add(store, hey)
        store.remove(run)
        assert store.runs() == ((), ())
        second = add(store, hey)
        assert second.id != run.id
        store.restore(run)
        assert store.runs() == ((run, second), ())
        assert store.path(run, run.files[0]).read_bytes() == CONTENT

    def test_that_a_run_that_is_gone_is_told(self, store: RunStore, hey: Path) -> None:
        run = add(store, hey)
        store.remove(run)
        for act in (store.remove, store.update):
            with pytest.raises(WorkbenchError, match="no longer there"):
                act(run)
