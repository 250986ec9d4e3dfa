"""Performance: the question, the answer in one sentence, the pictures, and what to doubt."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QDoubleValidator, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.results.performance.question import Metric
from workbench.ui.labels import label, wrapped
from workbench.ui.phrases import phrase
from workbench.ui.style import set_part
from workbench.ui.tests.answers import Answers
from workbench.ui.tests.chart_view import ChartView
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.doubts import Doubts
from workbench.ui.tests.figure import Figure
from workbench.ui.tests.figures.distribution import distribution_figure
from workbench.ui.tests.figures.ratios import benchmarks_figure, scenarios_figure
from workbench.ui.tests.figures.series import series_figure
from workbench.ui.tests.figures.spectrum import spectrum_figure
from workbench.ui.tests.figures.sweep import sweep_figure
from workbench.ui.tests.parity_table import ParityTable
from workbench.ui.tests.question import Question, chosen_of
from workbench.ui.tests.question_form import QuestionForm
from workbench.ui.tests.sentence import Sentence
from workbench.ui.tests.wording import asked, held, timed

CHARTS: tuple[tuple[str, str], ...] = (
    ("sweep", phrase("Load")),
    ("spectrum", phrase("Percentiles")),
    ("series", phrase("Over time")),
    ("distribution", phrase("Distribution")),
    ("scenarios", phrase("All scenarios")),
    ("benchmarks", phrase("Benchmarks")),
)
_SIDE_BY_SIDE = 1000
"""Pixels from which on the second picture fits beside the first."""


class PerformancePanel(QWidget):
    """Follows the desk: shows its answers, and sends it the question of the form."""

    trimmed = Signal(float, float)
    """Seconds of warm-up and cool-down that the user marked."""
    export_wanted = Signal(object, str)
    """A ChartView and a format."""

    def __init__(self, desk: Desk, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self.form = QuestionForm(say)
        self.question = wrapped("", "title")
        self.answer = Sentence()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("Chart"))
        for _, title in CHARTS:
            self.tabs.addTab(say(title))
        self.chart = ChartView(say)
        self.spectrum = ChartView(say)
        self.parity = ParityTable(say)
        self.doubts = Doubts(say)
        self.warm_up = self._seconds(say("Warm-up, seconds at the start that do not count"))
        self.cool_down = self._seconds(say("Cool-down, seconds at the end that do not count"))
        self._trims = QWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.form.asked.connect(self._on_question)
        self.tabs.currentChanged.connect(self.refresh)
        self.chart.trimmed.connect(self.trimmed)
        for chart in (self.chart, self.spectrum):
            chart.export_wanted.connect(self._on_export)
        desk.loaded.connect(self._on_loaded)
        desk.changed.connect(self._on_changed)
        desk.answered.connect(self.refresh)
        desk.asked.connect(self._on_asked)

    def _seconds(self, name: str) -> QLineEdit:
        field = QLineEdit("0")
        field.setFixedWidth(64)
        field.setAccessibleName(name)
        validator = QDoubleValidator(0.0, 1e6, 3, field)
        validator.setLocale(QLocale.c())
        field.setValidator(validator)
        field.editingFinished.connect(self._on_typed_trims)
        return field

    def _lay_out(self) -> None:
        say = self._say
        trims = QHBoxLayout(self._trims)
        trims.setContentsMargins(0, 0, 0, 0)
        for title, box in ((say("Warm-up"), self.warm_up), (say("Cool-down"), self.cool_down)):
            caption = label(title, "small")
            caption.setBuddy(box)
            trims.addWidget(caption)
            trims.addWidget(box)
            trims.addWidget(label("s", "small"))
        across = QHBoxLayout()
        across.addWidget(self.tabs)
        across.addStretch(1)
        across.addWidget(self._trims)
        right = self._beside = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.spectrum, 3)
        column.addWidget(self.parity, 2)
        self.split.addWidget(self.chart)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([900, 480])
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(8)
        set_part(self.answer, "answer")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addSpacing(4)
        layout.addWidget(self.question)
        layout.addWidget(self.answer)
        layout.addLayout(across)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.doubts)

    # --- showing

    @Slot()
    def refresh(self) -> None:
        """Show the answers that the desk has now."""
        desk, say = self._desk, self._say
        answers = desk.answers or Answers()
        scenario = answers.scenario(desk.question.scenario)
        self.question.setText(asked(desk.question, say, scenario))
        by_bench = desk.question.metric is Metric.TIME
        figure = self._figure(answers)
        if by_bench:
            told = (timed(scenario, say), benchmarks_figure(answers, say).answer)
            self.answer.show_sentence(" ".join(filter(None, told)))
        else:
            self.answer.show_sentence(held(scenario, desk.question, say))
        self.chart.show_figure(figure, headed=figure.title != self.question.text())
        self.spectrum.show_figure(spectrum_figure(scenario, desk.question, say))
        self.parity.show_parity(answers.functional)
        self.doubts.show_warnings(scenario.warnings if scenario else ())
        self._trims.setVisible(figure.trims is not None)

    def _figure(self, answers: Answers) -> Figure:
        desk, say = self._desk, self._say
        scenario = answers.scenario(desk.question.scenario)
        match CHARTS[self.tabs.currentIndex()][0]:
            case "spectrum":
                return spectrum_figure(scenario, desk.question, say)
            case "series":
                return series_figure(scenario, self._trims_of(), say)
            case "distribution":
                return distribution_figure(scenario, say)
            case "scenarios":
                return scenarios_figure(answers, desk.question, say)
            case "benchmarks":
                return benchmarks_figure(answers, say)
        return sweep_figure(scenario, desk.question, say)

    def _trims_of(self) -> tuple[float, float]:
        """Return the marks of the scenario's runs, the widest: what does not count in any."""
        runs = [r for r in self._desk.runs if r.scenario == self._desk.question.scenario]
        trims = (
            max((r.warm_up for r in runs), default=0.0),
            max((r.cool_down for r in runs), default=0.0),
        )
        self.warm_up.setText(f"{trims[0]:g}")
        self.cool_down.setText(f"{trims[1]:g}")
        return trims

    @Slot(object)
    def _on_question(self, question: Question) -> None:
        """Benchmarks have a chart of their own: it comes to the front with their metric."""
        if question.metric is not self._desk.question.metric:
            times = question.metric is Metric.TIME
            names = [name for name, _ in CHARTS]
            self.tabs.setCurrentIndex(names.index("benchmarks" if times else "sweep"))
        self._desk.keep_and_ask(question)

    @Slot()
    def _on_loaded(self) -> None:
        """Show what was asked last in the project that was opened."""
        self.form.offer(self._desk.runs, self._desk.prices)
        self.form.show_question(self._desk.question)

    @Slot()
    def _on_changed(self) -> None:
        """Ask anew where the scenario or the instance type asked for is gone."""
        self.form.offer(self._desk.runs, self._desk.prices)
        question = self.form.question()
        if chosen_of(question) != chosen_of(self._desk.question):
            self._desk.ask(question)

    @Slot()
    def _on_asked(self) -> None:
        if self._desk.answers is None:
            self.answer.show_sentence(self._say("Comparing the runs…"))

    @Slot()
    def _on_typed_trims(self) -> None:
        wanted = (float(self.warm_up.text()), float(self.cool_down.text()))
        if self.chart.figure is not None and self.chart.figure.trims not in (None, wanted):
            self.trimmed.emit(*wanted)

    @Slot(str)
    def _on_export(self, format_: str) -> None:
        self.export_wanted.emit(self.sender(), format_)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE
        self._beside.setVisible(wide)
