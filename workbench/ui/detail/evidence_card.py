"""One claim: who says it, what it says, since when, and where that is written."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench.model.evidence import Evidence
from workbench.model.language import Language
from workbench.model.words import SOURCE
from workbench.ui.labels import label, link, linked, wrapped
from workbench.ui.phrases import evidence_text
from workbench.ui.pill import Pill
from workbench.ui.style import set_part


class EvidenceCard(QFrame):
    """A card; the deciding one is outlined and says so."""

    def __init__(
        self, evidence: Evidence, say: Language, *, decides: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_part(self, "card-decides" if decides else "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        self.title = _title(evidence, say, decides)
        head = QHBoxLayout()
        head.addWidget(label(self.title, "strong"), 1)
        pill = Pill(say)
        pill.show_status(evidence.status, evidence.sureness, alone=True)
        head.addWidget(pill)
        layout.addLayout(head)
        layout.addWidget(wrapped(evidence_text(evidence, say)))
        if evidence.note:
            layout.addWidget(wrapped(say(evidence.note), "small"))
        footer = _footer(evidence, say)
        if footer:
            self.footer = linked(footer, "small")
            self.footer.setOpenExternalLinks(True)
            self.footer.setToolTip(evidence.url)
            layout.addWidget(self.footer)


def _title(evidence: Evidence, say: Language, decides: bool) -> str:
    parts = [say(SOURCE[evidence.source])]
    if evidence.possibly:
        parts.append(say("possibly"))
    if decides:
        parts.append(say("decides"))
    return " · ".join(parts)


def _footer(evidence: Evidence, say: Language) -> str:
    """Return the date, the file or index that spoke, and the link, as HTML."""
    parts = [escape(part) for part in (evidence.date, evidence.origin) if part]
    if evidence.possibly:
        parts.append(escape(say("matched by an ambiguous name: it does not decide")))
    if evidence.url.startswith(("https://", "http://")):
        parts.append(link(evidence.url, f"{say('source')}\u00a0↗"))
    return " · ".join(parts)
