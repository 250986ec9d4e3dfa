"""Where the keyboard goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reachable(root: QWidget) -> list[QWidget]:
    """Return `root` and what is in it that the tab key reaches, in the order of making."""
    every = [root, *root.findChildren(QWidget)]
    return [w for w in every if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
