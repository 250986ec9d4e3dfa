from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.model.places import cache_folder, config_folder, state_folder
from workbench.project.recent import forget, recent_projects, remember


def test_that_the_project_opened_last_comes_first_and_once(tmp_path: Path) -> None:
    assert recent_projects() == ()
    for name in ("a", "b", "a"):
        (tmp_path / name).mkdir(exist_ok=True)
        remember(tmp_path / name, f"Project {name}")
    assert [r.name for r in recent_projects()] == ["Project a", "Project b"]
    assert [r.missing for r in recent_projects()] == [False, False]
    (tmp_path / "b").rmdir()
    assert [r.missing for r in recent_projects()] == [False, True]
    forget(str(tmp_path / "b"))
    assert [r.name for r in recent_projects()] == ["Project a"]


def test_that_the_list_is_bounded(tmp_path: Path) -> None:
    for number in range(25):
        remember(tmp_path / str(number), str(number))
    assert [r.name for r in recent_projects()] == [str(n) for n in range(24, 4, -1)]


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": 1}', b"[1]", b"\xff", b"[" * 100_000])
def test_that_a_broken_list_is_an_empty_one_and_is_mended(tmp_path: Path, data: bytes) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / "recent.json").write_bytes(data)
    assert recent_projects() == ()
    remember(tmp_path, "Shop")
    assert [r.name for r in recent_projects()] == ["Shop"]


def test_that_a_home_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_text("a file in the way")
    remember(tmp_path, "Shop")
    assert recent_projects() == ()


def test_that_one_variable_moves_all_folders_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    folders = [config_folder(), cache_folder(), state_folder()]
    assert folders == [tmp_path / "config", tmp_path / "cache", tmp_path / "state"]
    monkeypatch.setenv("WORKBENCH_HOME", "")
    for folder in (config_folder(), cache_folder(), state_folder()):
        assert folder.is_absolute()
        assert "graviton-workbench" in str(folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_HOME", os.curdir)
    assert config_folder() == tmp_path / "config"
