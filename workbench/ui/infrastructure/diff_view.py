"""A unified diff to read: what goes and what comes are tinted, and told by their sign as well."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QColor,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from workbench.model.status import Status
from workbench.ui.colours import Scheme, scheme_of
from workbench.ui.source.code_text import CodeText


class DiffView(CodeText):
    """Read-only. Goes to the part of the text that speaks of one file and line when asked to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = _DiffColours(self.document())

    def show_diff(self, text: str) -> None:
        """Show `text`; the place on screen stays where the text is the same as before."""
        if text != self.toPlainText():
            self._colours.use(scheme_of(self.palette()))
            self.setPlainText(text)

    def go_to(self, path: str, line: int) -> None:
        """Scroll to what was line `line` of the file at `path`, and mark it."""
        found = self._block_of(path, line)
        if found is None:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(found)
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.format.setBackground(QColor(scheme_of(self.palette()).selection))
        self.setExtraSelections([mark])
        above = self.viewport().height() // max(1, self.fontMetrics().lineSpacing()) // 2
        self.verticalScrollBar().setValue(max(0, found.blockNumber() - above))
        self.horizontalScrollBar().setValue(0)

    def _block_of(self, path: str, line: int) -> QTextBlock | None:
        """Return the line of the diff that holds old line `line` of `path`."""
        block = self.document().firstBlock()
        in_file, old = False, 0
        while block.isValid():
            text = block.text()
            if text.startswith("--- "):
                in_file = text[4:].removeprefix("a/").rstrip("\t") == path
            elif in_file and text.startswith("@@ "):
                old = _first_line(text)
            elif in_file and text[:1] in (" ", "-") and old:
                if old == line:
                    return block
                old += 1
            block = block.next()
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colours.use(scheme_of(self.palette()))
            self._colours.rehighlight()


class _DiffColours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}

    def use(self, scheme: Scheme) -> None:
        """Take the colours of `scheme`: gone as blocked, come as ready, the frame quiet."""
        self._formats = {
            "-": _format(scheme.status[Status.BLOCKED].text, scheme.status[Status.BLOCKED].tint),
            "+": _format(scheme.status[Status.READY].text, scheme.status[Status.READY].tint),
            "@": _format(scheme.muted),
            "\\": _format(scheme.muted),
        }
        self._heading = _format(scheme.text, bold=True)

    def highlightBlock(self, text: str) -> None:
        if text.startswith(("--- ", "+++ ")):
            made = self._heading
        else:
            found = self._formats.get(text[:1])
            if found is None:
                return
            made = found
        self.setFormat(0, len(text), made)


def _format(text: str, tint: str = "", *, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(text))
    if tint:
        made.setBackground(QColor(tint))
    if bold:
        made.setFontWeight(700)
    return made


def _first_line(hunk: str) -> int:
    """Return the first old line of a hunk, as `@@ -12,7 +12,8 @@` says it."""
    number = hunk.removeprefix("@@ -").partition(" ")[0].partition(",")[0]
    return int(number) if number.isdecimal() else 0
