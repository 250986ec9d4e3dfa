"""The projects that were opened last, newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from workbench.model.atomic import replace_file
from workbench.model.errors import WorkbenchError
from workbench.model.places import state_folder
from workbench.project.disk import read_bounded
from workbench.project.lock import locked

MOST = 20
_MAX_BYTES = 1024 * 1024


class RecentProject(msgspec.Struct, frozen=True):
    """One project that was opened: its absolute path, its name and when (ISO 8601, UTC)."""

    path: str
    name: str
    opened: str

    @property
    def missing(self) -> bool:
        """Whether the folder is not there now. Asks the disk: slow for a network drive."""
        return not Path(self.path).is_dir()


def recent_projects() -> tuple[RecentProject, ...]:
    """Return the projects opened last, newest first; none where the list cannot be read."""
    try:
        data = read_bounded(_file(), _MAX_BYTES) or b"[]"
        return msgspec.json.decode(data, type=tuple[RecentProject, ...])
    except (OSError, ValueError, RecursionError):
        return ()


def remember(path: Path, name: str) -> None:
    """Put the project at `path` first in the list."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _write(str(path), (RecentProject(str(path), name, now),))


def forget(path: str) -> None:
    """Take the project at `path` out of the list."""
    _write(path, ())


def _write(path: str, first: tuple[RecentProject, ...]) -> None:
    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, timeout=2):
            others = tuple(r for r in recent_projects() if r.path != path)
            replace_file(_file(), msgspec.json.encode((*first, *others)[:MOST]))
    except (OSError, WorkbenchError, UnicodeEncodeError):
        # The list is a convenience: a home that cannot be written must not stop anyone's work.
        return


def _file() -> Path:
    return state_folder() / "recent.json"
