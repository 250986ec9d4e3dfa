"""The flame graph as people use it: click, keys, search, focus, hide, both differences, export."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from tests.results.profiles.stacks import profile_from
from tests.ui.test_colours import SCHEMES, contrast
from workbench.model.errors import WorkbenchError
from workbench.model.language import Language
from workbench.results.flame.comparison import compare_profiles
from workbench.results.flame.layout import ChildOrder
from workbench.results.flame.scaling import Basis
from workbench.ui.tests.flame_colours import STEPS, shade, text_on, tones_of
from workbench.ui.tests.flame_view import FlameMode, FlameView

X86 = {"main;score": 20, "main;parse": 30, "main;render;join": 40, "main;old": 10}
ARM = {"main;score": 45, "main;parse": 30, "main;render;join": 20, "main;new": 5}


@pytest.fixture
def view(qtbot, theme, say):
    made = FlameView(say)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show_profiles(profile_from(X86), profile_from(ARM))
    made.show()
    yield made
    made.close()


def painted(canvas):
    return {canvas.scene.tree.name(node): box for node, box in canvas.boxes()}


def node_of(view, name):
    tree = view.comparison.tree
    return next(n for n in range(tree.size) if tree.name(n) == name)


def click(canvas, name):
    point = painted(canvas)[name].center().toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_that_widths_are_shares_of_each_side(view):
    x86, arm = view.canvases
    wide = x86.viewport().width()
    assert painted(x86)["score"].width() == pytest.approx(0.20 * wide)
    assert painted(arm)["score"].width() == pytest.approx(0.45 * arm.viewport().width())
    assert "new" not in painted(x86)
    assert "old" not in painted(arm)


def test_that_a_click_zooms_both_sides_and_the_crumbs_lead_back(view, qtbot):
    click(view.canvases[0], "render")
    for canvas in view.canvases:
        assert painted(canvas)["render"].width() == pytest.approx(canvas.viewport().width())
        assert "score" not in painted(canvas)
    assert [step.text() for step in view.crumbs.steps] == ["All stacks", "main", "render"]
    qtbot.mouseClick(view.crumbs.steps[0], Qt.MouseButton.LeftButton)
    assert "score" in painted(view.canvases[0])


def test_that_a_frame_that_a_side_lacks_leaves_it_empty_and_does_not_fail(view):
    view.zoom_to(node_of(view, "new"))
    assert view.canvases[0].boxes() == []
    view.grab()


def test_that_keys_walk_zoom_and_return(view):
    canvas = view.canvases[0]
    canvas.setFocus()
    for key, name in (
        (Qt.Key.Key_Down, "main"),
        (Qt.Key.Key_Down, "render"),
        (Qt.Key.Key_Right, "score"),
        (Qt.Key.Key_Left, "render"),
        (Qt.Key.Key_Up, "main"),
        (Qt.Key.Key_Down, "render"),
        (Qt.Key.Key_Down, "join"),
    ):
        QTest.keyClick(canvas, key)
        assert view.comparison.tree.name(view.current) == name
        assert name in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert view.comparison.tree.name(view.zoom) == "join"
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert view.comparison.tree.name(view.zoom) == "render"
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert view.zoom == 0


def test_that_the_difference_says_its_direction_both_ways_round(view):
    for mode, side in ((FlameMode.ON_ARM, "arm64"), (FlameMode.ON_X86, "x86_64")):
        view.choose_mode(mode)
        canvas = view.canvases[0]
        assert canvas.accessibleName().endswith(side)
        assert not view.canvases[1].isVisible()
        assert view.legend.isVisible()
        shades = {n: int(canvas.scene.shades[node_of(view, n)]) for n in ("score", "join", "parse")}
        assert shades == {"score": STEPS, "join": -shade_of(0.20 / 0.25), "parse": 0}
    assert "less on arm64 (−25.0 points)" in view.legend.accessibleName()
    assert "more on arm64 (+25.0 points)" in view.legend.accessibleName()


def shade_of(part):
    return round(part**0.5 * STEPS)


def test_that_vanished_and_new_frames_are_said(view):
    view.set_current(node_of(view, "old"))
    assert "Only on x86_64: −10.0 points" in view.status.text()
    view.set_current(node_of(view, "new"))
    assert "Only on arm64: +5.0 points" in view.status.text()


def test_that_the_table_starts_with_the_greatest_difference(view):
    table = view.functions.table
    shown = [table.data(table.index(row, 0)) for row in range(table.rowCount())]
    assert shown[:2] == ["score", "join"]
    assert table.data(table.index(0, 3)) == "+25.0"
    assert table.data(table.index(shown.index("parse"), 3)) == "0"
    assert table.data(table.index(shown.index("old"), 7)) == "only on x86_64"


def test_that_a_function_of_the_table_is_brought_in_sight(view):
    view.functions.wanted.emit(view.comparison.tree.names.index("join"))
    assert view.comparison.tree.name(view.current) == "join"
    assert view.comparison.tree.name(view.zoom) == "render"


def test_that_a_search_says_the_share_on_both_sides(view, qtbot):
    view.bar.search.setText("ScOrE")
    qtbot.waitUntil(lambda: view.bar.found.text() != "")
    assert view.bar.found.text() == "1 found  ·  x86_64 20.0 %  ·  arm64 45.0 %"
    assert view.bar.reset.isEnabled()
    view.bar.reset.click()
    assert view.bar.found.text() == ""


def test_that_hide_and_focus_are_undone_by_reset(view):
    view.hide_function(node_of(view, "render"))
    assert "render" not in painted(view.canvases[0])
    assert "join" in painted(view.canvases[0])
    view.focus_function(node_of(view, "score"))
    assert set(painted(view.canvases[0])) == {"", "score"}
    view.bar.reset.click()
    assert {"render", "join", "score"} <= set(painted(view.canvases[0]))
    assert not view.bar.reset.isEnabled()


def test_that_the_menus_actions_mean_the_frame_that_was_pointed_at(view):
    view.set_current(node_of(view, "parse"))
    actions = {action.text(): action for action in view.menu_of(view.current).actions()}
    actions["Copy name"].trigger()
    assert QGuiApplication.clipboard().text() == "parse"
    actions["Hide this function"].trigger()
    assert "parse" not in painted(view.canvases[0])


def test_that_the_root_can_be_at_the_bottom(view):
    canvas = view.canvases[0]
    assert painted(canvas)["main"].top() < painted(canvas)["join"].top()
    view.bar.icicle.click()
    assert painted(canvas)["main"].top() > painted(canvas)["join"].top()
    assert painted(canvas)[""].bottom() == pytest.approx(canvas.viewport().height())


def test_that_callees_can_be_sorted_by_share(view):
    boxes = painted(view.canvases[0])
    assert boxes["parse"].left() < boxes["render"].left()
    view.bar.choose_order(ChildOrder.WEIGHT)
    boxes = painted(view.canvases[0])
    assert boxes["render"].left() < boxes["parse"].left()


def test_that_one_profile_is_shown_alone(view):
    view.show_profiles(None, profile_from(ARM))
    assert not view.canvases[0].isVisible()
    assert view.canvases[1].isVisible()
    assert "No difference" not in view.status.text()
    view.set_current(node_of(view, "parse"))
    view.copy_name()
    assert QGuiApplication.clipboard().text() == "parse"


def test_that_without_profiles_the_view_says_what_to_do(view):
    view.show_profiles(None, None)
    assert view.nothing.isVisible()
    assert not view.bar.isVisible()
    view.zoom_to(0)
    view.set_current(0)


def test_that_a_warning_of_truncated_stacks_is_seen(view):
    deep = profile_from({f"main;a;b;c;d;f{n}": 1 for n in range(9)})
    view.show_profiles(deep, profile_from({f"f{n}": 1 for n in range(9)}))
    assert view.warning.isVisible()
    assert "arm64 look truncated" in view.warning.text().replace("\u200b", "")


@pytest.mark.parametrize("mode", FlameMode)
def test_that_pictures_are_written(view, tmp_path, mode):
    view.choose_mode(mode)
    view.export(tmp_path / "flame.png")
    image = QImage(str(tmp_path / "flame.png"))
    assert image.width() > 1400
    rows, columns = range(0, image.height(), 9), range(0, image.width(), 9)
    assert len({image.pixel(x, y) for y in rows for x in columns}) > 3
    view.export(tmp_path / "flame.svg")
    drawn = (tmp_path / "flame.svg").read_text(encoding="utf-8")
    assert "score" in drawn
    assert "order is not time" in drawn


@pytest.mark.parametrize("name", ["flame.svg", "flame.png"])
def test_that_a_picture_that_cannot_be_written_is_said(view, tmp_path, name):
    with pytest.raises(WorkbenchError, match="could not be written"):
        view.export(tmp_path / "nowhere" / name)


def test_that_only_frames_of_a_pixel_or_more_are_painted(view):
    many = profile_from({f"main;f{n:05}": 1 for n in range(20_000)} | {"main;big": 20_000})
    view.show_profiles(many, None)
    assert set(painted(view.canvases[0])) == {"", "main", "big"}


def test_that_pointing_at_nothing_is_nothing(view):
    canvas = view.canvases[0]
    empty = QPoint(canvas.viewport().width() - 2, canvas.viewport().height() - 2)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=empty)
    assert view.zoom == 0


@SCHEMES
def test_that_names_can_be_read_on_every_shade(scheme):
    tones = tones_of(scheme)
    grounds = [shade(tones, step).name() for step in range(-STEPS, STEPS + 1)]
    for ground in (*grounds, *tones.plain, tones.match):
        assert contrast(text_on(tones, ground).name(), ground) >= 4.5, ground


@SCHEMES
def test_that_less_and_more_differ_for_those_who_confuse_red_and_green(scheme):
    tones = tones_of(scheme)
    for less, more in ((shade(tones, -s), shade(tones, s)) for s in range(2, STEPS + 1)):
        # Red and green run together for them; blue against yellow is what is left.
        assert less.blue() - less.red() > 0 > more.blue() - more.red()


def test_that_the_view_speaks_japanese(qtbot, theme):
    made = FlameView(Language("ja"))
    qtbot.addWidget(made)
    made.show_profiles(profile_from(X86), profile_from(ARM))
    made.set_current(node_of(made, "old"))
    assert "x86_64 のみ" in made.status.text()


def test_that_the_difference_is_measured_by_what_is_chosen_with_the_keyboard(view, qtbot):
    assert view.bar.basis() is Basis.UNCHANGED
    view.choose_mode(FlameMode.ON_ARM)
    view.bar._basis.setFocus()
    seen = []
    for _ in Basis:
        tree = view.comparison.tree
        scaled = view.comparison.difference(tree.own)
        seen.append((view.comparison.basis, view.legend.accessibleName()))
        assert view.functions.table.rows[0].own_delta in scaled.tolist()
        qtbot.keyClick(view.bar._basis, Qt.Key.Key_Down)
    assert [basis for basis, _ in seen] == list(Basis)
    assert "points" in seen[1][1]
    assert "samples" in seen[2][1]
    assert view.bar._basis.toolTip().startswith("Amounts")


def test_that_a_basis_keeps_focus_and_zoom(view):
    node = int(view.comparison.tree.size - 1)
    view.focus_function(node)
    size = view.comparison.tree.size
    view.zoom_to(1)
    view.bar.choose_basis(Basis.SHARE)
    assert (view.comparison.tree.size, view.zoom) == (size, 1)
    view.start_again()
    assert view.comparison.basis is Basis.SHARE


def test_that_a_partial_picture_says_no_more_than_it_knows(qtbot, theme, say):
    whole = profile_from({"main;work;deep": 90, "main;small": 10})
    widest = msgspec.structs.replace(
        profile_from({"main;work": 90, "main": 10}), rest=lambda: whole
    )
    made = FlameView(say)
    qtbot.addWidget(made)
    made.choose_mode(FlameMode.ON_ARM)
    made.show_comparison(compare_profiles(widest, widest, widest=True))
    made.set_current(made.comparison.tree.at(["main", "work"]))
    assert made.mode is FlameMode.BOTH
    assert "90.0 %" in made.status.text()
    assert "itself" not in made.status.text()
    assert "ifference" not in made.status.text()
    assert [a.text() for a in made.menu_of(1).actions() if a.isEnabled() and a.text()] == [
        "Zoom to this frame",
        "Copy name",
        "Reset",
    ]
