"""Drawn icons: SVG files of `resources/icons`, tinted with a colour of the scheme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from workbench.model.resources import resources

_SCALES = (1, 2)


def icon(name: str, colour: str, chosen: str | None = None, size: int = 20) -> QIcon:
    """Return `resources/icons/NAME.svg` in `colour`, and in `chosen` while it is checked."""
    made = QIcon()
    tints = {QIcon.State.Off: colour, **({QIcon.State.On: chosen} if chosen else {})}
    for state, tint in tints.items():
        for scale in _SCALES:
            pixmap = _draw(name, tint, size * scale)
            pixmap.setDevicePixelRatio(scale)
            made.addPixmap(pixmap, QIcon.Mode.Normal, state)
    return made


def icon_path(name: str) -> str:
    """Return the path of an icon as a style sheet wants it."""
    return (resources() / "icons" / f"{name}.svg").as_posix()


def _draw(name: str, colour: str, side: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
