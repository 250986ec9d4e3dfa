"""The chosen change in words: what, who uses it, what to check before it is applied."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.model.assessment import Assessment
from workbench.model.change import Change
from workbench.model.language import Language
from workbench.ui.infrastructure.changes_model import change_text
from workbench.ui.labels import label, link, linked, wrapped
from workbench.ui.pill import Pill
from workbench.ui.style import set_part


class ChangeDetail(QFrame):
    """Answers for one change, as the detail of the inventory does for one component."""

    component_wanted = Signal(str)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        set_part(self, "panel")
        self.setMinimumWidth(220)
        self._title = wrapped("", "heading")
        self._component = linked()
        self._component.linkActivated.connect(self.component_wanted)
        self._pill = Pill(say)
        self._where = wrapped("", "muted")
        self._uses_heading, self._uses = label(say("Used by"), "heading"), wrapped()
        self._doubts_heading, self._doubts = (
            label(say("Check before applying"), "heading"),
            linked(),
        )
        self._left_out_heading = label(say("Not in the diff"), "heading")
        self._left_out = wrapped()
        self._source = linked()
        self._source.setOpenExternalLinks(True)
        page = QWidget()
        set_part(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(8)
        for widget in (
            *(self._title, self._component, self._pill, self._where),
            *(self._left_out_heading, self._left_out),
            *(self._doubts_heading, self._doubts, self._uses_heading, self._uses, self._source),
        ):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.show_change(None, None, "")

    def show_change(
        self, change: Change | None, component: Assessment | None, left_out: str
    ) -> None:
        """Show `change` of `component`; `left_out` says why the diff does not hold it."""
        say = self._say
        self._title.setVisible(change is not None)
        for widget in (self._component, self._pill):
            widget.setVisible(component is not None)
        if change is None:
            for widget in (
                *(self._left_out_heading, self._left_out, self._doubts_heading, self._doubts),
                *(self._uses_heading, self._uses, self._source),
            ):
                widget.hide()
            self._where.setText(say("What is selected is explained here."))
            return
        self._title.setText(change_text(change, say))
        if component is not None:
            self._component.setText(link(component.component.purl, component.component.name))
            self._pill.show_status(component.status, component.confidence)
        self._where.setText(f"{change.path}:{change.line}" if change.line else change.path)
        if not change.edits:
            left_out = say("Nobody but you can know what to write here.")
        self._say_part(self._left_out_heading, self._left_out, left_out)
        doubts = "<br>".join(f"• {escape(say(doubt))}" for doubt in change.doubts)
        self._say_part(self._doubts_heading, self._doubts, doubts)
        self._say_part(self._uses_heading, self._uses, "\n".join(change.uses))
        source = link(change.url, f"{say('source')}\u00a0↗") if change.url else ""
        self._say_part(self._source, self._source, source)

    @staticmethod
    def _say_part(heading: QLabel, body: QLabel, text: str) -> None:
        """Show both, or neither where there is nothing to say."""
        heading.setVisible(bool(text))
        body.setVisible(bool(text))
        body.setText(text)
