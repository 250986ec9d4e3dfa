from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from tests.project.decisions import decision
from workbench.model.decision import Decision
from workbench.model.errors import WorkbenchError
from workbench.project.journal import Journal
from workbench.project.lock import LOCK_NAME, locked


def write(journal: Journal, data: bytes) -> None:
    journal.path.parent.mkdir(exist_ok=True)
    journal.path.write_bytes(data)


def line(made: Decision) -> bytes:
    return msgspec.json.encode(made) + b"\n"


def ids(journal: Journal) -> list[str]:
    return [made.id for made in journal.read()[0]]


def test_that_a_new_project_has_no_decisions_and_gains_no_folder(journal: Journal) -> None:
    assert journal.read() == ((), ())
    journal.append([])
    assert not journal.path.parent.exists()


def test_that_appended_decisions_are_read_back(journal: Journal) -> None:
    first, second = decision("1"), decision("2", rationale="二行\n目 \u2028 \x00 \x1f")
    journal.append([first])
    journal.append([second])
    assert journal.read() == ((first, second), ())
    assert journal.path.read_bytes().count(b"\n") == 2


def test_that_torn_last_lines_cost_only_themselves_wherever_they_are_torn(
    journal: Journal,
) -> None:
    whole, torn, later = decision("whole"), decision("torn", rationale="版\n"), decision("later")
    start, end = line(whole), line(torn)
    for length in range(len(end)):
        write(journal, start + end[:length])
        if length == len(end) - 1:
            # Only the line feed is missing: the decision is all there.
            kept, reported = ["whole", "torn"], 0
        else:
            kept, reported = ["whole"], int(length > 0)
        decisions, problems = journal.read()
        assert [d.id for d in decisions] == kept, length
        assert len(problems) == reported, length
        if reported:
            assert problems[0].line == 2
            assert "cut short" in problems[0].reason
        journal.append([later])
        decisions, problems = journal.read()
        assert [d.id for d in decisions] == [*kept, "later"], length
        assert len(problems) == reported, length
        assert end[:length] in journal.path.read_bytes(), "bytes of the torn line are lost"


def test_that_every_bad_line_is_one_problem_with_its_line_and_reason(journal: Journal) -> None:
    bad = [
        b"not json\n",
        b"[]\n",
        b'{"id": "x"}\n',
        line(decision("y")).replace(b'"ready"', b'"splendid"'),
        line(decision("z", purl="numpy")),
        line(decision("t", time="yesterday")),
        line(decision("", rationale="no id")),
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
    ]
    write(journal, line(decision("good")) + b"".join(bad) + line(decision("good too")))
    decisions, problems = journal.read()
    assert [d.id for d in decisions] == ["good", "good too"]
    assert [p.line for p in problems] == list(range(2, 2 + len(bad)))
    assert all(p.path == ".workbench/decisions.jsonl" for p in problems)
    assert "splendid" in problems[3].reason
    assert "'numpy' is no package URL" in problems[4].reason
    assert all("\n" not in p.reason for p in problems)


def test_that_thousands_of_bad_lines_are_counted_and_not_listed(journal: Journal) -> None:
    write(journal, b"bad\n" * 5_000 + line(decision("good")))
    decisions, problems = journal.read()
    assert len(decisions) == 1
    assert len(problems) == 101
    assert problems[-1].reason.startswith("4900 more")


def test_that_fields_of_a_later_version_are_tolerated(journal: Journal) -> None:
    write(journal, line(decision("1")).replace(b"{", b'{"mood":{"deep":[1,2]},', 1))
    assert journal.read() == ((decision("1"),), ())


def test_that_windows_line_ends_marks_and_blank_lines_are_no_problem(journal: Journal) -> None:
    text = (line(decision("1")) + b"\n" + line(decision("2"))).replace(b"\n", b"\r\n")
    write(journal, b"\xef\xbb\xbf" + text)
    assert journal.read() == ((decision("1"), decision("2")), ())


def test_that_a_merged_journal_folds_the_same_on_both_machines(journal: Journal) -> None:
    base = decision("base", time="2025-01-01T00:00:00+00:00")
    here = decision("here", time="2025-01-01T12:00:00+09:00")
    there = decision("there", time="2025-01-01T04:00:00Z")
    write(journal, line(base) + line(there) + line(base) + line(here))
    decisions, problems = journal.read()
    assert decisions == (base, here, there)
    assert problems == ()
    write(journal, line(base) + line(here) + line(base) + line(there))
    assert journal.read() == (decisions, ())


def test_that_decisions_of_one_moment_keep_the_order_of_the_file(journal: Journal) -> None:
    write(journal, b"".join(line(decision(name)) for name in "cab"))
    assert ids(journal) == ["c", "a", "b"]


