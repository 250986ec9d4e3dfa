from __future__ import annotations

from pathlib import Path

import pytest

from workbench.model.errors import WorkbenchError
from workbench.model.places import config_folder
from workbench.project.folder import ProjectFolder
from workbench.project.purchased import Purchased


def write_settings(project: Path, text: str | bytes) -> Path:
    path = project / ".workbench" / "project.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_that_opening_writes_nothing(project: Path) -> None:
    folder = ProjectFolder.open(project)
    assert folder.root == project.resolve()
    assert folder.writable
    assert folder.notices == ()
    assert folder.catalog_folders == ()
    assert list(project.iterdir()) == []


def test_that_a_relative_path_through_a_link_is_resolved(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.parent / "alias").symlink_to(project)
    monkeypatch.chdir(project.parent)
    assert ProjectFolder.open(Path("alias")).root == project.resolve()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing", "there is no such folder: check the path"),
        ("file.txt", "is a file, not a folder: open the folder that holds it"),
        ("loop", "cannot be opened"),
        ("nul\0", "cannot be opened"),
        ("x" * 5000, "cannot be opened"),
    ],
)
def test_that_what_cannot_be_opened_is_one_line_with_cause_and_mend(
    project: Path, name: str, words: str
) -> None:
    (project / "file.txt").touch()
    (project / "loop").symlink_to(project / "loop")
    with pytest.raises(WorkbenchError) as raised:
        ProjectFolder.open(project / name)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_that_catalogs_of_user_and_project_are_found_in_this_order(project: Path) -> None:
    theirs, its = config_folder() / "catalog", project / ".workbench" / "catalog"
    for folder in (theirs, its):
        folder.mkdir(parents=True)
    assert ProjectFolder.open(project).catalog_folders == (theirs, its.resolve())


def test_that_a_linked_catalog_of_the_project_is_left_alone(project: Path) -> None:
    (project / ".workbench").mkdir()
    (project / ".workbench" / "catalog").symlink_to(project.parent)
    assert ProjectFolder.open(project).catalog_folders == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name = "Shop"\nauthor = \n', 2, "is not valid TOML"),
        (b'name = "Shop"\n# \x83\x56\n', 2, "not written in UTF-8"),
        ("a = " + "[" * 100_000, 0, "nested too deeply"),
    ],
)
def test_that_broken_settings_are_one_notice_and_are_never_overwritten(
    project: Path, text: str | bytes, line: int, words: str
) -> None:
    path = write_settings(project, text)
    before = path.read_bytes()
    folder = ProjectFolder.open(project)
    assert folder.settings.name == ""
    assert len(folder.notices) == 1
    assert folder.notices[0].path == ".workbench/project.toml"
    assert folder.notices[0].line == line
    assert words in folder.notices[0].reason
    assert "mend it" in folder.notices[0].reason
    with pytest.raises(WorkbenchError, match="left as it was"):
        folder.add_purchased([Purchased(name="Tibco")])
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nname = 3\n", 2, "name must be text in quotes"),
        ("author = []\n", 1, "author must be text in quotes"),
        ('exclude = "docs"\n', 1, "exclude must be a list of patterns"),
        ('exclude = ["docs", 1]\n', 1, "exclude must be a list of patterns"),
        ("purchased = 1\n", 1, "purchased must be written as"),
        ('[[purchased]]\nvendor = "x"\n', 1, "needs a name"),
        ('[[purchased]]\nname = "***"\n', 1, "needs a name"),
        ('[[purchased]]\nname = "x"\nversion = 1.10\n', 1, "version must be text in quotes"),
        ('[[purchased]]\nname = "x"\nkind = "suite"\n', 1, "kind 'suite' is none of"),
        ("purchased = [1]\n", 1, "needs a name"),
        ('# nothing\nexcludes = ["docs"]\n', 2, "did you mean 'exclude'?"),
    ],
)
def test_that_a_wrong_value_is_one_notice_and_the_others_count(
    project: Path, text: str, line: int, words: str
) -> None:
    sound = 'name = "Shop"\n' if "name = 3" not in text else 'author = "Kim"\n'
    write_settings(project, sound + text)
    folder = ProjectFolder.open(project)
    assert (folder.settings.name, folder.settings.author).count("") == 1
    assert [(n.line, words in n.reason) for n in folder.notices] == [(line + 1, True)]


def test_that_settings_of_later_versions_are_no_notice(project: Path) -> None:
    write_settings(project, '[waves]\nfirst = 0.1\n[[tickets]]\nid = "a"\n')
    assert ProjectFolder.open(project).notices == ()


def test_that_linked_settings_are_not_followed(project: Path) -> None:
    secret = project.parent / "secret.toml"
    secret.write_text('name = "secret"\n')
    (project / ".workbench").mkdir()
    (project / ".workbench" / "project.toml").symlink_to(secret)
    folder = ProjectFolder.open(project)
    assert folder.settings.name == ""
    assert "is a link" in folder.notices[0].reason
    with pytest.raises(WorkbenchError, match="is a link"):
        folder.add_purchased([Purchased(name="Tibco")])
    assert secret.read_text() == 'name = "secret"\n'


def test_that_a_linked_own_folder_is_not_followed(project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "project.toml").write_text('name = "secret"\n')
    (project / ".workbench").symlink_to(elsewhere)
    folder = ProjectFolder.open(project)
    assert folder.settings.name == ""
    assert not folder.writable
    with pytest.raises(WorkbenchError, match="is a link"):
        folder.add_purchased([Purchased(name="Tibco")])
    assert [p.name for p in elsewhere.iterdir()] == ["project.toml"]


def test_that_another_programs_change_is_kept_when_software_is_added(project: Path) -> None:
    first, second = ProjectFolder.open(project), ProjectFolder.open(project)
    first.add_purchased([Purchased(name="Tibco")])
    second.add_purchased([Purchased(name="Oracle")])
    assert [p.name for p in second.settings.purchased] == ["Tibco", "Oracle"]
    assert [p.line for p in second.settings.purchased] == [1, 4]
    second.remove_purchased([Purchased(name="Tibco")])
    assert [p.name for p in ProjectFolder.open(project).settings.purchased] == ["Oracle"]


def test_that_the_file_keeps_its_permissions(project: Path) -> None:
    path = write_settings(project, "")
    path.chmod(0o640)
    ProjectFolder.open(project).add_purchased([Purchased(name="Tibco")])
    assert path.stat().st_mode & 0o777 == 0o640


def test_that_a_draft_that_a_crash_left_is_cleared_away(project: Path) -> None:
    path = write_settings(project, "")
    (path.parent / ".project.toml.tmp").write_text("half")
    ProjectFolder.open(project).add_purchased([Purchased(name="Tibco")])
    assert sorted(p.name for p in path.parent.iterdir()) == [".lock", "project.toml"]
