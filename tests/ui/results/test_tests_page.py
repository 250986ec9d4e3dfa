"""The place Tests in the window: asking, importing, removing, undoing."""

import threading
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from tests.results.profiles.stacks import profile_from
from tests.ui.conftest import is_scanned, settle
from tests.ui.results.builders import (
    ARM,
    INSTANCE,
    SCENARIO,
    X86,
    FakeStore,
    answers,
    run,
    two_runs,
)
from workbench.model.language import Language
from workbench.results.flame.comparison import compare_profiles
from workbench.results.performance.question import Metric
from workbench.results.records import Profile
from workbench.ui.tests.import_dialog import ImportResultsDialog
from workbench.ui.tests.question import Question, Side
from workbench.ui.tests.tests_page import TestsPage

Key = Qt.Key


def wait_undo(qtbot, window, name):
    """Run undo or redo, and wait until it reached the store."""
    with qtbot.waitSignal(window.desk.changed):
        window.actions_[name].trigger()
    settle(window)


def test_that_a_project_without_results_says_what_can_be_dropped(opened, qtbot):
    opened.show_tests()
    page = opened.tests
    assert page.stack.currentWidget() is page.drop_place
    assert page.drop_place.files.isVisible()
    from PySide6.QtWidgets import QLabel

    texts = " ".join(label.text() for label in page.drop_place.findChildren(QLabel))
    assert "JUnit XML" in texts
    assert "wrk2" in texts
    assert not page.tabs.isVisible()


def test_that_the_page_asks_answers_and_warns(tested):
    panel = tested.tests.performance
    assert panel.question.text().endswith("how much does each side hold?")
    assert "arm64 holds 5,226 req/s" in panel.answer.accessibleName()
    assert panel.chart.figure.id == "sweep"
    assert panel.spectrum.figure.id == "spectrum"
    assert "OpenJDK" in panel.doubts.accessibleName()
    assert panel.doubts.isVisible()


def test_that_the_question_of_the_form_reaches_the_store(qtbot, tested, store):
    form = tested.tests.performance.form
    asked = len(store.asked)
    form.latency.setText("25")
    form.prices[X86].setText("0.384 USD")
    with qtbot.waitSignal(tested.desk.answered):
        qtbot.keyClicks(form.prices[ARM], "¥42.5")
    question = store.asked[-1]
    assert len(store.asked) == asked + 1, "one pause of typing is one question"
    assert question.scenario == SCENARIO
    assert question.latency == pytest.approx(0.025)
    assert (question.baseline.price, question.candidate.price) == ("0.384 USD", "¥42.5")


def test_that_what_is_typed_is_remembered_and_what_is_only_looked_at_is_not(qtbot, tested, store):
    assert store.remembered == []
    form = tested.tests.performance.form
    with qtbot.waitSignal(tested.desk.answered):
        qtbot.keyClicks(form.prices[ARM], "0.3 USD")
    assert store.remembered == [store.asked[-1]]


def test_that_a_project_that_cannot_be_written_is_answered_all_the_same(
    qtbot, tested, store, monkeypatch
):
    monkeypatch.setattr(tested.desk.workspace, "writable", False)
    with qtbot.waitSignal(tested.desk.answered):
        qtbot.keyClicks(tested.tests.performance.form.prices[ARM], "0.3 USD")
    assert store.remembered == []
    assert store.asked[-1].candidate.price == "0.3 USD"


def test_that_an_opened_project_asks_what_was_asked_last(qtbot, window, workspace, project):
    kept = Question(
        metric=Metric.LATENCY,
        scenario=SCENARIO,
        percentile=0.97,
        load=4400.0,
        limit_at=0.999,
        latency=0.25,
        errors=None,
        others=("mean<=5ms",),
        baseline=Side(X86, INSTANCE[X86], "0.384 USD"),
        candidate=Side(ARM, INSTANCE[ARM], "0.3264 USD"),
    )
    store = FakeStore(two_runs(), answers())
    store.question = kept
    window.desk.use_store(lambda _session: store)
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace) and window.desk.answers is not None)
    assert store.asked == [kept]
    assert window.tests.performance.form.question() == kept
    assert store.remembered == []


