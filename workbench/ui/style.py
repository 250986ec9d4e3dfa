"""The one style sheet, generated from a scheme: widgets name their part by a `part` property."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from workbench.ui.colours import Scheme

TITLE_SCALE = 1.5
HEADING_SCALE = 1.05
SMALL_SCALE = 0.92

_SHEET = Template("""
QToolTip { color: $text; background: $raised; border: 1px solid $field_line; padding: 4px; }
*[part="title"] { font-size: ${title_size}pt; font-weight: 700; }
*[part="heading"] { font-size: ${heading_size}pt; font-weight: 700; }
*[part="strong"] { font-weight: 600; }
*[part="muted"] { color: $muted; }
*[part="small"] { color: $muted; font-size: ${small_size}pt; }
*[part="error"] { color: $bad; }

QFrame[part="panel"] { background: $base; border: none; border-left: 1px solid $line; }
QFrame[part="rail"] { background: $base; border: none; border-right: 1px solid $line; }
QFrame[part="box"] { background: $base; border: 1px solid $line; border-radius: 8px; }
QFrame[part="card"] { background: $window; border: 1px solid $line; border-radius: 8px; }
QFrame[part="card-decides"] { background: $window; border: 1px solid $accent;
    border-radius: 8px; }
QFrame[part="notice"] { background: $warning_tint; border: none; border-radius: 8px; }
QFrame[part="notice"] QLabel { color: $warning_text; }
QFrame[part="drop"] { background: $base; border: 1px dashed $field_line; border-radius: 8px; }
QFrame[part="drop-over"] { background: $selection; border: 1px dashed $accent;
    border-radius: 8px; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px;
    padding: 6px 12px; }
QPushButton:hover { background: $hover; border-color: $field_line; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $disabled; background: $window; border-color: $line; }
QPushButton[part="primary"] { background: $accent; color: $accent_text;
    border-color: $accent; font-weight: 600; }
QPushButton[part="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[part="primary"]:focus { border: 1px solid $text; }
QPushButton[part="primary"]:disabled { background: $hover; color: $disabled;
    border-color: $line; font-weight: 400; }
QPushButton[part="link"] { background: transparent; border: 1px solid transparent; color: $link;
    padding: 2px 4px; text-align: left; }
QPushButton[part="link"]:hover { text-decoration: underline; }
QPushButton[part="link"]:focus { border: 1px solid $accent; }
QPushButton[part="quiet"] { background: transparent; border: 1px solid transparent;
    color: $muted; padding: 2px 4px; text-align: left; }
QPushButton[part="quiet"]:hover { color: $link; text-decoration: underline; }
QPushButton[part="quiet"]:focus { border: 1px solid $accent; }
QPushButton[part="row"] { background: transparent; border: 1px solid transparent;
    border-radius: 6px; padding: 6px 8px; text-align: left; }
QPushButton[part="row"]:hover { background: $hover; }
QPushButton[part="row"]:focus { border: 1px solid $accent; }
QPushButton[part="row"]:disabled { color: $disabled; }

QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton[part="place"] { border-radius: 0; border: none; border-left: 3px solid transparent;
    padding: 8px 0px 8px 0px; color: $muted; font-size: ${small_size}pt; }
QToolButton[part="place"]:hover { background: $hover; }
QToolButton[part="place"]:checked { background: $selection; border-left: 3px solid $accent;
    color: $link; }
QToolButton[part="place"]:focus { color: $text; text-decoration: underline; }
QToolButton[part="count"] { padding: 2px 4px; }
QToolButton[part="count"]:checked { background: $selection; border: 1px solid $accent; }

QToolButton[part="quiet"] { color: $muted; padding: 2px 6px; }
QToolButton[part="quiet"]::menu-indicator { image: none; }
QToolButton[part="legend"] { color: $muted; padding: 2px 6px; }
QToolButton[part="legend"]:checked { color: $text; }
QLabel[part="answer"] { font-size: ${heading_size}pt; }
QLabel[part="tip"] { color: $text; background: $raised; border: 1px solid $field_line;
    border-radius: 6px; padding: 6px 8px; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $muted; border: none;
    border-bottom: 2px solid transparent; padding: 4px 2px; margin-right: 14px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $link; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $text; border-bottom: 2px solid $text; }

QLineEdit, QPlainTextEdit, QDateEdit, QComboBox { background: $base; color: $text;
    border: 1px solid $field_line; border-radius: 6px; padding: 4px 8px; }
QLineEdit[part="wrong"] { border-color: $bad; }
QPlainTextEdit { padding: 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QComboBox:focus {
    border: 1px solid $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $disabled;
    background: $window; border-color: $line; }
QComboBox { padding-right: 20px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $field_line;
    selection-background-color: $selection; selection-color: $text; outline: none; }
QListView { background: $raised; color: $text; border: 1px solid $field_line; outline: none;
    selection-background-color: $selection; selection-color: $text; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QPlainTextEdit[part="source"] { border: none; background: $base; border-radius: 0px; }

QTableView { background: $base; border: 1px solid $line; border-radius: 8px; outline: none;
    selection-background-color: $selection; selection-color: $text; gridline-color: $line; }
QTableView::item { padding: 0 8px; }
QTableView::indicator, QCheckBox::indicator { width: 14px; height: 14px; background: $base;
    border: 1px solid $field_line; border-radius: 3px; }
QTableView::indicator:checked, QCheckBox::indicator:checked { background: $accent;
    border-color: $accent; image: url("$check"); }
QCheckBox { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus { border: 1px solid $accent; }
QCheckBox:disabled { color: $disabled; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $base; color: $muted; border: none;
    border-bottom: 1px solid $line; padding: 6px 8px; font-weight: 400; }
QHeaderView::section:hover { color: $text; }
QTableView QTableCornerButton::section { background: $base; border: none; }

QMenuBar { background: $window; color: $text; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $selection; color: $text; }
QMenu { background: $raised; color: $text; border: 1px solid $field_line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QSplitter::handle { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[part="page"] { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 4px; margin: 2px;
    min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px;
    min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def style_sheet(scheme: Scheme, font: QFont, chevron: str, check: str) -> str:
    """Return the style sheet for `scheme`, text sizes in proportion to `font`.

    `chevron` and `check` are the paths of the pictures on a drop-down's arrow and in a box.
    """
    size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
    blocked = next(tone.text for status, tone in scheme.status.items() if status == "blocked")
    return _SHEET.substitute(
        {name: value for name, value in vars(scheme).items() if isinstance(value, str)},
        bad=blocked,
        disabled=_between(scheme.muted, scheme.window),
        chevron=chevron,
        check=check,
        title_size=f"{size * TITLE_SCALE:.1f}",
        heading_size=f"{size * HEADING_SCALE:.1f}",
        small_size=f"{size * SMALL_SCALE:.1f}",
    )


def set_part(widget: QWidget, part: str) -> None:
    """Name the part that `widget` plays, and let the style sheet look at it again."""
    before = widget.property("part")
    if before == part:
        return
    widget.setProperty("part", part)
    if before is not None:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _between(one: str, other: str) -> str:
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(0.65 * a + 0.35 * b):02x}" for a, b in pairs)
