import itertools

import pytest

from workbench.model.status import Status
from workbench.ui.colours import DARK, LIGHT, palette_of, scheme_of
from workbench.ui.style import style_sheet

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@SCHEMES
@pytest.mark.parametrize("status", Status)
def test_that_a_status_can_be_read_on_everything_it_is_drawn_on(scheme, status):
    tone = scheme.status[status]
    for ground in (tone.tint, scheme.base, scheme.window, scheme.raised, scheme.selection):
        assert contrast(tone.text, ground) >= 4.5, (status, ground)


@SCHEMES
def test_that_all_text_can_be_read(scheme):
    grounds = (scheme.base, scheme.window, scheme.raised, scheme.selection, scheme.hover)
    for text, ground in itertools.product((scheme.text, scheme.muted, scheme.link), grounds):
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(scheme.accent_text, scheme.accent) >= 4.5
    assert contrast(scheme.accent_text, scheme.accent_hover) >= 4.5
    assert contrast(scheme.warning_text, scheme.warning_tint) >= 4.5


@SCHEMES
def test_that_fields_and_focus_can_be_told_from_their_ground(scheme):
    assert contrast(scheme.accent, scheme.base) >= 3


@SCHEMES
def test_that_no_two_statuses_share_a_colour(scheme):
    assert len({tone.text for tone in scheme.status.values()}) == len(Status)


@SCHEMES
def test_that_a_palette_leads_back_to_its_scheme(qapp, scheme):
    assert scheme_of(palette_of(scheme)) is scheme


@SCHEMES
def test_that_the_style_sheet_has_no_place_unfilled(qapp, scheme):
    assert "$" not in style_sheet(scheme, qapp.font(), "/chevron.svg", "/check.svg")
