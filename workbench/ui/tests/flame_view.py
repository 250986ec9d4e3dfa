"""Flame graphs of both architectures beside each other, and their difference, both ways round."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.model.errors import WorkbenchError
from workbench.model.language import Language
from workbench.results.flame.comparison import ARM, X86, Comparison, compare_profiles
from workbench.results.flame.functions import FunctionRow, function_rows
from workbench.results.flame.reshaping import focus, hide
from workbench.results.flame.search import matching_frames
from workbench.results.records import Profile
from workbench.ui.labels import ElidedLabel, label, wrapped
from workbench.ui.style import set_part
from workbench.ui.tests.flame_bar import FlameBar
from workbench.ui.tests.flame_canvas import FlameCanvas, titled
from workbench.ui.tests.flame_crumbs import FlameCrumbs
from workbench.ui.tests.flame_export import export_pictures
from workbench.ui.tests.flame_legend import FlameLegend
from workbench.ui.tests.flame_menu import frame_menu
from workbench.ui.tests.flame_scene import greatest_difference, make_scene
from workbench.ui.tests.flame_table import FunctionView
from workbench.ui.tests.flame_words import frame_words, search_words, title_words

_SEARCH_PAUSE = 120
PARTIAL = (
    "The widest frames are shown already. The narrow ones are still being read; "
    "then differences, functions and the search follow."
)


class FlameMode(StrEnum):
    """What the canvases show."""

    BOTH = "both"
    ON_ARM = "difference-on-arm64"
    ON_X86 = "difference-on-x86_64"


class FlameView(QWidget):
    """Shows one profile, or two and their difference; the page around it gives the profiles."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._original: Comparison | None = None
        self.comparison: Comparison | None = None
        self.mode = FlameMode.BOTH
        self.zoom = self.current = 0
        self.bar = FlameBar(say)
        self.crumbs = FlameCrumbs(say)
        self.legend = FlameLegend(say)
        self.warning = wrapped("")
        self.canvases = (FlameCanvas(say), FlameCanvas(say))
        self._titles = (ElidedLabel(), ElidedLabel())
        self._boxes = [titled(*pair) for pair in zip(self.canvases, self._titles, strict=True)]
        self._notice = QFrame()
        self.status = ElidedLabel()
        set_part(self.status, "muted")
        self.functions = FunctionView(say)
        self.nothing = label(say("No profile to show: import one of each architecture."), "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QSplitter(Qt.Orientation.Vertical)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_PAUSE)
        self._arrange()
        self._connect()
        self.show_comparison(None)

    def show_profiles(self, x86: Profile | None, arm: Profile | None) -> None:
        """Match and show the profiles of both sides; either may be missing.

        For large profiles call `compare_profiles` in a job, and `show_comparison` here.
        """
        self.show_comparison(compare_profiles(x86, arm) if x86 or arm else None)

    def show_comparison(
        self, comparison: Comparison | None, rows: list[FunctionRow] | None = None
    ) -> None:
        """Show profiles that were matched already; None shows that there are none.

        `rows` are its functions, where they are known. Of a partial comparison only the picture is
        shown; the whole one takes its place as it is zoomed.
        """
        way = self._way() if self.comparison is not None and self.comparison.partial else []
        self._original = comparison and comparison.measured_by(self.bar.basis())
        both = comparison is not None and comparison.both
        self.bar.set_both(both)
        for part in (self.bar, self.crumbs, self._pages, self.status):
            part.setVisible(comparison is not None)
        partial = comparison is not None and comparison.partial
        self.bar.setEnabled(not partial)
        self.functions.setEnabled(not partial)
        self.nothing.setVisible(comparison is None)
        if not both:
            self.mode = FlameMode.BOTH
            self.bar.show_mode(self.mode)
        warnings = list(map(self._say.filled, comparison.warnings)) if comparison else []
        if partial:
            self.mode = FlameMode.BOTH
            self.bar.show_mode(self.mode)
            warnings.append(self._say(PARTIAL))
        self.warning.setText("\n".join(warnings))
        self._notice.setVisible(bool(warnings))
        measured = comparison and comparison.basis is self.bar.basis()
        self._show(self._original, rows if measured else None)
        if comparison is not None and way:
            self.zoom_to(comparison.tree.at(way))

    def _way(self) -> list[str]:
        """Return the names of the frames that lead to the one that is zoomed to."""
        tree = self.comparison.tree if self.comparison else None
        return [tree.name(node) for node in tree.path(self.zoom)[1:]] if tree else []

    def choose_mode(self, mode: FlameMode) -> None:
        """Show both sides beside each other, or their difference in one side's widths."""
        self.mode = mode
        self.bar.show_mode(mode)
        zoom, current = self.zoom, self.current
        self._draw()
        self.zoom_to(zoom)
        self.set_current(current)

    def zoom_to(self, node: int) -> None:
        """Let a node fill the width on every canvas."""
        if self.comparison is None:
            return
        self.zoom = node
        for canvas in self._shown():
            canvas.zoom_to(node)
        self.crumbs.show_path(self.comparison.tree, node)
        self._allow_reset()

    def set_current(self, node: int) -> None:
        """Describe a node, and mark it on every canvas."""
        self.current = node
        for canvas in self._shown():
            canvas.set_current(node)
        if self.comparison is not None:
            words = "  ·  ".join(frame_words(self.comparison, node, self._say))
            self.status.setText(words)

    def reveal_function(self, frame: int) -> None:
        """Make the widest frame of a function the current one, and bring it in sight."""
        if self.comparison is None:
            return
        tree = self.comparison.tree
        nodes = np.flatnonzero(tree.frames == frame)
        shares = np.maximum(self.comparison.shares(X86), self.comparison.shares(ARM))
        node = int(nodes[np.argmax(shares[nodes])])
        self.zoom_to(int(tree.parents[node]))
        self.set_current(node)
        for canvas in self._shown():
            canvas.reveal(node)

    def hide_function(self, node: int) -> None:
        """Take the function of a node out of all stacks: its callers call what it called."""
        if self.comparison is not None and node:
            tree = hide(self.comparison.tree, int(self.comparison.tree.frames[node]))
            self._show(self.comparison.reshaped(tree))

    def focus_function(self, node: int) -> None:
        """Show only stacks through the function of a node, from it on; shares are of these."""
        if self.comparison is not None and node:
            tree = focus(self.comparison.tree, int(self.comparison.tree.frames[node]))
            self._show(self.comparison.reshaped(tree))

    @Slot()
    def start_again(self) -> None:
        """Undo zoom, search, focus and hidden functions."""
        self.bar.search.clear()
        self._show(self._original)

    @Slot()
    def copy_name(self) -> None:
        """Put the current function's name on the clipboard."""
        if self.comparison is not None:
            name = self.comparison.tree.name(self.current)
            QGuiApplication.clipboard().setText(name)

    def export(self, path: Path) -> None:
        """Write what is shown to `path` (.svg or .png); raises WorkbenchError."""
        differs = self.mode is not FlameMode.BOTH
        note = self._say("Widths are shares of samples; order is not time")
        export_pictures(path, self._shown(), self.legend if differs else None, note)

    def _show(self, comparison: Comparison | None, rows: list[FunctionRow] | None = None) -> None:
        self.comparison = comparison
        self._draw()
        self.zoom_to(0)
        self.set_current(0)
        self._list_functions(rows)
        self._search()

    def _list_functions(self, rows: list[FunctionRow] | None = None) -> None:
        comparison = self.comparison
        if rows is None:
            whole = comparison is not None and not comparison.partial
            rows = function_rows(comparison) if comparison and whole else []
        self.functions.show_rows(rows, comparison)

    def _draw(self) -> None:
        comparison, differs = self.comparison, self.mode is not FlameMode.BOTH
        limit = greatest_difference(comparison) if comparison and differs else 0.0
        self.legend.setVisible(differs)
        self.legend.show_limit(comparison, limit)
        first = X86 if self.mode is not FlameMode.ON_ARM else ARM
        for place, side in enumerate((first, ARM)):
            canvas, title = self.canvases[place], self._titles[place]
            used = comparison is not None and comparison.totals[side] > 0
            used = used and not (differs and place)
            self._boxes[place].setVisible(used)
            if comparison is None or not used:
                canvas.show_scene(None, "")
                continue
            title.setText(title_words(side, differs, self._say))
            order = self.bar.order()
            scene = make_scene(comparison, side, order, differs=differs, limit=limit)
            canvas.show_scene(scene, title.text())
        self._search()

    def _allow_reset(self) -> None:
        searched = bool(self.bar.search.text())
        reshaped = self.comparison is not self._original
        self.bar.reset.setEnabled(bool(self.zoom) or searched or reshaped)

    def _shown(self) -> list[FlameCanvas]:
        return [canvas for canvas in self.canvases if canvas.scene is not None]

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        set_part(self._notice, "notice")
        inside = QHBoxLayout(self._notice)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.warning)
        graphs = QSplitter(Qt.Orientation.Horizontal)
        for box in self._boxes:
            graphs.addWidget(box)
        graphs.setChildrenCollapsible(False)
        self._pages.addWidget(graphs)
        self._pages.addWidget(self.functions)
        self._pages.setStretchFactor(0, 3)
        self._pages.setStretchFactor(1, 2)
        for part in (self._notice, self.bar, self.crumbs, self.legend):
            layout.addWidget(part)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.status)

    def _connect(self) -> None:
        for canvas in self.canvases:
            canvas.zoom_wanted.connect(self.zoom_to)
            canvas.current_changed.connect(self.set_current)
            canvas.menu_wanted.connect(self._open_menu)
        self.bar.mode_wanted.connect(self._on_mode)
        self.bar.order_changed.connect(self._on_order)
        self.bar.basis_changed.connect(self._on_basis)
        self.bar.icicle_changed.connect(self._on_icicle)
        self.bar.search.textChanged.connect(self._pause.start)
        self.bar.reset.clicked.connect(self.start_again)
        self.bar.export.clicked.connect(self._on_export)
        self._pause.timeout.connect(self._search)
        self.crumbs.wanted.connect(self.zoom_to)
        self.functions.wanted.connect(self.reveal_function)

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.choose_mode(FlameMode(mode))

    @Slot()
    def _on_order(self) -> None:
        self.choose_mode(self.mode)

    @Slot()
    def _on_basis(self) -> None:
        """Measure the difference anew; zoom, focus and hidden functions stay."""
        if self.comparison is None or self._original is None:
            return
        shown, basis = self.comparison, self.bar.basis()
        self._original = self._original.measured_by(basis)
        whole = shown.tree is self._original.tree
        self.comparison = self._original if whole else shown.measured_by(basis)
        self.choose_mode(self.mode)
        self._list_functions()

    @Slot(bool)
    def _on_icicle(self, icicle: bool) -> None:
        for canvas in self.canvases:
            canvas.set_icicle(icicle)

    @Slot()
    def _search(self) -> None:
        """Highlight what the search field asks for, and say its share."""
        text = self.bar.search.text().strip()
        comparison = self.comparison
        matches = matching_frames(comparison.tree, text) if comparison and text else None
        for canvas in self.canvases:
            canvas.set_matches(matches)
        self._allow_reset()
        if comparison is None or matches is None:
            self.bar.found.setText("")
            return
        self.bar.found.setText("  ·  ".join(search_words(comparison, matches, self._say)))

    @Slot(int, QPointF)
    def _open_menu(self, node: int, place: QPointF) -> None:
        menu = self.menu_of(node)
        menu.exec(place.toPoint())
        menu.deleteLater()

    def menu_of(self, node: int) -> QMenu:
        """Return the menu of a frame."""
        whole = self.comparison is not None and not self.comparison.partial
        return frame_menu(
            self,
            self._say,
            zoom=lambda: self.zoom_to(self.current),
            focus=(lambda: self.focus_function(self.current)) if node and whole else None,
            hide=(lambda: self.hide_function(self.current)) if node and whole else None,
            copy=self.copy_name,
            reset=self.start_again,
        )

    @Slot()
    def _on_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self._say("Save the picture"), "flame.svg", "SVG (*.svg);;PNG (*.png)"
        )
        if not path:
            return
        try:
            self.export(Path(path))
        except WorkbenchError as error:
            QMessageBox.warning(self, self._say("Save the picture"), str(error))
