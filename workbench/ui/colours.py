"""Every colour of the window: one scheme for light, one for dark.

Hues of the statuses stay apart under the common colour deficiencies, and no status is told by its
colour alone. Each text colour keeps a contrast of 4.5:1 or more on what it is drawn on.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from workbench.model.status import Status


@dataclass(frozen=True)
class Tone:
    """The two colours of a status: its text and strip segment, and the tint behind the text."""

    text: str
    tint: str


@dataclass(frozen=True)
class Scheme:
    """The colours of one appearance, as `#rrggbb`."""

    dark: bool
    window: str
    base: str
    raised: str
    text: str
    muted: str
    line: str
    field_line: str
    accent: str
    accent_hover: str
    accent_text: str
    link: str
    selection: str
    hover: str
    warning_text: str
    warning_tint: str
    status: dict[Status, Tone]


LIGHT = Scheme(
    dark=False,
    window="#f6f7f9",
    base="#ffffff",
    raised="#ffffff",
    text="#171c26",
    muted="#5a6373",
    line="#e1e5eb",
    field_line="#c3cad5",
    accent="#2563eb",
    accent_hover="#1d4fd0",
    accent_text="#ffffff",
    link="#1d56d8",
    selection="#e3ecff",
    hover="#eef1f5",
    warning_text="#6b4400",
    warning_tint="#fff3dc",
    status={
        Status.READY: Tone("#17703f", "#e0f1e7"),
        Status.UPGRADE: Tone("#5a43b8", "#eae6f8"),
        Status.REBUILD: Tone("#735500", "#f4edd6"),
        Status.CHANGE: Tone("#a84400", "#fbe8db"),
        Status.BLOCKED: Tone("#b3151b", "#fbe3e3"),
        Status.UNKNOWN: Tone("#4d5766", "#e8ebef"),
        Status.NOT_APPLICABLE: Tone("#606875", "#f2f4f6"),
    },
)

DARK = Scheme(
    dark=True,
    window="#191c22",
    base="#20242b",
    raised="#282d36",
    text="#eceff4",
    muted="#a3acba",
    line="#343a45",
    field_line="#4b5361",
    accent="#6f9fff",
    accent_hover="#8ab1ff",
    accent_text="#0d1526",
    link="#8db3ff",
    selection="#2c3b59",
    hover="#2a2f39",
    warning_text="#f6d596",
    warning_tint="#3d3420",
    status={
        Status.READY: Tone("#74d69d", "#20382c"),
        Status.UPGRADE: Tone("#bbaafa", "#332d50"),
        Status.REBUILD: Tone("#e6c353", "#3c3520"),
        Status.CHANGE: Tone("#ffa768", "#44301f"),
        Status.BLOCKED: Tone("#ff9090", "#4a272b"),
        Status.UNKNOWN: Tone("#b9c1cd", "#353b45"),
        Status.NOT_APPLICABLE: Tone("#a1a9b6", "#2b3038"),
    },
)


def scheme_of(palette: QPalette) -> Scheme:
    """Return the scheme that `palette` was made from: delegates and charts ask their widget's."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(scheme: Scheme) -> QPalette:
    """Return the palette that gives plain Qt widgets the colours of `scheme`."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour_role, colour in (
        (role.Window, scheme.window),
        (role.WindowText, scheme.text),
        (role.Base, scheme.base),
        (role.AlternateBase, scheme.window),
        (role.Text, scheme.text),
        (role.PlaceholderText, scheme.muted),
        (role.Button, scheme.raised),
        (role.ButtonText, scheme.text),
        (role.BrightText, scheme.status[Status.BLOCKED].text),
        (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.accent_text),
        (role.Accent, scheme.accent),
        (role.Link, scheme.link),
        (role.LinkVisited, scheme.link),
        (role.ToolTipBase, scheme.raised),
        (role.ToolTipText, scheme.text),
        (role.Light, scheme.raised),
        (role.Midlight, scheme.line),
        (role.Mid, scheme.field_line),
        (role.Dark, scheme.field_line),
        (role.Shadow, scheme.line),
    ):
        palette.setColor(colour_role, QColor(colour))
    disabled = QColor(scheme.muted)
    disabled.setAlpha(150)
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, disabled)
    return palette
