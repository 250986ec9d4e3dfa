"""What is asked of files before they are imported."""

from pathlib import Path

import pytest

from tests.ui.results.builders import ARM, X86
from workbench.model.language import Language
from workbench.ui.tests.batch import Labels
from workbench.ui.tests.import_model import ImportModel
from workbench.ui.tests.looking import (
    Looked,
    look_at,
    suggested_architecture,
    suggested_instance,
)

FIXTURES = Path(__file__).parents[2] / "fixtures" / "results"


@pytest.mark.parametrize(
    ("path", "architecture"),
    [
        ("results/arm64/wrk.txt", ARM),
        ("results/graviton3/wrk.txt", ARM),
        ("m7g.2xlarge-run1.json", ARM),
        ("x86/arm64.txt", ARM),
        ("m6i.2xlarge/wrk.txt", X86),
        ("run-amd64.json", X86),
        ("results/c7a.large.txt", X86),
        ("arm64-versus-x86_64.txt", None),
        ("harmony/alarm.txt", None),
        ("wrk.txt", None),
    ],
)
def test_that_a_path_suggests_an_architecture_only_where_it_names_one(path, architecture):
    assert suggested_architecture(Path(path)) is architecture


def test_that_a_path_suggests_an_instance_type():
    assert suggested_instance(Path("runs/M7G.2xlarge/a.txt")) == "m7g.2xlarge"
    assert suggested_instance(Path("runs/a.txt")) == ""


def test_that_each_broken_file_is_one_line_and_the_others_go_on(tmp_path):
    good = FIXTURES / "functional" / "pytest-x86_64.xml"
    (tmp_path / "good.xml").write_bytes(good.read_bytes())
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "broken.xml").write_bytes(good.read_bytes()[:300])
    looked = list(look_at(sorted(tmp_path.iterdir())))
    errors = {one.path.name: one.error for one in looked}
    assert errors["good.xml"] == ""
    assert errors["empty.txt"].startswith("is empty")
    assert errors["broken.xml"]
    assert not any("\n" in error or str(tmp_path) in error for error in errors.values())


def test_that_a_folder_gives_its_results_and_names_what_is_broken_in_it(tmp_path):
    good = FIXTURES / "functional" / "pytest-x86_64.xml"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "good.xml").write_bytes(good.read_bytes())
    (tmp_path / "deep" / "notes.md").write_text("nothing")
    assert [one.path.name for one in look_at([tmp_path])] == ["good.xml"]


def test_that_a_folder_without_results_says_so(tmp_path):
    (looked,) = look_at([tmp_path])
    assert looked.error == "holds no file that is a known test result"


def test_that_files_with_the_same_labels_make_one_run(qapp, say):
    model = ImportModel(say)
    for name, side in (("a", X86), ("b", ARM), ("c", X86)):
        model.add(Looked(Path(name), ("wrk",), "", side))
    model.add(Looked(Path("d"), error="is empty"))
    batches = model.batches()
    assert [(b.labels, [p.name for p, _ in b.files]) for b in batches] == [
        (Labels(X86), ["a", "c"]),
        (Labels(ARM), ["b"]),
    ]


def test_that_a_guess_is_shown_as_one_until_a_person_says_so(qapp, say):
    model = ImportModel(say)
    model.add(Looked(Path("a"), ("wrk",), "", ARM, "m7g.large"))
    assert model.data(model.index(0, 2)) == "arm64 (guessed)"
    model.set_label([0], "architecture", ARM)
    assert model.data(model.index(0, 2)) == "arm64"
    assert model.data(model.index(0, 3)) == "m7g.large (guessed)"


def test_that_an_ambiguous_format_and_an_unknown_side_are_asked(qapp, say):
    model = ImportModel(say)
    model.add(Looked(Path("a.csv"), ("jmeter-csv", "series-csv")))
    assert model.rows[0].wanting == "choose the format"
    model.set_format([0], "series-csv")
    assert model.rows[0].wanting == "choose the architecture"
    model.set_label([0], "architecture", X86)
    assert model.rows[0].wanting == ""


def test_that_a_file_that_cannot_be_read_is_refused_in_japanese(qapp, tmp_path):
    (tmp_path / "cut.csv").write_text("time,cpu\n0,1\n1,2")
    model = ImportModel(Language("ja"))
    for looked in look_at([tmp_path / "cut.csv"]):
        model.add(looked)
    said = model.data(model.index(0, 1))
    assert "最後の行の終わりがありません" in said
    assert "何も取り込まれていません" in said
