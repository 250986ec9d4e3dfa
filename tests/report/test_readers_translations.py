"""What is wrong with a file, or to doubt in it, is said in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tests.spoken_texts import raised_texts, warning_texts
from workbench.engine.result_files import find
from workbench.engine.results import Results
from workbench.model.errors import WorkbenchError
from workbench.model.language import WARNING, Language
from workbench.model.resources import resources
from workbench.model.run import Architecture
from workbench.project.folder import ProjectFolder
from workbench.results.formats import FORMATS

FAMILIES = tuple(f"results/{name}" for name in ("benchmarks", "coverage", "functional", "load"))
SHARED = tuple(
    f"results/{name}.py"
    for name in ("delimited", "json_fields", "quantity", "text_blocks", "xml_root")
)
IMPORTING = (
    "engine/asking.py",
    "engine/comparing.py",
    "engine/result_files.py",
    "engine/results.py",
    "engine/run_reports.py",
    "project/run_files.py",
    "project/run_text.py",
    "project/runs.py",
)
JA = Language("ja")


def _texts() -> set[str]:
    texts = raised_texts(*FAMILIES, *SHARED, *IMPORTING) | warning_texts(*FAMILIES)
    return {_nameless(text) for text in texts}


def _nameless(text: str) -> str:
    """A place has a name in the catalog and often none in the code."""
    return re.sub(r"\{\w+\}", "{}", text)


def _catalog() -> set[str]:
    return {
        _nameless(entry.msgid)
        for path in (resources() / "translations" / "ja").glob("*.po")
        for entry in polib.pofile(str(path))
        if entry.msgctxt == WARNING and entry.msgstr
    }


def test_that_the_texts_are_found_where_they_are_written() -> None:
    assert len(_texts()) > 150
    assert "the time goes back" in _texts()
    assert "'{}' is not a number" in _texts()
    assert "No request was answered." in _texts()


@pytest.mark.parametrize("text", sorted(_texts()))
def test_that_each_error_and_warning_of_a_reader_has_a_japanese_translation(text: str) -> None:
    assert text in _catalog()


BROKEN = {
    "empty.txt": b"\n",
    "unknown.txt": b"hello\n",
    "cut.csv": b"time,cpu\n0,1\n1,2",
    "comma.csv": b'time,cpu\n0,"1"\n1,"2,5"\n',
    "back.csv": b"time,cpu\n2,1\n1,2\n",
    "cut.xml": b'<testsuite name="a"><testcase name="b">',
    "missing.info": b"TN:\nSF:a.c\nDA:1,1\n",
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_that_a_refused_import_is_japanese_but_for_names_and_what_other_programs_say(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    with pytest.raises(WorkbenchError) as refused:
        find([path])
    said = JA.filled(str(refused.value))
    rest = said.replace(str(tmp_path), "").replace(name, "")
    for format_ in FORMATS:
        rest = rest.replace(format_.title, "").replace(format_.id, "")
    assert said != str(refused.value)
    for english in (" is ", " has ", " the ", "nothing was imported", " was "):
        assert english not in rest


def test_that_a_doubt_of_a_reader_is_japanese_within_that_of_its_side(tmp_path: Path) -> None:
    results = Results(ProjectFolder.open(tmp_path))
    log = Path(__file__).parents[1] / "fixtures" / "results" / "load" / "siege.txt"
    results.add(find([log]), architecture=Architecture.ARM64, scenario="checkout")
    warnings = results.compare().performance[0].answer.warnings
    (siege,) = (text for text in warnings if "siege tells" in text)
    assert JA.filled(siege) == (
        "arm64: siege はパーセンタイルを出さず、時間も 100 分の 1 秒までです。"
    )