def test_that_one_id_with_two_contents_is_reported_and_the_first_counts(journal: Journal) -> None:
    write(journal, line(decision("1")) + line(decision("1", rationale="edited")))
    decisions, problems = journal.read()
    assert decisions == (decision("1"),)
    assert problems[0].line == 2
    assert "repeats the id 1" in problems[0].reason


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_that_conflict_markers_are_named_and_both_sides_read(
    journal: Journal, newline: bytes
) -> None:
    text = (
        line(decision("base"))
        + b"<<<<<<< HEAD\n"
        + line(decision("ours"))
        + b"||||||| 1a2b3c4\n=======\n"
        + line(decision("theirs"))
        + b">>>>>>> origin/review\n"
    )
    write(journal, text.replace(b"\n", newline))
    decisions, problems = journal.read()
    assert [d.id for d in decisions] == ["base", "ours", "theirs"]
    assert len(problems) == 1
    assert problems[0].line == 2
    assert "4 merge conflict marker lines" in problems[0].reason


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (decision(purl="numpy"), "'numpy' is no package URL"),
        (decision(time="soon"), "'soon' is no time"),
        (decision(""), "no id"),
        (decision(rationale="\udc80"), "no Unicode"),
    ],
)
def test_that_what_could_not_be_read_back_is_refused_whole(
    journal: Journal, bad: Decision, words: str
) -> None:
    with pytest.raises(WorkbenchError, match=words):
        journal.append([decision("good"), bad])
    assert journal.read() == ((), ())


def test_that_a_link_in_place_of_the_journal_is_neither_read_nor_written(
    journal: Journal, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_bytes(line(decision()))
    journal.path.parent.mkdir()
    journal.path.symlink_to(elsewhere)
    decisions, problems = journal.read()
    assert decisions == ()
    assert "link" in problems[0].reason
    with pytest.raises(WorkbenchError, match="link"):
        journal.append([decision("2")])
    assert elsewhere.read_bytes() == line(decision())


def test_that_a_linked_own_folder_is_neither_read_nor_written(
    journal: Journal, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / journal.path.name).write_bytes(line(decision()))
    journal.path.parent.symlink_to(elsewhere)
    decisions, problems = journal.read()
    assert decisions == ()
    assert problems[0].path == ".workbench"
    with pytest.raises(WorkbenchError, match="link"):
        journal.append([decision("2")])
    assert [p.name for p in elsewhere.iterdir()] == [journal.path.name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_that_a_pipe_in_place_of_the_journal_does_not_hang(journal: Journal) -> None:
    journal.path.parent.mkdir()
    os.mkfifo(journal.path)
    assert "no regular file" in journal.read()[1][0].reason
    with pytest.raises(WorkbenchError, match="no regular file"):
        journal.append([decision()])


def test_that_a_folder_in_place_of_the_journal_stops_nothing(journal: Journal) -> None:
    journal.path.mkdir(parents=True)
    assert "no regular file" in journal.read()[1][0].reason


def test_that_an_append_is_noticed_by_others(journal: Journal) -> None:
    before = journal.mark()
    assert not journal.changed_since(before)
    Journal(journal.path).append([decision("1")])
    assert journal.changed_since(before)
    after = journal.mark()
    assert not journal.changed_since(after)
    journal.path.unlink()
    assert journal.changed_since(after)


def test_that_a_held_lock_is_one_line_and_nothing_is_written(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append([decision("1")])
    monkeypatch.setattr("workbench.project.lock.locked.__wrapped__.__defaults__", (0.1,))
    with (
        locked(journal.path.parent),
        pytest.raises(WorkbenchError, match="another program has been writing"),
    ):
        journal.append([decision("2")])
    assert ids(journal) == ["1"]


def test_that_a_file_system_without_locks_is_named(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(WorkbenchError, match=r"gives no lock.*local disk"):
        journal.append([decision("1")])
    assert not journal.path.exists()


def test_that_a_reader_waits_for_a_line_that_is_being_written(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(journal, line(decision("1"))[:-20])
    (journal.path.parent / LOCK_NAME).touch()
    seen = []
    real = locked

    def finish_the_line(folder: Path) -> object:
        seen.append(folder)
        write(journal, line(decision("1")))
        return real(folder)

    monkeypatch.setattr("workbench.project.journal.locked", finish_the_line)
    assert journal.read() == ((decision("1"),), ())
    assert seen == [journal.path.parent]


def test_that_no_decision_is_taken_that_would_make_the_journal_too_large_to_read(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.project.journal.MAX_BYTES", 2 * len(line(decision("1"))))
    journal.append([decision("1"), decision("2")])
    with pytest.raises(WorkbenchError, match=r"would be larger than .* set the file aside"):
        journal.append([decision("3")])
    assert ids(journal) == ["1", "2"]
    write(journal, journal.path.read_bytes() + b"\n")
    assert "is larger" in journal.read()[1][0].reason


def test_that_a_last_line_that_is_whole_but_wrong_is_not_called_cut_short(journal: Journal) -> None:
    write(journal, line(decision("1", purl="numpy"))[:-1])
    assert "is no package URL" in journal.read()[1][0].reason


def test_that_something_else_in_place_of_the_lock_is_named_and_not_followed(
    journal: Journal, tmp_path: Path
) -> None:
    journal.path.parent.mkdir()
    lock = journal.path.parent / LOCK_NAME
    lock.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkbenchError, match=r"\.lock: is a link.* set the file aside"):
        journal.append([decision("1")])
    assert not (tmp_path / "elsewhere").exists()
    lock.unlink()
    lock.mkdir()
    with pytest.raises(WorkbenchError, match=r"\.lock: is no regular file"):
        journal.append([decision("1")])


def test_that_a_full_disk_is_not_called_a_file_system_without_locks(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(WorkbenchError, match=r"cannot be written \(no space left.*free disk space"):
        journal.append([decision("1")])
