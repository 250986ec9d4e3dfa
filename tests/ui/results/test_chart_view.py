"""One chart on screen and as a file."""

import csv
import io
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from tests.ui.results.builders import ARM, X86, answers, performance
from workbench.model.language import Language
from workbench.ui.colours import DARK, LIGHT
from workbench.ui.tests.chart_export import legend
from workbench.ui.tests.chart_view import ChartView
from workbench.ui.tests.figure import Curve, Figure
from workbench.ui.tests.figures.distribution import distribution_figure
from workbench.ui.tests.figures.ratios import scenarios_figure
from workbench.ui.tests.figures.series import series_figure
from workbench.ui.tests.figures.spectrum import spectrum_figure
from workbench.ui.tests.figures.sweep import sweep_figure
from workbench.ui.tests.question import Question
from workbench.ui.tests.side_look import look_of
from workbench.ui.theme import Appearance

SVG = "{http://www.w3.org/2000/svg}"
Key = Qt.Key


@pytest.fixture
def chart(qtbot, theme, say):
    made = ChartView(say)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    return made


def figures(say):
    answer = performance()
    return {
        "sweep": sweep_figure(answer, Question(), say),
        "spectrum": spectrum_figure(answer, Question(), say),
        "series": series_figure(answer, (30.0, 5.0), say),
        "distribution": distribution_figure(answer, say),
        "scenarios": scenarios_figure(answers(), Question(), say),
    }


@pytest.mark.parametrize("name", ["sweep", "spectrum", "series", "distribution", "scenarios"])
def test_that_a_chart_is_saved_as_svg_that_parses_and_holds_its_curves(chart, say, name):
    figure = figures(say)[name]
    chart.show_figure(figure)
    root = etree.fromstring(chart.content("svg"))
    assert root.findtext(f"{SVG}title") == figure.title
    texts = "".join(root.itertext())
    assert figure.title in texts
    strokes = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("fill") is not None and group.get("stroke") not in (None, "none"):
            drawn = [*group.findall(f"{SVG}path"), *group.findall(f"{SVG}polyline")]
            strokes.setdefault(group.get("stroke"), []).extend(drawn)
    sides = {c.side for c in figure.curves} | {b.side for b in figure.bars}
    for side in sides:
        assert strokes.get(look_of(side, LIGHT).line), side


def test_that_an_svg_curve_holds_the_points_of_its_figure(chart, say):
    chart.show_figure(
        Figure("f", "Question?", "", "x", "y", curves=(Curve("a", ARM, [1, 2, 4], [3, 7, 5]),))
    )
    content = chart.content("svg").decode()
    assert "M1,3 L2,7 L4,5" in content


def test_that_what_is_outside_the_axes_is_clipped_in_an_svg(chart, say):
    chart.show_figure(figures(say)["sweep"])
    root = etree.fromstring(chart.content("svg"))
    clipped = [g for g in root.iter(f"{SVG}g") if g.get("clip-path")]
    line = look_of(X86, LIGHT).line
    assert any(g.get("stroke") == line for outer in clipped for g in outer.iter(f"{SVG}g"))


def test_that_a_chart_is_saved_as_png(chart, say):
    chart.show_figure(figures(say)["sweep"])
    image = QImage.fromData(chart.content("png"))
    assert image.width() >= 2 * chart.plot.widget.width()


def test_that_csv_holds_every_number_of_every_curve(chart, say):
    figure = figures(say)["sweep"]
    chart.show_figure(figure)
    rows = list(csv.reader(io.StringIO(chart.content("csv").decode("utf-8-sig"))))
    assert rows[0][0] == "x86_64 m6i.2xlarge: throughput (req/s)"
    for number, curve in enumerate(figure.curves):
        column = [float(row[2 * number + 1]) for row in rows[1:] if row[2 * number + 1]]
        assert column == list(curve.y)


