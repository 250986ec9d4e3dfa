from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.decisions import decision
from tests.project.test_killed_writers import CHECKOUT
from workbench.model.errors import WorkbenchError
from workbench.project.folder import ProjectFolder
from workbench.project.journal import Journal
from workbench.project.purchased import Purchased

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")


@posix
def test_that_a_read_only_folder_opens_and_says_why_nothing_can_be_kept(plain_user: Path) -> None:
    plain_user.chmod(0o500)
    folder = ProjectFolder.open(plain_user)
    assert not folder.writable
    assert folder.notices == ()
    for write in (
        lambda: folder.journal.append([decision()]),
        lambda: folder.add_purchased([Purchased(name="Tibco")]),
    ):
        with pytest.raises(WorkbenchError) as raised:
            write()
        assert "permission denied" in str(raised.value)
        assert "make the folder writable" in str(raised.value)
        assert "\n" not in str(raised.value)
    assert list(plain_user.iterdir()) == []


@posix
def test_that_read_only_decisions_stay_readable_and_unchanged(plain_user: Path) -> None:
    folder = ProjectFolder.open(plain_user)
    folder.journal.append([decision("1")])
    before = folder.journal.path.read_bytes()
    folder.journal.path.chmod(0o400)
    assert not folder.writable
    with pytest.raises(WorkbenchError, match="permission denied"):
        folder.journal.append([decision("2")])
    (plain_user / ".workbench").chmod(0o500)
    assert not folder.writable
    assert ProjectFolder.open(plain_user).journal.read() == ((decision("1"),), ())
    assert folder.journal.path.read_bytes() == before


@posix
def test_that_unreadable_decisions_are_a_problem_and_the_project_opens(plain_user: Path) -> None:
    folder = ProjectFolder.open(plain_user)
    folder.journal.append([decision("1")])
    folder.journal.path.chmod(0)
    decisions, problems = ProjectFolder.open(plain_user).journal.read()
    assert decisions == ()
    assert "permission denied" in problems[0].reason


@posix
def test_that_an_unreadable_folder_is_one_line(plain_user: Path) -> None:
    inside = plain_user / "inside"
    inside.mkdir(mode=0)
    with pytest.raises(WorkbenchError, match=r"cannot be opened \(permission denied.*rights"):
        ProjectFolder.open(inside)


@posix
def test_that_unreadable_settings_are_a_notice(plain_user: Path) -> None:
    own = plain_user / ".workbench"
    own.mkdir()
    (own / "project.toml").write_text('name = "Shop"\n')
    (own / "project.toml").chmod(0)
    folder = ProjectFolder.open(plain_user)
    assert folder.settings.name == ""
    assert "permission denied" in folder.notices[0].reason


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.project.decisions import decision
from workbench.model.errors import WorkbenchError
from workbench.project.journal import Journal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
room = journal.path.stat().st_size + 1000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    journal.append([decision("small"), decision("large", rationale="x" * 5000)])
except WorkbenchError as error:
    print(error)
"""


@posix
def test_that_a_write_that_finds_no_room_leaves_nothing_of_itself(journal: Journal) -> None:
    journal.append([decision("1")])
    before = journal.path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, journal.path],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cannot be written (file too large)" in done.stdout
    assert "free disk space" in done.stdout
    assert journal.path.read_bytes() == before


def test_that_a_flush_that_fails_takes_the_write_back(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append([decision("1")])
    before = journal.path.read_bytes()

    def fail(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("workbench.project.journal.flush_to_disk", fail)
    with pytest.raises(WorkbenchError, match="input/output error"):
        journal.append([decision("2")])
    assert journal.path.read_bytes() == before


def test_that_settings_stay_whole_when_the_write_fails(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ProjectFolder.open(project)
    folder.add_purchased([Purchased(name="Tibco")])
    path = project / ".workbench" / "project.toml"
    before, settings = path.read_bytes(), folder.settings

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.model.atomic.flush_to_disk", fail)
    with pytest.raises(WorkbenchError, match="no space left on device"):
        folder.add_purchased([Purchased(name="Oracle")])
    assert path.read_bytes() == before
    assert folder.settings == settings
    assert sorted(p.name for p in path.parent.iterdir()) == [".lock", "project.toml"]
