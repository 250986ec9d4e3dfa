"""A project on disk: the folder that is assessed and what the workbench keeps in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from workbench.model.atomic import replace_file
from workbench.model.errors import WorkbenchError
from workbench.model.places import config_folder
from workbench.model.problem import Problem
from workbench.project.disk import is_linked, read_bounded, reason, unread
from workbench.project.journal import Journal
from workbench.project.lock import LOCK_NAME, locked, not_writable
from workbench.project.purchased import SETTINGS_PATH, Purchased
from workbench.project.runs import RunStore
from workbench.project.settings import MAX_BYTES, Question, Settings, parse_settings
from workbench.project.sources import SourceStore
from workbench.scan.document import Unreadable

OWN_FOLDER = ".workbench"


class ProjectFolder:
    """An opened project. Nothing is written, and no folder made, before there is something to keep.

    `root` is absolute and resolved; `notices` say what was wrong with the project's own files.
    What changes the settings' text is imported by what changes it: a scan changes nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._own = root / OWN_FOLDER
        self._settings_path = root / SETTINGS_PATH
        self.journal = Journal(self._own / "decisions.jsonl")
        self.runs = RunStore(root)
        self.sources = SourceStore(root)
        self.settings, self.notices = self._read_settings()

    @classmethod
    def open(cls, path: Path) -> ProjectFolder:
        """Open the folder at `path`. Raises WorkbenchError where that is no readable folder."""
        try:
            with os.scandir(path):
                return cls(path.resolve())
        except FileNotFoundError:
            raise WorkbenchError(f"{path}: there is no such folder: check the path") from None
        except NotADirectoryError:
            raise WorkbenchError(
                f"{path}: is a file, not a folder: open the folder that holds it"
            ) from None
        except (OSError, ValueError) as error:
            cause = reason(error) if isinstance(error, OSError) else str(error)
            raise WorkbenchError(
                f"{path}: cannot be opened ({cause}): check the path and your rights to read it"
            ) from None

    @property
    def catalog_folders(self) -> tuple[Path, ...]:
        """The catalog folders of the user and of the project that exist; the later overrides."""
        own = self._own / "catalog"
        folders = [config_folder() / "catalog"]
        if not is_linked(self._own) and not is_linked(own):
            folders.append(own)
        return tuple(folder for folder in folders if folder.is_dir())

    @property
    def writable(self) -> bool:
        """Whether decisions and settings can be kept, as far as the system says in advance."""
        if is_linked(self._own):
            return False
        folder = self._own if self._own.exists() else self.root
        files = (self.journal.path, self._settings_path, self._own / LOCK_NAME)
        return os.access(folder, os.W_OK | os.X_OK) and all(
            os.access(path, os.W_OK) for path in files if path.exists()
        )

    def add_purchased(self, entries: Iterable[Purchased]) -> None:
        """Add software by hand; an entry that is already there is not added again.

        Raises WorkbenchError, and changes nothing, where the settings cannot be read or written.
        """
        from workbench.project.settings_text import with_purchased

        added = tuple(entries)
        self._change(lambda text: with_purchased(text, added))

    def remove_purchased(self, entries: Iterable[Purchased]) -> None:
        """Take software that was added by hand out again. Raises WorkbenchError as adding does."""
        from workbench.project.settings_text import without_purchased

        removed = tuple(entries)
        self._change(lambda text: without_purchased(text, removed))

    def keep_question(self, question: Question, prices: Mapping[str, str]) -> None:
        """Keep what was asked of the test results; prices of other names stay.

        Raises WorkbenchError, and changes nothing, where the settings cannot be read or written.
        """
        from workbench.project.settings_results import with_question

        self._change(lambda text: with_question(text, question, prices))

    def keep_graviton(self, generation: str) -> None:
        """Keep which Graviton generation is to be proposed.

        Raises WorkbenchError, and changes nothing, where the settings cannot be read or written.
        """
        from workbench.project.settings_results import with_graviton

        self._change(lambda text: with_graviton(text, generation))

    def keep_columns(self, columns: Mapping[str, str]) -> None:
        """Keep which columns of a purchased table were chosen.

        Raises WorkbenchError, and changes nothing, where the settings cannot be read or written.
        """
        from workbench.project.settings_results import with_columns

        self._change(lambda text: with_columns(text, columns))

    def _change(self, change: Callable[[str], str]) -> None:
        with locked(self._own):
            try:
                data = read_bounded(self._settings_path, MAX_BYTES) or b""
                before = _decoded(data)
                after = change(before)
                if after != before:
                    replace_file(self._settings_path, after.encode())
            except OSError as error:
                raise not_writable(self._settings_path, error) from None
            self.settings = parse_settings(after.encode())[0]

    def _read_settings(self) -> tuple[Settings, tuple[Problem, ...]]:
        if is_linked(self._own):
            return Settings(), ()
        try:
            return parse_settings(read_bounded(self._settings_path, MAX_BYTES) or b"")
        except OSError as error:
            text, line = unread(error), 0
        except Unreadable as error:
            text, line = error.reason, error.line
        text += ": the project opens without its settings, and the file is left as it is; mend it"
        return Settings(), (Problem(SETTINGS_PATH, text, line),)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbenchError(
            f"{SETTINGS_PATH} is left as it was: it is not written in UTF-8: "
            "save it as UTF-8, then try again"
        ) from None
