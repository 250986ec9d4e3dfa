"""The question, small and on top: what is compared, where, under which limits, at which prices."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimer, Signal, Slot
from PySide6.QtGui import QDoubleValidator, QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture, Run
from workbench.results.performance.price import Price, PriceError
from workbench.results.performance.question import Metric
from workbench.ui.labels import label
from workbench.ui.style import set_part
from workbench.ui.tests.flow_layout import FlowLayout
from workbench.ui.tests.numbers import percentile
from workbench.ui.tests.question import METRICS, PERCENTILES, Question, Side

_PAUSE = 400
"""Milliseconds of no typing after which the question counts as asked."""


class QuestionForm(QWidget):
    """Every change asks anew after a short pause; a field that makes no sense says so at once."""

    asked = Signal(object)
    """A Question."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._on_pause)
        self._sides: dict[Architecture, list[str]] = {a: [] for a in Architecture}
        self.metric_box = self._combo()
        for metric in Metric:
            self.metric_box.addItem(say(METRICS[metric]), metric)
        self.scenario = self._combo()
        self.percentile = self._combo()
        for p in PERCENTILES:
            self.percentile.addItem(percentile(p), p)
        self.percentile.setCurrentIndex(PERCENTILES.index(0.99))
        self.latency = self._number("10", 0.0, 1e7)
        self.errors = self._number("0.1", 0.0, 100.0)
        self.instances = {a: self._combo() for a in Architecture}
        self.prices = {a: self._price() for a in Architecture}
        self._lay_out()

    def _combo(self) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(260)
        box.activated.connect(self._on_edited)
        return box

    def _number(self, text: str, low: float, high: float) -> QLineEdit:
        field = QLineEdit(text)
        field.setFixedWidth(64)
        validator = QDoubleValidator(low, high, 6, field)
        validator.setLocale(QLocale.c())
        field.setValidator(validator)
        field.textEdited.connect(self._on_edited)
        return field

    def _price(self) -> QLineEdit:
        field = QLineEdit()
        field.setFixedWidth(112)
        field.setPlaceholderText("0.289 USD")
        field.textEdited.connect(self._on_edited)
        return field

    def _lay_out(self) -> None:
        say = self._say
        flow = self._flow = FlowLayout(self, gap=16)
        flow.addWidget(self._field(say("Metric"), self.metric_box))
        flow.addWidget(self._field(say("Scenario"), self.scenario))
        flow.addWidget(
            self._field(
                say("Latency limit"), self.percentile, label("≤"), self.latency, label("ms")
            )
        )
        flow.addWidget(self._field(say("Error limit"), label("≤"), self.errors, label("%")))
        roles = {Architecture.X86_64: say("Baseline"), Architecture.ARM64: say("Candidate")}
        for architecture, role in roles.items():
            flow.addWidget(self._field(role, self.instances[architecture]))
            title = say("Price per hour, {side}", side=architecture)
            flow.addWidget(self._field(title, self.prices[architecture]))
        self.percentile.setAccessibleName(say("Latency percentile of the limit"))
        self.latency.setAccessibleName(say("Latency limit in milliseconds; empty for none"))
        self.errors.setAccessibleName(say("Error limit in per cent; empty for none"))

    def _field(self, title: str, *widgets: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        caption = label(title, "small")
        editable = next(w for w in widgets if isinstance(w, (QComboBox, QLineEdit)))
        caption.setBuddy(editable)
        for widget in widgets:
            if isinstance(widget, (QComboBox, QLineEdit)):
                widget.setAccessibleName(title)
        column.addWidget(caption)
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
        return box

    # --- what there is to choose from

    def offer(self, runs: tuple[Run, ...]) -> None:
        """Offer the scenarios and instance types of `runs`; what was chosen stays if it can."""
        scenarios = sorted({run.scenario for run in runs})
        self._refill(self.scenario, scenarios, self._say("(no scenario)"))
        for architecture, box in self.instances.items():
            known = sorted({r.instance for r in runs if r.architecture is architecture})
            known = ["", *(name for name in known if name)]
            self._refill(box, known, self._say("{side}, all", side=architecture))
        self._flow.invalidate()

    def _refill(self, box: QComboBox, values: list[str], nameless: str) -> None:
        chosen = box.currentData()
        box.clear()
        for value in values:
            box.addItem(value or nameless, value)
        box.setCurrentIndex(max(box.findData(chosen), 0) if values else -1)

    def show_question(self, question: Question) -> None:
        """Show `question`; nothing is asked by that."""
        self.metric_box.setCurrentIndex(self.metric_box.findData(question.metric))
        self.scenario.setCurrentIndex(max(self.scenario.findData(question.scenario), 0))
        self.percentile.setCurrentIndex(self.percentile.findData(question.percentile))
        self.latency.setText("" if question.latency is None else f"{question.latency * 1e3:g}")
        self.errors.setText("" if question.errors is None else f"{question.errors * 100:g}")
        for side in (question.baseline, question.candidate):
            self.prices[side.architecture].setText(side.price)

    # --- what is chosen

    def question(self) -> Question:
        """Return the question as it stands in the form; a price that is none is left out."""
        return Question(
            metric=self.metric_box.currentData(),
            scenario=self.scenario.currentData() or "",
            percentile=self.percentile.currentData(),
            latency=_scaled(self.latency, 1e-3),
            errors=_scaled(self.errors, 1e-2),
            baseline=self._side(Architecture.X86_64),
            candidate=self._side(Architecture.ARM64),
        )

    def _side(self, architecture: Architecture) -> Side:
        price = self.prices[architecture].text().strip()
        instance = self.instances[architecture].currentData() or ""
        return Side(architecture, instance, "" if _complaint(price) else price)

    @Slot()
    def _on_edited(self) -> None:
        for field in self.prices.values():
            complaint = _complaint(field.text().strip())
            set_part(field, "wrong" if complaint else "right")
            field.setToolTip(complaint)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask at once: who goes elsewhere has finished typing."""
        super().hideEvent(event)
        if self._timer.isActive():
            self._timer.stop()
            self._on_pause()

    @Slot()
    def _on_pause(self) -> None:
        self.asked.emit(self.question())


def _scaled(field: QLineEdit, size: float) -> float | None:
    text = field.text().strip()
    if not text or not field.hasAcceptableInput():
        return None
    return float(text) * size


def _complaint(price: str) -> str:
    """Return why `price` is none; empty where it is one or nothing was typed."""
    if not price:
        return ""
    try:
        Price.parse(price)
    except PriceError as error:
        return str(error)
    return ""