def test_that_csv_of_bars_holds_their_intervals(chart, say):
    figure = figures(say)["scenarios"]
    chart.show_figure(figure)
    rows = list(csv.reader(io.StringIO(chart.content("csv").decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [bar.label for bar in figure.bars]
    assert float(rows[1][2]) == figure.bars[0].low


def test_that_a_million_points_reach_the_screen_with_their_peak(chart):
    x = np.linspace(0, 300, 1_000_000)
    y = np.ones(1_000_000)
    y[-3] = 50.0
    chart.show_figure(Figure("f", "Q?", "", "x", "y", curves=(Curve("a", X86, x, y),)))
    _, drawn = chart.plot.curves[0].item.getData()
    assert len(drawn) < 5000
    assert drawn.max() == 50.0
    chart.plot.box.setRange(xRange=(299.9, 300.0), padding=0)
    closer, _ = chart.plot.curves[0].item.getData()
    assert closer[0] > 299.8


def test_that_the_legend_shows_and_hides_a_side(qtbot, chart, say):
    chart.show_figure(figures(say)["sweep"])
    assert [b.text() for b in chart.legend_buttons] == [
        "x86_64 m6i.2xlarge",
        "arm64 m7g.2xlarge",
    ]
    chart.legend_buttons[0].click()
    shown = {c.curve.side for c in chart.plot.curves if c.shown}
    assert shown == {ARM}
    chart.legend_buttons[0].click()
    assert all(c.shown for c in chart.plot.curves)


def test_that_the_mouse_over_a_point_shows_its_values(chart, say):
    chart.show_figure(figures(say)["sweep"])
    drawn = chart.plot.curves[2]
    place = chart.plot.box.mapViewToScene(QPointF(float(drawn.x[3]), float(drawn.y[3])))
    chart.plot.pointed.emit(place)
    assert chart._tip.isVisible()
    assert chart.spot.text.splitlines()[0] == "arm64 m7g.2xlarge"
    assert "throughput (req/s): 2," in chart.spot.text
    chart.plot.pointed.emit(QPointF(-50, -50))
    assert not chart._tip.isVisible()


def test_that_the_keyboard_reads_values_zooms_and_resets(qtbot, chart, say):
    chart.show_figure(figures(say)["sweep"])
    chart.setFocus()
    qtbot.keyClick(chart, Key.Key_Right)
    qtbot.keyClick(chart, Key.Key_Right)
    assert (chart.spot.curve, chart.spot.point) == (0, 1)
    assert chart.accessibleDescription() == chart.spot.text
    qtbot.keyClick(chart, Key.Key_Down)
    assert chart.spot.curve == 1
    whole = chart.plot.box.viewRange()
    qtbot.keyClick(chart, Key.Key_Plus)
    assert chart.plot.box.viewRange() != whole
    qtbot.keyClick(chart, Key.Key_0)
    assert chart.plot.box.viewRange() == whole


def test_that_dragged_marks_tell_the_seconds_that_do_not_count(qtbot, chart, say):
    chart.show_figure(figures(say)["series"])
    marks = chart.plot._trims
    assert marks.warm_up.value() == pytest.approx(30)
    with qtbot.waitSignal(chart.trimmed) as told:
        marks.warm_up.setValue(45.0)
        marks.warm_up.sigPositionChangeFinished.emit(marks.warm_up)
    assert told.args == pytest.approx([45.0, 5.0])


def test_that_a_change_of_appearance_changes_the_colours(chart, theme, say):
    chart.show_figure(figures(say)["sweep"])
    before = chart.grab().toImage()
    theme.choose(Appearance.DARK)
    pen = chart.plot.curves[0].item.opts["pen"]
    assert pen.color().name() == look_of(X86, DARK).line
    assert chart.grab().toImage() != before
    theme.choose(Appearance.LIGHT)
    assert chart.plot.curves[0].item.opts["pen"].color().name() == look_of(X86, LIGHT).line


def test_that_sides_differ_in_more_than_colour():
    for scheme in (LIGHT, DARK):
        x86, arm = look_of(X86, scheme), look_of(ARM, scheme)
        assert x86.dash != arm.dash
        assert x86.marker != arm.marker


def test_that_an_empty_chart_says_why_and_offers_nothing(chart, say):
    chart.show_figure(sweep_figure(None, Question(), say))
    assert chart.plot is None
    assert not chart.export_button.isVisible()
    assert chart._empty.text() == "No result of this scenario holds p99 latencies."


def test_that_a_chart_speaks_japanese(qtbot, theme):
    chart = ChartView(Language("ja"))
    qtbot.addWidget(chart)
    chart.show_figure(sweep_figure(performance(), Question(), Language("ja")))
    assert chart.title.text() == "p99 ≤ 10 ms、エラー ≤ 0.1 % で、それぞれどこまで耐えるか？"
    assert chart.reset_button.text() == "全体を表示"


def test_that_pyqtgraph_waits_for_the_first_chart():
    import subprocess
    import sys

    code = (
        "import sys, workbench.ui.main_window; "
        "sys.exit('pyqtgraph' in sys.modules or 'numpy' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0


def test_that_errors_over_time_are_told_apart_by_their_sides(chart, say):
    figure = figures(say)["series"]
    sides = [side for _, side, of_errors in legend(figure) if of_errors]
    assert sides == [X86, ARM]
    assert figure.right_title == "errors (%)"
    chart.show_figure(figure)
    icons = [button.icon().pixmap(28, 14).toImage() for button in chart.legend_buttons]
    assert all(one != other for one, other in combinations(icons, 2))
