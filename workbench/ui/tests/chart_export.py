"""Charts as files: SVG and PNG as they are on screen, CSV with the numbers behind them.

pyqtgraph's own SVG exporter fails with current Qt, so Qt's generator draws the scene itself.
"""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPaintDevice,
    QPainter,
    QPen,
)

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Figure, Shape
from workbench.ui.tests.side_look import error_fill, look_of

if TYPE_CHECKING:
    from workbench.ui.tests.plot import Plot

FORMATS = ("svg", "png", "csv")
_PNG_SCALE = 2
_MARGIN = 16.0


class Sheet:
    """A chart with its title, its answer and its legend, ready to be drawn on any device."""

    def __init__(self, figure: Figure, plot: Plot, scheme: Scheme, font: QFont) -> None:
        self._figure = figure
        self._plot = plot
        self._scheme = scheme
        self._font = QFont(font)
        self._bold = QFont(font)
        self._bold.setBold(True)

    def svg(self) -> bytes:
        """Return the chart as SVG 1.1, which can clip; SVG Tiny cannot."""
        from PySide6.QtSvg import QSvgGenerator

        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        generator.setOutputDevice(buffer)
        size = self._size()
        # Axes are recorded for the screen's resolution: on another one they would change in size.
        generator.setResolution(self._plot.widget.logicalDpiX())
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self._figure.title)
        generator.setDescription(self._figure.answer)
        self._plot.render_whole_lines(lambda: self._draw(generator))
        buffer.close()
        return bytes(content.data())

    def png(self) -> bytes:
        """Return the chart as a PNG picture of twice its size on screen."""
        size = self._size()
        image = QImage(size * _PNG_SCALE, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(_PNG_SCALE)
        self._draw(image)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        buffer.close()
        return bytes(content.data())

    # --- drawing

    def _size(self) -> QSize:
        shown = self._plot.widget.size()
        return QSize(shown.width() + int(2 * _MARGIN), shown.height() + int(self._head() + _MARGIN))

    def _head(self) -> float:
        lines = QFontMetricsF(self._font).height() * 1.4
        return _MARGIN + lines * (2 + bool(self._figure.answer))

    def _draw(self, device: QPaintDevice) -> None:
        size = self._size()
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(whole, QColor(self._scheme.base))
        self._draw_head(painter, whole)
        shown = self._plot.widget.size()
        target = QRectF(_MARGIN, self._head(), shown.width(), shown.height())
        painter.setClipRect(target)
        self._plot.widget.scene().render(painter, target, QRectF(self._plot.widget.rect()))
        painter.end()

    def _draw_head(self, painter: QPainter, whole: QRectF) -> None:
        line = QFontMetricsF(self._font).height() * 1.4
        row = whole.adjusted(_MARGIN, _MARGIN, -_MARGIN, 0)
        row.setHeight(line)
        painter.setPen(QColor(self._scheme.text))
        for font, text in ((self._bold, self._figure.title), (self._font, self._figure.answer)):
            if text:
                painter.setFont(font)
                painter.drawText(row, Qt.AlignmentFlag.AlignLeft, text)
                row.translate(0, line)
        painter.setFont(self._font)
        left = row.left()
        for name, side, errors in legend(self._figure):
            look = look_of(side, self._scheme)
            painter.setPen(QPen(QColor(look.line), 2, look.dash))
            middle = row.top() + line * 0.36
            if errors:
                painter.fillRect(QRectF(left, middle, 24, line * 0.3), error_fill(self._scheme))
            painter.drawLine(int(left), int(middle), int(left) + 24, int(middle))
            painter.setPen(QColor(self._scheme.muted))
            painter.drawText(
                QRectF(left + 30, row.top(), 600, line), Qt.AlignmentFlag.AlignLeft, name
            )
            left += 54 + QFontMetricsF(self._font).horizontalAdvance(name)


def legend(figure: Figure) -> list[tuple[str, Architecture | None, bool]]:
    """Return each name of the legend once, with its side and whether it is of errors."""
    seen: dict[str, tuple[Architecture | None, bool]] = {}
    for curve in figure.curves:
        seen.setdefault(curve.name, (curve.side, curve.shape is Shape.RIBBON))
    return [(name, side, errors) for name, (side, errors) in seen.items()]


def csv_of(figure: Figure, say: Language) -> str:
    """Return the numbers of `figure`: two columns a curve, or a row a bar."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if figure.bars:
        writer.writerow([figure.y_title, figure.x_title, say("interval from"), say("interval to")])
        writer.writerows([[b.label, b.value, b.low, b.high] for b in figure.bars])
        return out.getvalue()
    head: list[str] = []
    columns: list[list[float]] = []
    for curve in figure.curves:
        if curve.shape is Shape.STEPS:
            head += [f"{curve.name}: {figure.x_title}, {word}" for word in (say("from"), say("to"))]
            columns += [list(curve.x[:-1]), list(curve.x[1:])]
        else:
            head.append(f"{curve.name}: {figure.x_title}")
            columns.append(list(curve.x))
        head.append(f"{curve.name}: {figure.y_title}")
        columns.append(list(curve.y))
    writer.writerow(head)
    writer.writerows(zip_longest(*columns, fillvalue=""))
    return out.getvalue()