def test_that_the_form_shows_the_fields_of_its_metric(tested):
    form = tested.tests.performance.form
    for metric, shown in (
        (Metric.THROUGHPUT, {"latency", "errors", "price"}),
        (Metric.JOBS, {"latency", "errors", "price"}),
        (Metric.LATENCY, {"percentile", "load"}),
        (Metric.TIME, {"price"}),
    ):
        form.show_question(with_metric(form.question(), metric))
        fields = {
            "latency": form.latency,
            "errors": form.errors,
            "percentile": form.percentile,
            "load": form.load,
            "price": form.prices[ARM],
        }
        assert {name for name, field in fields.items() if field.isVisible()} == shown, metric


def test_that_limits_without_a_field_are_named_and_can_be_left_out(qtbot, tested, store):
    form = tested.tests.performance.form
    assert not form.others.isVisible()
    form.show_question(replace(form.question(), others=("mean<=5ms", "p50<2ms")))
    assert form.others.text().startswith("mean ≤ 5ms and p50 < 2ms")
    with qtbot.waitSignal(tested.desk.answered):
        form.others.click()
    assert store.asked[-1].others == ()
    assert not form.others.isVisible()


def test_that_another_instance_type_brings_its_own_price(qtbot, tested, store):
    form = tested.tests.performance.form
    more = (*two_runs(), run(3, ARM, instance="m8g.2xlarge"))
    form.offer(more, {"arm64": "0.30 USD", "m8g.2xlarge": "0.36 USD"})
    box = form.instances[ARM]
    for instance, price in (("m8g.2xlarge", "0.36 USD"), (INSTANCE[ARM], "0.30 USD")):
        box.setCurrentIndex(box.findData(instance))
        box.activated.emit(box.currentIndex())
        assert form.prices[ARM].text() == price


def test_that_the_chart_of_benchmarks_comes_with_their_metric(qtbot, tested, store):
    panel = tested.tests.performance
    box = panel.form.metric_box
    box.setCurrentIndex(box.findData(Metric.TIME))
    with qtbot.waitSignal(tested.desk.answered):
        box.activated.emit(box.currentIndex())
    assert panel.chart.figure.id == "benchmarks"
    assert "arm64 is ahead in 2 of 4" in panel.answer.accessibleName()
    box.setCurrentIndex(box.findData(Metric.THROUGHPUT))
    with qtbot.waitSignal(tested.desk.answered):
        box.activated.emit(box.currentIndex())
    assert panel.chart.figure.id == "sweep"


def test_that_an_empty_limit_is_no_limit(tested):
    form = tested.tests.performance.form
    form.latency.setText("")
    form.errors.setText("")
    assert form.question().latency is None
    assert form.question().errors is None


def test_that_a_price_that_is_none_is_said_and_not_asked(qtbot, tested):
    form = tested.tests.performance.form
    qtbot.keyClicks(form.prices[ARM], "cheap")
    assert form.question().candidate.price == ""
    assert "is no price" in form.prices[ARM].toolTip()
    assert form.prices[ARM].property("part") == "wrong"


def test_that_a_newer_question_takes_the_place_of_an_older_one(qtbot, tested, store):
    form = tested.tests.performance.form
    question = form.question()
    tested.desk.ask(with_metric(question, Metric.LATENCY))
    tested.desk.ask(question)
    with qtbot.waitSignal(tested.desk.answered):
        pass
    assert tested.desk.question is question
    assert not tested.desk.working


def with_metric(question, metric):
    return replace(question, metric=metric)


@pytest.mark.parametrize("number", range(6))
def test_that_every_chart_of_the_page_can_be_chosen(tested, number):
    panel = tested.tests.performance
    panel.tabs.setCurrentIndex(number)
    assert not panel.chart.figure.is_empty
    assert panel._trims.isVisible() == (panel.chart.figure.id == "series")


def test_that_marks_of_warm_up_are_kept_and_undone(qtbot, tested, store):
    panel = tested.tests.performance
    panel.tabs.setCurrentIndex(2)
    with qtbot.waitSignal(tested.desk.changed):
        panel.chart.trimmed.emit(30.0, 5.0)
    settle(tested)
    assert {(r.warm_up, r.cool_down) for r in store.runs} == {(30.0, 5.0)}
    wait_undo(qtbot, tested, "undo")
    assert {(r.warm_up, r.cool_down) for r in store.runs} == {(0.0, 0.0)}


