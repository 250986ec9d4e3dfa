"""The imported lists of a project: `.workbench/inventory/NAME/`, with `source.toml` beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePath

import msgspec

from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.purl import slug
from workbench.model.run import RunFile
from workbench.model.source import Source
from workbench.project.kept_folders import KeptFolders
from workbench.project.run_files import copy_hashed, free_name
from workbench.project.source_text import MAX_BYTES, SOURCE_FILE, parse_source, source_text
from workbench.scan.document import MAX_LIST_BYTES

INVENTORY = ".workbench/inventory"


class SourceStore:
    """Reads and writes the imported lists of the project in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept = KeptFolders(root, INVENTORY, "import")

    def path(self, source: Source, file: RunFile) -> Path:
        """Return where `file` of `source` lies."""
        return self._root / self.relative_path(source, file)

    def relative_path(self, source: Source, file: RunFile) -> str:
        """Return the path of `file` from the project, POSIX."""
        return f"{INVENTORY}/{source.id}/{file.name}"

    def sources(self) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
        """Return the imports by id, and one problem for each that cannot be understood."""
        return self._kept.read_each(SOURCE_FILE, parse_source, MAX_BYTES)

    def add(
        self,
        file: Path,
        format_: str,
        *,
        host: str = "",
        os: str = "",
        columns: Mapping[str, str] | None = None,
        sheet: str = "",
    ) -> Source | None:
        """Keep a copy of `file`, whose format is `format_`; None where the same import is there.

        Raises WorkbenchError, and changes nothing, where the file cannot be read or written.
        """
        source = Source(
            id="",
            host=host.strip(),
            os=os.strip(),
            imported=datetime.now(UTC).isoformat(timespec="seconds"),
            columns=dict(columns or {}),
            sheet=sheet,
        )
        with self._kept.writing() as draft:
            draft.mkdir()
            name = free_name(file.name, {SOURCE_FILE})
            sha256 = copy_hashed(file, draft / name, MAX_LIST_BYTES)
            source = msgspec.structs.replace(source, files=(RunFile(name, format_, sha256),))
            if any(_is_same(source, known) for known in self.sources()[0]):
                return None
            stem = slug(source.host)[:60] or slug(PurePath(name).stem)[:60] or "list"
            source = msgspec.structs.replace(source, id=self._kept.free_id(stem, numbered=False))
            self._kept.publish(draft, source.id, SOURCE_FILE, source_text(source))
        return source

    def find(self, source_id: str) -> Source:
        """Return the import called `source_id`. Raises WorkbenchError where there is none."""
        sources = self.sources()[0]
        for source in sources:
            if source.id == source_id:
                return source
        names = ", ".join(source.id for source in sources) or "none"
        raise WorkbenchError(f"there is no import {source_id!r}: the imports are {names}")

    def remove(self, source_id: str) -> None:
        """Set an import aside, so that `restore` can bring it back. Raises WorkbenchError."""
        self._kept.remove(source_id)

    def restore(self, source_id: str) -> None:
        """Bring back a removed import. Raises WorkbenchError."""
        self._kept.restore(source_id)


def _is_same(source: Source, known: Source) -> bool:
    return (source.host, source.columns, source.sheet, source.files[0].sha256) == (
        known.host,
        known.columns,
        known.sheet,
        known.files[0].sha256,
    )
