"""The menu of a frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from workbench.model.language import Language

Act = Callable[[], None]


def frame_menu(
    parent: QWidget,
    say: Language,
    *,
    zoom: Act,
    focus: Act | None,
    hide: Act | None,
    copy: Act,
    reset: Act,
) -> QMenu:
    """Return the menu; what is None is shown and cannot be chosen."""
    menu = QMenu(parent)
    for text, act in (
        (say("Zoom to this frame"), zoom),
        (say("Focus: only stacks through this function"), focus),
        (say("Hide this function"), hide),
        (say("Copy name"), copy),
        ("", None),
        (say("Reset"), reset),
    ):
        if not text:
            menu.addSeparator()
            continue
        action = menu.addAction(text)
        action.setEnabled(act is not None)
        if act is not None:
            action.triggered.connect(act)
    return menu
