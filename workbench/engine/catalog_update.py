"""A newer copy of a public source, against what ships: what changed, and the overlay for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench import __version__
from workbench.knowledge.compiled import our_knowledge
from workbench.knowledge.store import parse_knowledge
from workbench.knowledge.update import dashboard, guide
from workbench.knowledge.update.baseline import Baseline, read_baseline, recorded
from workbench.knowledge.update.difference import RowChange, compare
from workbench.knowledge.update.overlay import Overlay
from workbench.knowledge.update.overlay_text import overlay_text
from workbench.knowledge.update.row import SourceTable
from workbench.model.atomic import write_atomically
from workbench.model.errors import WorkbenchError
from workbench.model.places import config_folder

MAX_BYTES = 4 * 1024 * 1024
"""The largest page of the sources has less than a tenth of this."""
MOST_REASONS = 5
LICENCE = "CC BY-SA 4.0"


@dataclass(frozen=True)
class _Source:
    name: str
    title: str
    sign: str
    """A path that only a copy of this source has."""
    read: Callable[[Path], list[SourceTable]]


@dataclass(frozen=True)
class Update:
    """What a copy of a source would change. Nothing is written before `write`."""

    source: str
    state: str
    """Which state of the source it was held against."""
    changes: tuple[RowChange, ...]
    entries: int
    text: str
    target: Path

    def write(self) -> None:
        """Write the overlay; without changes, take an earlier one away. Raises WorkbenchError."""
        if self.entries:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.target, self.text.encode())
        else:
            self.target.unlink(missing_ok=True)


def plan_update(folder: Path, *, against: Path | None = None, today: date | None = None) -> Update:
    """Read the copy in `folder` and hold it against what ships, or against an older copy.

    All tables are read before anything counts. Raises WorkbenchError naming every table that has
    another shape than the one known, or where `folder` is no copy of a known source.
    """
    source = _source_of(folder)
    after = _read(source, folder)
    if against is not None:
        before: tuple[SourceTable, ...] = tuple(_read(source, against))
        state = str(against)
    else:
        baseline = read_baseline(source.name)
        before, state = baseline.tables, baseline.state
    changes = compare(before, after)
    day = (today or date.today()).isoformat()
    overlay = Overlay(source.title, our_knowledge().products, day)
    overlay.add_all(changes)
    text = overlay_text(overlay.entries, _head(source, folder, day))
    parse_knowledge(text.encode())
    target = config_folder() / "catalog" / f"{source.name}.toml"
    return Update(source.title, state, tuple(changes), len(overlay.entries), text, target)


def record_baseline(folder: Path, state: str) -> tuple[str, bytes]:
    """Return name and content of the baseline for a copy: for those who renew what ships."""
    source = _source_of(folder)
    tables = tuple(_read(source, folder))
    prose = {t.id: guide.prose_columns(t.id) for t in tables} if source is _GUIDE else {}
    baseline = Baseline(source=source.title, state=state, licence=LICENCE, tables=tables)
    return f"{source.name}.json", recorded(baseline, prose)


def _source_of(folder: Path) -> _Source:
    found = next((s for s in _SOURCES if (folder / s.sign).exists()), None)
    if found is None:
        known = " or ".join(f"the {s.title} ({s.sign})" for s in _SOURCES)
        raise WorkbenchError(f"{folder} is no copy of {known}: name the folder of the whole copy")
    return found


def _read(source: _Source, folder: Path) -> list[SourceTable]:
    try:
        return source.read(folder)
    except ExceptionGroup as group:
        reasons = [str(error) for error in group.exceptions]
        more = [f"and {len(reasons) - MOST_REASONS} more"] if len(reasons) > MOST_REASONS else []
        raise WorkbenchError(
            f"nothing was taken from {folder}, because it has changed its shape: "
            f"{'; '.join([*reasons[:MOST_REASONS], *more])}. A newer version of the workbench may "
            "know the new shape"
        ) from None
    except OSError as error:
        raise WorkbenchError(f"{error.filename}: cannot be read ({error.strerror})") from None


def _read_guide(folder: Path) -> list[SourceTable]:
    return guide.read_guide(_reader(folder))


def _read_dashboard(folder: Path) -> list[SourceTable]:
    pages = {
        name: [
            f"{name}/{path.name}"
            for path in (folder / name).glob("*.md")
            if not path.name.startswith("_")
        ]
        for name in dashboard.FOLDERS
    }
    return dashboard.read_dashboard(pages, _reader(folder))


def _reader(folder: Path) -> Callable[[str], str]:
    root = folder.resolve()

    def read(name: str) -> str:
        path = root / name
        if not path.resolve().is_relative_to(root):
            raise WorkbenchError(f"{path} leads out of the folder, which is not followed")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise WorkbenchError(f"{path} is larger than {MAX_BYTES // 1024 // 1024} MB")
        return data.decode("utf-8", "replace")

    return read


def _head(source: _Source, folder: Path, day: str) -> list[str]:
    return [
        f"Written by workbench {__version__} (catalog update) on {day}, read from a folder called",
        f"{folder.resolve().name}. Facts of the {source.title}, licence {LICENCE}. It holds what",
        "differs from the catalog that ships. The next update writes the file anew; delete it to",
        "go back to what ships.",
    ]


_GUIDE = _Source("aws-graviton-guide", guide.SOURCE, "isv.md", _read_guide)
_SOURCES = (
    _GUIDE,
    _Source("arm-ecosystem-dashboard", dashboard.SOURCE, dashboard.FOLDERS[0], _read_dashboard),
)
