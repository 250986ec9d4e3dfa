"""Findings in the detail pane: what is told, what opens, and where a link leads."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.codec import write_codec
from tests.found import STOCK, finding, sse
from tests.snapshots import shop
from tests.ui.conftest import is_scanned, settle
from workbench.assess.rollup import roll_up
from workbench.engine.session import Session
from workbench.model.component import Scope
from workbench.model.finding import Effect, Reason
from workbench.model.status import Status
from workbench.ui.detail.detail_pane import DetailPane
from workbench.ui.detail.finding_places import SHOWN_PLACES, FindingPlaces
from workbench.ui.disclosure import Disclosure

STOCKED = next(a for a in shop().assessments if a.component.purl == STOCK)
READY = next(a for a in shop().assessments if a.component.name == "web")


@pytest.fixture
def pane(qtbot, say):
    made = DetailPane(say)
    made.resize(368, 900)
    qtbot.addWidget(made)
    made.show()
    return made


def show(pane, *findings, assessment=STOCKED):
    (rollup,) = roll_up(findings).values()
    pane.show_selection([assessment], writable=True, found=rollup)
    return rollup


def lines(pane):
    QApplication.processEvents()
    return [line for line in pane.findings.findChildren(Disclosure) if line.isVisibleTo(pane)]


def names(pane):
    return [line.head.accessibleName() for line in lines(pane)]


def texts(widget):
    shown = [w for w in widget.findChildren(QLabel) if w.isVisibleTo(widget)]
    return [w.text().replace("\u200b", "") for w in shown]


def many(count, **said):
    return [sse(f"src/f{n % 7}.c", n + 1, f"f{n}", **said) for n in range(count)]


def test_that_counts_effort_and_its_basis_are_told(pane):
    show(pane, *many(30), finding(effect=Effect.NOTE, reason=Reason.FALLBACK))
    told = texts(pane.findings)
    assert "30 to change, 1 performance note, 0 ported" in told
    assert "Effort: about 30 h" in told
    assert "30 functions in 7 files\n30 × 60 min: SSE to SSE4.2 intrinsics" in told


def test_that_nothing_to_change_takes_no_effort(pane):
    show(pane, finding(effect=Effect.PORTED))
    assert not [text for text in texts(pane.findings) if "Effort" in text]


def test_that_constructs_stand_with_their_numbers_changes_first(pane):
    notes = [finding(line=n, effect=Effect.NOTE) for n in range(40)]
    show(pane, *notes, *many(30))
    assert names(pane) == [
        "SSE to SSE4.2 intrinsics, 30 in 7 files",
        "Inline assembly, 40 in 1 file",
    ]
    told = texts(pane.findings)
    assert told.index("To change · 30") < told.index("Performance note · 40")


def test_that_tests_and_quiet_ones_are_told_apart(pane):
    show(pane, *many(30), finding(scope=Scope.TEST), finding(quiet=True, effect=Effect.NOTE))
    assert names(pane)[1:] == ["In tests, 1", "Seldom a problem, 1"]
    lines(pane)[1].head.setChecked(True)
    assert "Inline assembly, 1 in 1 file" in names(pane)


def test_that_places_are_made_when_they_are_asked_for(pane):
    show(pane, *many(30))
    (line,) = lines(pane)
    assert line.content is None
    line.head.setChecked(True)
    told = texts(line.content)
    assert "It reaches the arm64 compiler" in told
    assert "→ Include sse2neon.h or SIMDe in place of the x86 header" in told


def test_that_a_few_changes_are_open_from_the_start(pane):
    show(pane, *many(3))
    assert lines(pane)[0].head.isChecked()
    show(pane, *many(3, effect=Effect.NOTE))
    assert not lines(pane)[0].head.isChecked()


def test_that_a_link_leads_to_its_line(pane, qtbot):
    show(pane, sse("src/a.c", 5, "scan"), sse("src/a.c", 9, "scan"), sse("src/b.c", 2))
    (places,) = pane.findings.findChildren(FindingPlaces)
    label = next(w for w in places.findChildren(QLabel) if "finding:1" in w.text())
    for number, place in enumerate(["src/a.c:5", "src/a.c:9", "src/b.c:2"]):
        with qtbot.waitSignal(pane.place_wanted) as said:
            label.linkActivated.emit(f"finding:{number}")
        assert said.args[0].place == place


def test_that_what_stands_in_one_function_is_one_line(pane):
    show(pane, sse("src/a.c", 5, "scan"), sse("src/a.c", 9, "scan"), sse("src/b.c", 2, "scan"))
    (html,) = [text for text in texts(pane.findings) if "finding:" in text]
    assert html.count("<p ") == 2
    assert html.count("<a ") == 3


def test_that_nothing_of_the_source_becomes_markup(pane):
    show(pane, sse('src/<img src="x">.c', 5, "<b>scan</b>"))
    (html,) = [text for text in texts(pane.findings) if "finding:" in text]
    assert "<img" not in html
    assert "<b>" not in html


def test_that_no_more_than_some_places_are_shown_and_the_rest_is_counted(pane):
    show(pane, *many(SHOWN_PLACES + 1300))
    (line,) = lines(pane)
    line.head.setChecked(True)
    told = texts(line.content)
    assert sum(text.count("<a ") for text in told) == SHOWN_PLACES
    assert "and 1,300 more: File > Export > SARIF lists all" in told


def test_that_the_same_findings_again_stay_as_they_were_opened(pane):
    rollup = show(pane, *many(30))
    lines(pane)[0].head.setChecked(True)
    pane.show_selection([READY], writable=True, found=rollup)
    assert not lines(pane)[0].head.isChecked()
    lines(pane)[0].head.setChecked(True)
    pane.show_selection([READY], writable=True, found=rollup)
    assert lines(pane)[0].head.isChecked()


def test_that_other_selections_show_no_findings(pane):
    rollup = show(pane, *many(3))
    pane.show_selection([READY], writable=True)
    assert pane.findings.isHidden()
    assert lines(pane) == []
    pane.show_selection([STOCKED], writable=True, found=rollup)
    assert not pane.findings.isHidden()


def test_that_a_ready_component_with_changes_says_why_it_may_be_ready(pane):
    doubt = "Its build may leave these out on arm64: build it there before changing any."
    assert READY.computed is Status.READY
    show(pane, *many(3), assessment=READY)
    assert doubt in texts(pane.findings)
    show(pane, *many(3), assessment=STOCKED)
    assert doubt not in texts(pane.findings)


def test_that_keys_open_and_close(pane, qtbot):
    show(pane, *many(30))
    head = lines(pane)[0].head
    for key, opened in (
        (Qt.Key.Key_Return, True),
        (Qt.Key.Key_Left, False),
        (Qt.Key.Key_Right, True),
        (Qt.Key.Key_Right, True),
        (Qt.Key.Key_Space, False),
    ):
        qtbot.keyClick(head, key)
        assert head.isChecked() is opened


def tab_order(pane):
    found: list[QWidget] = []
    widget = pane.copy
    while (widget := widget.nextInFocusChain()) is not pane.copy:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(pane):
            found.append(widget)
    return found


def test_that_the_tab_key_goes_from_top_to_bottom(pane):
    show(pane, *many(30), *(finding(line=n, effect=Effect.NOTE) for n in range(9)))
    lines(pane)[0].head.setChecked(True)
    order = tab_order(pane)
    first, second = (line.head for line in lines(pane))
    places = pane.findings.findChildren(FindingPlaces)[0]
    inside = [w for w in order if places.isAncestorOf(w)]
    assert inside
    assert order.index(first) < order.index(inside[0]) < order.index(second)
    assert order.index(second) < order.index(pane.form.rationale)


def test_that_findings_of_a_scan_reach_pane_and_source(qtbot, window, workspace, tmp_path):
    workspace._open_session = Session.open
    workspace.open(write_codec(tmp_path))
    qtbot.waitUntil(lambda: is_scanned(workspace))
    (purl,) = workspace.found
    window.inventory.reveal([purl])
    settle(window)
    section = window.inventory.detail.findings
    assert section.isVisibleTo(window)
    line = section.findChildren(Disclosure)[0]
    line.head.setChecked(True)
    label = next(w for w in line.findChildren(QLabel) if "finding:1" in w.text())
    with qtbot.waitSignal(window.inventory.preview.shown):
        label.linkActivated.emit("finding:1")
    shown = window.inventory.preview.text
    assert "_mm_loadu_si128" in shown.textCursor().block().text()
    assert len(shown.extraSelections()) == 1
    workspace.close()
    assert workspace.found == {}
