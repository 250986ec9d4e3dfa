"""A flame graph as a picture file: SVG or PNG, whole, with its title and legend."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from workbench.model.errors import WorkbenchError
from workbench.ui.colours import Scheme, scheme_of
from workbench.ui.tests.flame_canvas import FlameCanvas
from workbench.ui.tests.flame_legend import FlameLegend

_SCALE = 2
_MARGIN = 12
_WIDTH = 1400


def export_pictures(
    path: Path, canvases: list[FlameCanvas], legend: FlameLegend | None, note: str
) -> None:
    """Write the canvases one below the other; the ending of `path` says which format.

    Raises WorkbenchError where the file cannot be written.
    """
    line = canvases[0].fontMetrics().height() + 10
    size = _size(canvases, line, legend is not None)
    if path.suffix.lower() == ".svg":
        _write_svg(path, canvases, legend, note, size)
    else:
        image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        painter = QPainter(image)
        painter.setFont(canvases[0].font())
        _paint(painter, canvases, legend, note, size)
        painter.end()
        if not QImageWriter(str(path), QByteArray(b"png")).write(image):
            raise WorkbenchError(f"The picture could not be written to {path}.")


def _write_svg(
    path: Path, canvases: list[FlameCanvas], legend: FlameLegend | None, note: str, size: QSize
) -> None:
    from PySide6.QtSvg import QSvgGenerator

    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(note)
    painter = QPainter()
    if not path.parent.is_dir() or not painter.begin(generator):
        raise WorkbenchError(f"The picture could not be written to {path}.")
    painter.setFont(canvases[0].font())
    _paint(painter, canvases, legend, note, size)
    painter.end()


def _size(canvases: list[FlameCanvas], line: int, legend: bool) -> QSize:
    height = 2 * _MARGIN + line * (1 + legend)
    for canvas in canvases:
        height += line + int(canvas.placed(_WIDTH)[1]) + _MARGIN
    return QSize(_WIDTH + 2 * _MARGIN, height)


def _paint(
    painter: QPainter,
    canvases: list[FlameCanvas],
    legend: FlameLegend | None,
    note: str,
    size: QSize,
) -> None:
    scheme = scheme_of(canvases[0].palette())
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(scheme.base))
    painter.translate(_MARGIN, _MARGIN)
    line = painter.fontMetrics().height() + 10
    _paint_line(painter, note, scheme, line)
    for canvas in canvases:
        _paint_line(painter, canvas.accessibleName(), scheme, line)
        canvas.paint(painter, canvas.placed(_WIDTH)[0], scheme)
        painter.translate(0, canvas.placed(_WIDTH)[1] + _MARGIN)
    if legend is not None:
        painter.setPen(QColor(scheme.text))
        legend.paint(painter, QRectF(0, 0, _WIDTH, line))


def _paint_line(painter: QPainter, text: str, scheme: Scheme, line: int) -> None:
    painter.setPen(QColor(scheme.text))
    painter.drawText(QRectF(0, 0, _WIDTH, line), Qt.AlignmentFlag.AlignVCenter, text)
    painter.translate(0, line)
