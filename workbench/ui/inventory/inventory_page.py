"""The inventory: header, strip and rows at the left, the source below, the detail at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.model.assessment import Assessment
from workbench.model.component import Occurrence
from workbench.model.language import Language
from workbench.model.status import Confidence, Status
from workbench.ui.detail.detail_pane import DetailPane
from workbench.ui.header import Header
from workbench.ui.inventory.browser import Browser
from workbench.ui.inventory.coverage_line import CoverageLine
from workbench.ui.inventory.query import with_field
from workbench.ui.inventory.readiness_strip import ReadinessStrip, Segment
from workbench.ui.notices import Notices
from workbench.ui.source.source_preview import SourcePreview
from workbench.ui.workspace import Workspace

_TO_REVIEW = ",".join(
    (Status.BLOCKED, Status.CHANGE, Status.REBUILD, Status.UPGRADE, Status.UNKNOWN)
)

SHOWN_KINDS = 10


class InventoryPage(QWidget):
    """Shows what the workspace holds and sends back what the user wants."""

    selection_changed = Signal()
    ruled = Signal(object)
    withdraw_wanted = Signal()

    def __init__(self, say: Language, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._workspace = workspace
        self.selected: list[Assessment] = []
        """The selected components, as the detail shows them."""
        self._fresh = False
        """The project was opened, and its first rows wait for the keyboard."""
        self.header = Header(say)
        self.notices = Notices(say)
        self.strip = ReadinessStrip(say)
        self.browser = Browser(say)
        self.coverage = CoverageLine(say)
        self.preview = SourcePreview(say, workspace.jobs)
        self.detail = DetailPane(say)
        self.source_wanted = True
        """Whether the user wants the source below the rows."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_selection)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.header)
        column.addWidget(self.notices)
        column.addWidget(self.strip)
        column.addWidget(self.browser, 1)
        column.addWidget(self.coverage)
        self.rows_and_source = QSplitter(Qt.Orientation.Vertical)
        self.rows_and_source.addWidget(upper)
        self.rows_and_source.addWidget(self.preview)
        self.rows_and_source.setChildrenCollapsible(False)
        self.rows_and_source.setHandleWidth(12)
        self.rows_and_source.setStretchFactor(0, 1)
        self.rows_and_source.setSizes([600, 132])
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(16, 12, 8, 12)
        inner.addWidget(self.rows_and_source)
        self.rows_and_detail = QSplitter(Qt.Orientation.Horizontal)
        self.rows_and_detail.addWidget(left)
        self.rows_and_detail.addWidget(self.detail)
        self.rows_and_detail.setChildrenCollapsible(False)
        self.rows_and_detail.setHandleWidth(4)
        self.rows_and_detail.setStretchFactor(0, 1)
        self.rows_and_detail.setSizes([1040, 368])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rows_and_detail)

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.opened.connect(self._on_opened)
        workspace.changed.connect(self.on_changed)
        workspace.scan_changed.connect(self._on_scan)
        self.strip.wanted.connect(self._on_segment)
        self.strip.review_wanted.connect(self.show_to_review)
        self.browser.chosen.connect(self._soon.start)
        self.browser.filtered.connect(self._on_filtered)
        self.browser.taken.connect(self._show_counts)
        self.browser.entered_form.connect(self.go_to_form)
        self.browser.empty.pressed.connect(self.browser.search.clear)
        self.detail.recorded.connect(self.ruled)
        self.detail.withdraw_wanted.connect(self.withdraw_wanted)
        self.detail.next_wanted.connect(self.next_undecided)
        self.detail.place_wanted.connect(self._show_place)
        self.detail.form.left.connect(self.focus_rows)

    # --- commands

    def purls(self) -> tuple[str, ...]:
        """Return the selected components."""
        return tuple(a.component.purl for a in self.browser.selected())

    def reveal(self, purls: list[str]) -> None:
        """Show the components with `purls`, selected."""
        self.browser.reveal(purls)

    @Slot()
    def go_to_form(self) -> None:
        """Put the keyboard into the decision form."""
        self._show_selection_now()
        self.detail.form.rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_source(self, wanted: bool) -> None:
        """Show the source below the rows, or give its room to them."""
        self.source_wanted = wanted
        self.preview.setVisible(wanted and self._workspace.has_assessments)

    @Slot()
    def focus_rows(self) -> None:
        """Put the keyboard back to the rows."""
        self.browser.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def next_undecided(self) -> None:
        """Go to the next component that needs a decision."""
        if self.browser.go_to_next_undecided():
            self.focus_rows()
            self.notices.put_away("all-decided")
        else:
            text = self._say("Nothing that is shown waits for a decision.")
            self.notices.show_notice("all-decided", text, calm=True)

    @Slot()
    def show_to_review(self) -> None:
        """Filter to what is neither settled nor decided."""
        text = with_field(self.browser.search.text(), "status", _TO_REVIEW)
        text = with_field(text, "confidence", "")
        self.browser.search.setText(with_field(text, "decided", "no"))

    def choose_status(self, status: Status) -> None:
        """Take `status` into the form: what the keys 1 to 7 do."""
        self._show_selection_now()
        if self.browser.selected() and self._workspace.writable:
            self.detail.form.choose(status)

    # --- following the workspace

    @Slot()
    def _on_opened(self) -> None:
        self.notices.clear()
        self.browser.search.clear()
        self._fresh = True
        self.on_changed()

    @Slot()
    def on_changed(self) -> None:
        """Show what the workspace holds now."""
        snapshot = self._workspace.snapshot
        if snapshot is None:
            return
        scanning = self._workspace.scan is not None
        self.browser.show_assessments(self._workspace.current, soon=scanning)
        self._on_scan()
        self.preview.setVisible(self.source_wanted and self._workspace.has_assessments)
        if not scanning:
            self.preview.forget()
            if self._fresh and snapshot.scanned_at:
                self._fresh = False
                self.focus_rows()
            owners = {a.decision.owner for a in self._workspace.assessments if a.decision}
            self.detail.form.known_owners(sorted(owners - {""}))
        self._soon.start()

    @Slot()
    def _on_scan(self) -> None:
        snapshot = self._workspace.snapshot
        if snapshot is None:
            return
        self.header.show_state(snapshot, self._workspace.scan)
        self.coverage.show_coverage(snapshot, scanning=self._workspace.scan is not None)
        self._say_why_empty()

    @Slot()
    def _show_counts(self) -> None:
        fields = self.browser.query.fields
        presumed = fields.get("confidence") == (Confidence.PRESUMED,)
        self.strip.show_summary(self._workspace.summary, fields.get("status", ()), presumed)

    def _say_why_empty(self) -> None:
        say, empty = self._say, self.browser.empty
        if self._workspace.scan is not None and not self._workspace.has_assessments:
            empty.show_text(say("Scanning"), say("Software appears here as soon as it is found."))
        elif self._workspace.has_assessments:
            empty.show_text(
                say("Nothing matches the search"),
                say("No component fits what was typed."),
                say("Clear search"),
            )
        elif self._workspace.snapshot is not None and not self._workspace.snapshot.scanned_at:
            text = say("The scan was stopped; what it had found is not kept. Scan again with F5.")
            empty.show_text(say("Not scanned"), text)
        else:
            empty.show_text(
                say("Nothing recognised: not assessed"),
                say(
                    "No file here is of a kind that is read, such as: {kinds}. "
                    "Open the folder that holds them, or add software by hand.",
                    kinds=_kinds(),
                ),
            )

    @Slot()
    def _on_filtered(self) -> None:
        self._show_counts()
        self._say_why_empty()

    @Slot(object)
    def _on_segment(self, segment: Segment) -> None:
        """Show the components of a part of the strip; the same again shows all."""
        fields = self.browser.query.fields
        presumed = Confidence.PRESUMED.value if segment.presumed else ""
        confidence = presumed
        if segment.status is Status.READY and not segment.presumed:
            confidence = ",".join(c for c in Confidence if c is not Confidence.PRESUMED)
        asked = tuple(confidence.split(",")) if confidence else None
        again = fields.get("status") == (segment.status,) and fields.get("confidence") == asked
        text = with_field(self.browser.search.text(), "status", "" if again else segment.status)
        text = with_field(text, "decided", "")
        self.browser.search.setText(with_field(text, "confidence", "" if again else confidence))

    # --- following the selection

    @Slot()
    def _show_selection(self) -> None:
        chosen = self.selected = self.browser.selected()
        found = self._workspace.found.get(chosen[0].component.purl) if len(chosen) == 1 else None
        self.detail.show_selection(chosen, writable=self._workspace.writable, found=found)
        place = self.browser.view.current_place()
        if len(chosen) == 1 and place is not None and place.path:
            self._show_place(place)
        else:
            self.preview.clear()
        self.selection_changed.emit()

    def _show_selection_now(self) -> None:
        """Keys may come faster than the form follows: let it follow first."""
        if self._soon.isActive():
            self._soon.stop()
            self._show_selection()

    @Slot(object)
    def _show_place(self, place: Occurrence) -> None:
        snapshot, project = self._workspace.snapshot, self._workspace.project
        if snapshot is not None and project is not None:
            self.preview.show_place(project, place, snapshot.scanned_at)


def _kinds() -> str:
    from workbench.scan.formats import every_format

    titles = tuple(dict.fromkeys(format_.title for format_ in every_format()))
    return ", ".join(titles[:SHOWN_KINDS])