def test_that_typed_seconds_of_warm_up_count_like_dragged_ones(qtbot, tested, store):
    panel = tested.tests.performance
    panel.tabs.setCurrentIndex(2)
    panel.warm_up.setFocus()
    panel.warm_up.selectAll()
    qtbot.keyClicks(panel.warm_up, "12.5")
    with qtbot.waitSignal(tested.desk.changed):
        qtbot.keyClick(panel.warm_up, Key.Key_Return)
    assert {r.warm_up for r in store.runs} == {12.5}


def test_that_removed_runs_come_back_by_undo_and_go_by_redo(qtbot, tested, store):
    tested.tests.tabs.setCurrentIndex(3)
    runs = tested.tests.runs
    runs.table.selectRow(0)
    runs.table.setFocus()
    with qtbot.waitSignal(tested.desk.changed):
        qtbot.keyClick(runs.table, Key.Key_Delete)
    settle(tested)
    assert [run.architecture for run in store.runs] == [ARM]
    wait_undo(qtbot, tested, "undo")
    assert len(store.runs) == 2
    wait_undo(qtbot, tested, "redo")
    assert len(store.runs) == 1


def test_that_labels_of_several_runs_are_changed_as_one_step(qtbot, tested, store):
    tested.tests.tabs.setCurrentIndex(3)
    runs = tested.tests.runs
    runs.table.selectAll()
    qtbot.keyClicks(runs.form.fields["client"], "c7i.xlarge")
    assert runs.change.isEnabled()
    with qtbot.waitSignal(tested.desk.changed):
        runs.change.click()
    settle(tested)
    assert [run.client for run in store.runs] == ["c7i.xlarge"] * 2
    assert [run.architecture for run in store.runs] == [X86, ARM]
    wait_undo(qtbot, tested, "undo")
    assert [run.client for run in store.runs] == ["", ""]


def test_that_a_refused_change_is_said_and_leaves_nothing_to_undo(qtbot, tested, store):
    store.fail = "the disk is full"
    tested.tests.runs.table.selectRow(0)
    with qtbot.waitSignal(tested.desk.workspace.settled):
        tested.tests.runs.remove.click()
    settle(tested)
    assert "the disk is full" in tested.tests.notices.texts().values()
    assert not tested.desk.workspace.undo.canUndo()


def test_that_dropped_files_open_the_import(qtbot, tested, tmp_path):
    file = tmp_path / "wrk.txt"
    file.write_text("hello", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    tested.tests.dropEvent(drop)
    (dialog,) = tested.findChildren(ImportResultsDialog)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    assert dialog.model.rows[0].looked.error.startswith("is not a known test result")
    assert not dialog.take.isEnabled()
    dialog.reject()


def test_that_an_import_becomes_runs_and_can_be_undone(qtbot, tested, store):
    junit = Path(__file__).parents[2] / "fixtures/results/functional/pytest-x86_64.xml"
    tested.results.look_at([junit])
    (dialog,) = tested.findChildren(ImportResultsDialog)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())
    row = dialog.model.rows[0]
    assert row.labels.architecture is X86
    assert "architecture" in row.guessed
    assert "to check: 1" in dialog.message.text()
    with qtbot.waitSignal(tested.desk.changed):
        dialog.take.click()
    settle(tested)
    assert [(b.labels.architecture, len(b.files)) for b in store.kept] == [(X86, 1)]
    assert len(store.runs) == 3
    wait_undo(qtbot, tested, "undo")
    assert len(store.runs) == 2


def test_that_the_parity_lists_have_their_counts_and_reasons(tested):
    tested.tests.tabs.setCurrentIndex(1)
    panel = tested.tests.functional
    assert panel.tabs.tabText(0) == "Fail on arm64 only: 2"
    assert panel.model.rows[0][1:] == ("arm64", "The message names an x86 instruction set: SSE4.2")
    panel.tabs.setCurrentIndex(6)
    assert panel.model.rows[0] == ("native/simd.py", "92 %", "61 %", "14–17, 40–41, 88")
    panel.tabs.setCurrentIndex(4)
    assert panel.nothing.isVisible()


