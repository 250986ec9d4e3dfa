"""The question, small and on top: what is compared, where, under which limits, at which prices."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QTimer, Signal, Slot
from PySide6.QtGui import QDoubleValidator, QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture, Run
from workbench.results.performance.price import Price, PriceError
from workbench.results.performance.question import Metric
from workbench.ui.labels import label
from workbench.ui.style import set_part
from workbench.ui.tests.flow_layout import FlowLayout
from workbench.ui.tests.kept_question import price_of, price_texts
from workbench.ui.tests.numbers import percentile
from workbench.ui.tests.question import METRICS, PERCENTILES, Question, Side
from workbench.ui.tests.wording import printed

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
        self._runs: tuple[Run, ...] = ()
        self._known_prices: dict[str, str] = {}
        self._others: tuple[str, ...] = ()
        self.metric_box = self._combo()
        for metric in Metric:
            self.metric_box.addItem(say(METRICS[metric]), metric)
        self.metric_box.activated.connect(self._follow)
        self.scenario = self._combo()
        self.scenario.activated.connect(self._on_sides)
        self.percentile = self._percentiles()
        self.load = self._number("", 0.0, 1e12)
        self.load.setPlaceholderText(say("highest"))
        self.limit_at = self._percentiles()
        self.latency = self._number("10", 0.0, 1e7)
        self.errors = self._number("0.1", 0.0, 100.0)
        for field in (self.latency, self.errors):
            field.setPlaceholderText(say("none"))
        self.others = QPushButton()
        self.others.clicked.connect(self._on_leave_out)
        self.instances = {a: self._combo() for a in Architecture}
        for box in self.instances.values():
            box.activated.connect(self._on_sides)
        self.prices = {a: self._price() for a in Architecture}
        self._fields: dict[str, list[QWidget]] = {}
        self._lay_out()
        self._follow()

    def _percentiles(self) -> QComboBox:
        box = self._combo()
        for p in PERCENTILES:
            box.addItem(percentile(p), p)
        box.setCurrentIndex(PERCENTILES.index(0.99))
        return box

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
        at_load = [
            self._field(say("Latency percentile"), self.percentile),
            self._field(say("At load"), self.load),
        ]
        bounds = (label("≤"), self.latency, label("ms"))
        limits = [
            self._field(say("Latency limit"), self.limit_at, *bounds),
            self._field(say("Error limit"), label("≤"), self.errors, label("%"), self.others),
        ]
        flow.addWidget(self._field(say("Metric"), self.metric_box))
        flow.addWidget(self._field(say("Scenario"), self.scenario))
        for field in (*at_load, *limits):
            flow.addWidget(field)
        roles = {Architecture.X86_64: say("Baseline"), Architecture.ARM64: say("Candidate")}
        prices: list[QWidget] = []
        for architecture, role in roles.items():
            flow.addWidget(self._field(role, self.instances[architecture]))
            title = say("Price per hour, {side}", side=architecture)
            prices.append(self._field(title, self.prices[architecture]))
            flow.addWidget(prices[-1])
        self._fields = {"load": at_load, "limits": limits, "prices": prices}
        self.limit_at.setAccessibleName(say("Latency percentile of the limit"))
        self.latency.setAccessibleName(say("Latency limit in milliseconds; empty for none"))
        self.errors.setAccessibleName(say("Error limit in per cent; empty for none"))
        text = say("Load at which latency is compared; empty for the highest that both sides carry")
        self.load.setAccessibleName(text)
        self.load.setToolTip(text)

    @Slot()
    def _follow(self) -> None:
        """Show the fields that the metric takes; a latency is bought by no price."""
        metric = self._metric()
        shown = {
            "load": metric is Metric.LATENCY,
            "limits": metric in (Metric.THROUGHPUT, Metric.JOBS),
            "prices": metric is not Metric.LATENCY,
        }
        for name, fields in self._fields.items():
            for field in fields:
                field.setVisible(shown[name])
        texts = self._say(" and ").join(map(printed, self._others))
        self.others.setVisible(bool(texts))
        self.others.setText(f"{texts}  ×")
        self.others.setToolTip(self._say("Leave {limits} out", limits=texts))
        self.others.setAccessibleName(self._say("Leave {limits} out", limits=texts))
        self._flow.invalidate()

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

    def offer(self, runs: tuple[Run, ...], prices: Mapping[str, str]) -> None:
        """Offer the scenarios and instance types of `runs`; what was chosen stays if it can.

        `prices` are those that are known, by architecture or instance type.
        """
        self._runs, self._known_prices = runs, dict(prices)
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
        _choose(self.percentile, question.percentile)
        self.load.setText("" if question.load is None else f"{question.load:.10g}")
        _choose(self.limit_at, question.limit_at)
        self.latency.setText("" if question.latency is None else f"{question.latency * 1e3:.10g}")
        self.errors.setText("" if question.errors is None else f"{question.errors * 100:.10g}")
        self._others = question.others
        for side in (question.baseline, question.candidate):
            box = self.instances[side.architecture]
            box.setCurrentIndex(max(box.findData(side.instance), 0))
            self.prices[side.architecture].setText(side.price)
        self._follow()

    # --- what is chosen

    def question(self) -> Question:
        """Return the question as it stands in the form; a price that is none is left out."""
        return Question(
            metric=self._metric(),
            scenario=self.scenario.currentData() or "",
            percentile=self.percentile.currentData(),
            load=_scaled(self.load, 1.0) or None,
            limit_at=self.limit_at.currentData(),
            latency=_scaled(self.latency, 1e-3),
            errors=_scaled(self.errors, 1e-2),
            others=self._others,
            baseline=self._side(Architecture.X86_64),
            candidate=self._side(Architecture.ARM64),
        )

    def _metric(self) -> Metric:
        # Qt gives a text back where an enumeration of texts was put in.
        return Metric(self.metric_box.currentData())

    def _side(self, architecture: Architecture) -> Side:
        price = self.prices[architecture].text().strip()
        instance = self.instances[architecture].currentData() or ""
        return Side(architecture, instance, "" if _complaint(price) else price)

    @Slot()
    def _on_sides(self) -> None:
        """Another instance type has another price: the one known for it."""
        scenario = self.scenario.currentData() or ""
        runs = [run for run in self._runs if run.scenario == scenario]
        for architecture, field in self.prices.items():
            instance = self.instances[architecture].currentData() or ""
            field.setText(price_of(architecture, instance, runs, self._known_prices))
        self._on_edited()

    @Slot()
    def _on_leave_out(self) -> None:
        self._others = ()
        self._follow()
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        for field in self.prices.values():
            complaint = _complaint(field.text().strip())
            set_part(field, "wrong" if complaint else "right")
            field.setToolTip(self._say.filled(complaint))
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask at once: who goes elsewhere has finished typing."""
        super().hideEvent(event)
        if self._timer.isActive():
            self._timer.stop()
            self._on_pause()

    @Slot()
    def _on_pause(self) -> None:
        question = self.question()
        runs = [run for run in self._runs if run.scenario == question.scenario]
        self._known_prices |= price_texts(question, runs)
        self.asked.emit(question)


def _choose(box: QComboBox, p: float) -> None:
    """Choose the percentile `p`; one that is not offered is added."""
    if box.findData(p) < 0:
        box.addItem(percentile(p), p)
    box.setCurrentIndex(box.findData(p))


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
