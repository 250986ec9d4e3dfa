"""The places of one group of findings: the way out, and by reason each place as a link."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.assess.rollup import Group
from workbench.model.component import Occurrence
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.language import Language
from workbench.model.words import REASON
from workbench.ui.labels import breakable, link, linked, wrapped

SHOWN_PLACES = 200
_WHOLE_NAME = 28
"""Letters of a function's name that fit beside nothing else, and are kept together."""


class FindingPlaces(QWidget):
    """At most `SHOWN_PLACES`; what is beyond them is counted."""

    wanted = Signal(object)
    """The Occurrence whose source is to be shown."""

    def __init__(self, group: Group, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = group.findings[:SHOWN_PLACES]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if group.effect is Effect.CHANGE and group.way_out:
            column.addWidget(wrapped(f"→ {say(group.way_out)}"))
        for reason, members in groupby(enumerate(self._findings), _reason):
            column.addWidget(wrapped(say(REASON[reason]), "small"))
            places = linked("".join(_line(m) for _, m in groupby(members, _function)))
            places.setAccessibleDescription(say(REASON[reason]))
            places.linkActivated.connect(self._on_link)
            column.addWidget(places)
        more = len(group.findings) - len(self._findings)
        if more:
            text = say("and {n} more: File > Export > SARIF lists all", n=f"{more:,}")
            column.addWidget(wrapped(text, "small"))

    def place(self, number: int) -> Occurrence:
        """Return where finding `number` of those shown stands."""
        finding = self._findings[number]
        return Occurrence(finding.path, finding.line, scope=finding.scope, reader="source")

    @Slot(str)
    def _on_link(self, target: str) -> None:
        self.wanted.emit(self.place(int(target.removeprefix("finding:"))))


def _reason(numbered: tuple[int, Finding]) -> Reason:
    return numbered[1].reason


def _function(numbered: tuple[int, Finding]) -> tuple[str, str]:
    return numbered[1].path, numbered[1].function


def _line(members: Iterable[tuple[int, Finding]]) -> str:
    """Return a line of HTML for all that stands in one function: path and lines are links."""
    (number, first), *others = members
    place = f"{first.path}:{first.line}" if first.line else first.path
    links = [link(f"finding:{number}", place)]
    links += [link(f"finding:{number}", str(finding.line)) for number, finding in others]
    shown = ", ".join(links)
    if first.function:
        name = first.function
        name = name if len(name) <= _WHOLE_NAME else breakable(name)
        shown += f" ·\u00a0{escape(name)}"
    return f'<p style="margin:0 0 2px 12px; text-indent:-12px">{shown}</p>'