def test_that_profiles_open_the_flame_graphs_when_they_are_looked_at(qtbot, tested, store):
    profile = Profile(
        tool="perf",
        unit="samples",
        names=("main", "work"),
        parents=np.array([-1, 0, 1], np.int32),
        frames=np.array([-1, 0, 1], np.int32),
        weights=np.array([0.0, 1.0, 3.0]),
    )
    page = tested.tests
    store.given = replace(store.given, profiles={X86: profile, ARM: profile})
    with qtbot.waitSignal(tested.desk.answered):
        tested.desk.ask(tested.desk.question)
    assert page.flames.view is None
    page.tabs.setCurrentIndex(2)
    assert page.flames.comparing.isVisible()
    qtbot.waitUntil(lambda: page.flames.view is not None and page.flames.view.isVisible())


def test_that_newer_profiles_take_the_place_of_those_that_are_being_compared(
    qtbot, tested, store, monkeypatch
):
    started, go_on = threading.Event(), threading.Event()
    compared = []

    def slowly(x86, arm, *, widest):
        started.set()
        assert go_on.wait(5)
        compared.append(x86)
        return compare_profiles(x86, arm, widest=widest)

    monkeypatch.setattr("workbench.results.flame.comparison.compare_profiles", slowly)
    page = tested.tests
    page.tabs.setCurrentIndex(2)
    shown = []
    for name in ("older", "newer"):
        profile = profile_from({f"main;{name}": 1})
        store.given = replace(store.given, profiles={X86: profile, ARM: profile})
        with qtbot.waitSignal(tested.desk.answered):
            tested.desk.ask(tested.desk.question)
        shown.append(profile)
        assert started.wait(5)
    assert page.flames.view is None
    go_on.set()
    qtbot.waitUntil(lambda: page.flames.view is not None)
    assert page.flames.view.comparison.tree.names == ("main", "newer")
    assert compared == shown


def test_that_the_widest_frames_of_a_large_profile_are_shown_while_the_rest_is_read(
    qtbot, tested, store
):
    go_on = threading.Event()
    whole = profile_from({"main;work;deep": 90, "main;small;deeper": 10})

    def rest():
        assert go_on.wait(5)
        return whole

    widest = msgspec.structs.replace(profile_from({"main;work": 90, "main": 10}), rest=rest)
    page = tested.tests
    page.tabs.setCurrentIndex(2)
    store.given = replace(store.given, profiles={X86: widest, ARM: profile_from({"main": 1})})
    with qtbot.waitSignal(tested.desk.answered):
        tested.desk.ask(tested.desk.question)
    qtbot.waitUntil(lambda: page.flames.view is not None)
    view = page.flames.view
    assert view.comparison.partial
    assert not view.bar.isEnabled()
    assert not view.functions.isEnabled()
    assert [canvas.isVisible() for canvas in view.canvases] == [True, True]
    view.zoom_to(view.comparison.tree.at(["main", "work"]))
    assert "still being read" in view.warning.text()
    go_on.set()
    qtbot.waitUntil(lambda: not view.comparison.partial)
    assert "deeper" in view.comparison.tree.names
    assert view.comparison.tree.name(view.zoom) == "work"
    assert view.bar.isEnabled()
    assert view.functions.isEnabled()
    assert view.canvases[0].height() > view.functions.height()
    assert "still being read" not in view.warning.text()


def test_that_the_place_is_reached_by_keyboard(qtbot, opened):
    opened.actions_["show-tests"].trigger()
    assert opened.pages.currentWidget() is opened.tests
    assert opened.actions_["show-tests"].shortcut().toString() == "Ctrl+2"
    assert opened.actions_["show-infrastructure"].shortcut().toString() == "Ctrl+3"
    assert opened.actions_["show-report"].shortcut().toString() == "Ctrl+4"


def test_that_the_place_speaks_japanese(qtbot, theme, workspace):
    from workbench.ui.tests.desk import Desk

    page = TestsPage(Language("ja"), Desk(workspace, lambda _session: FakeStore()))
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    assert page.drop_place.files.text() == "ファイルを取り込む…"
    assert page.tabs.tabText(1) == "機能の同等性"


def test_that_another_project_does_not_show_the_results_of_the_one_before(
    qtbot, tested, workspace, store
):
    tested.desk.use_store(lambda _session: FakeStore())
    workspace.open(workspace.project)
    qtbot.waitUntil(lambda: not tested.desk.runs and is_scanned(workspace))
    qtbot.waitUntil(lambda: not tested.desk.working)
    tested.show_tests()
    assert tested.tests.stack.currentWidget() is tested.tests.drop_place
