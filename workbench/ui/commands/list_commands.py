"""Imported lists: looking at files, keeping them, taking them away, and undoing all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.model.errors import WorkbenchError
from workbench.model.language import Language
from workbench.model.source import Source
from workbench.ui.announcer import Announcer
from workbench.ui.jobs import Failure, Lane, Ticket
from workbench.ui.settings import Settings
from workbench.ui.software.list_model import ListRow, LookedList
from workbench.ui.undo import ImportLists, RemoveLists
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.session import Session
    from workbench.project.table import Table


class ListCommands(QObject):
    """Every change is on the disk before it is pushed on the undo stack; then a scan reads it."""

    def __init__(
        self,
        say: Language,
        workspace: Workspace,
        settings: Settings,
        announcer: Announcer,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._settings = settings
        self._announcer = announcer
        self._window = window

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"import-software": self.import_lists, "imported-lists": self.show_imported}

    # --- looking

    @Slot()
    def import_lists(self) -> None:
        """Ask for files, then look at them."""
        folder = self._settings.text("import-folder", str(Path.home()))
        dialog = QFileDialog(self._window, self._say("Import a list or SBOM"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _on_files(self, names: list[str]) -> None:
        self.look_at([Path(name) for name in names])

    def look_at(self, paths: Iterable[Path]) -> None:
        """Ask, for each file at `paths`, what cannot be read from it."""
        from workbench.ui.software.list_dialog import ImportListsDialog

        files = list(paths)
        if not files:
            return
        self._settings.keep("import-folder", str(files[0].parent))
        dialog = ImportListsDialog(self._look, self._say, self._window)
        dialog.chosen.connect(self.keep)
        dialog.look(files)
        dialog.open()

    def _look(self, path: Path, format_: str, done: Callable[[LookedList], None]) -> Ticket:
        def failed(failure: Failure) -> None:
            done(LookedList(path, error=failure.text))

        work = partial(_looked, path, format_)
        return self._workspace.jobs.call(Lane.READING, work, done, failed)

    # --- keeping

    @Slot(list)
    def keep(self, rows: list[ListRow]) -> None:
        """Import `rows`; the columns of tables are asked for first."""
        for row in rows:
            if row.is_table:
                self.read_table(row.looked.path)
        lists = [row for row in rows if not row.is_table]
        if lists:
            self._workspace.carry_out(partial(_add, lists), self._on_kept)

    def read_table(self, path: Path, sheet: str = "") -> None:
        """Read the table at `path` and ask which column is what."""
        self._workspace.ask(partial(_table, path, sheet), self._ask_columns, self._fail)

    def _ask_columns(self, answer: tuple[Table, dict[str, str]]) -> None:
        from workbench.ui.software.import_dialog import ImportDialog

        table, remembered = answer
        dialog = ImportDialog(table, self._say, self._window, remembered=remembered)
        dialog.added.connect(partial(self._keep_table, Path(table.path), table.sheet))
        dialog.sheet_wanted.connect(partial(self.read_table, Path(table.path)))
        dialog.open()

    def _keep_table(self, path: Path, sheet: str, columns: dict[str, str]) -> None:
        def work(session: Session) -> tuple[list[Source], list[str]]:
            source = session.inventory.add_table(path, columns, sheet)
            return [source] if source else [], []

        self._workspace.carry_out(work, self._on_kept)

    def _on_kept(self, kept: tuple[list[Source], list[str]]) -> None:
        sources, older = kept
        if not sources:
            text = self._say("All of these files were imported before.")
            self._announcer.tell("importing", text)
            return
        text = f"{self._say('import')}: {_named(sources)}"
        self._workspace.undo.push(ImportLists(self._workspace, text, sources))
        self._workspace.scan_anew()
        if older:
            text = self._say(
                "Older lists of the same hosts still count: {names}.", names=", ".join(older)
            )
            show = self._say("Imported lists…")
            self._announcer.tell("older-lists", text, show, self.show_imported)

    def _fail(self, failure: Failure) -> None:
        self._announcer.tell_failure(failure)

    # --- taking away

    @Slot()
    def show_imported(self) -> None:
        """Show what was imported."""
        self._workspace.ask(_sources, self._show, self._fail)

    def _show(self, sources: tuple[Source, ...]) -> None:
        from workbench.ui.software.imported_dialog import ImportedListsDialog

        dialog = ImportedListsDialog(sources, self._say, self._window)
        dialog.remove_wanted.connect(self.remove)
        dialog.open()

    @Slot(list)
    def remove(self, sources: list[Source]) -> None:
        """Set `sources` aside."""

        def work(session: Session) -> None:
            for source in sources:
                session.inventory.remove(source.id)

        self._workspace.carry_out(work, partial(self._on_removed, sources))

    def _on_removed(self, sources: list[Source], _: None) -> None:
        text = f"{self._say('removal')}: {_named(sources)}"
        self._workspace.undo.push(RemoveLists(self._workspace, text, sources))
        self._workspace.scan_anew()


def _named(sources: list[Source]) -> str:
    return sources[0].id if len(sources) == 1 else f"{len(sources):,}"


def _looked(path: Path, format_: str) -> LookedList:
    from workbench.engine.list_files import look_at_list

    try:
        look = look_at_list(path, format_)
    except WorkbenchError as error:
        return LookedList(path, error=str(error).removeprefix(f"{path}: "))
    return LookedList(
        path=path,
        formats=look.formats,
        components=look.components,
        hosts=look.hosts,
        os=look.os,
        needs_host=look.needs_host,
        needs_os=look.needs_os,
    )


def _add(rows: list[ListRow], session: Session) -> tuple[list[Source], list[str]]:
    """Keep the lists; return the new imports, and the ids of older ones of the same hosts."""
    store = session.inventory
    looked = [store.add(r.looked.path, r.format, host=r.host, os=r.os)[0] for r in rows]
    added = [source for source in looked if source is not None]
    older = {other.id for source in added for other in store.older(source)}
    return added, sorted(older - {source.id for source in added})


def _table(path: Path, sheet: str, session: Session) -> tuple[Table, dict[str, str]]:
    from workbench.engine.list_files import table_at

    return table_at(path, sheet), session.folder.settings.columns


def _sources(session: Session) -> tuple[Source, ...]:
    return session.inventory.sources
