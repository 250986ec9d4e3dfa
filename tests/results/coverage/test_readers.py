import json
from xml.etree import ElementTree

import pytest

from tests.results.coverage.reports import FOLDER, lines, read
from workbench.results.coverage import (
    clover,
    cobertura,
    coverage_py,
    go_cover,
    jacoco,
    lcov,
)
from workbench.results.coverage.lines import NO_LINES
from workbench.scan.document import Document, Unreadable


def read_text(format_, text):
    return format_.read(Document("coverage", text.encode()))


def test_that_three_formats_of_coverage_py_agree():
    x86_64 = ((2, 3, 6, 7, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 26), (23, 27))
    assert lines(read("coveragepy-x86_64.json")) == {"shop.py": x86_64}
    assert lines(read("coveragepy-x86_64.lcov")) == {"shop.py": x86_64}
    assert lines(read("coveragepy-x86_64.xml")) == {"/src/py/shop.py": x86_64}


def test_that_counts_agree_with_the_tools_own_totals():
    totals = json.loads((FOLDER / "coveragepy-arm64.json").read_text("utf-8"))["totals"]
    ((covered, missed),) = lines(read("coveragepy-arm64.json")).values()
    assert (len(covered), len(missed)) == (totals["covered_lines"], totals["missing_lines"])
    root = ElementTree.parse(FOLDER / "gcovr.xml").getroot()
    ((covered, missed),) = lines(read("gcovr.xml")).values()
    assert len(covered) == int(root.get("lines-covered"))
    assert len(covered) + len(missed) == int(root.get("lines-valid"))
    counter = ElementTree.parse(FOLDER / "jacoco-arm64.xml").getroot().find("counter[@type='LINE']")
    ((covered, missed),) = lines(read("jacoco-arm64.xml")).values()
    assert len(covered) == int(counter.get("covered"))
    assert len(missed) == int(counter.get("missed"))


def test_that_three_formats_of_istanbul_agree():
    for tool in ("jest", "c8"):
        told = [
            list(lines(read(f"{tool}-arm64-{kind}")).values())
            for kind in ("clover.xml", "cobertura.xml", "lcov.info")
        ]
        assert told[0] == told[1] == told[2]


def test_that_lcov_and_gcovr_agree_on_one_program():
    assert list(lines(read("lcov.info")).values()) == list(lines(read("gcovr.xml")).values())


def test_that_gos_modes_agree():
    assert lines(read("go-x86_64.cover")) == lines(read("go-atomic.cover"))
    covered, missed = lines(read("go-x86_64.cover"))["shop.example/shop/shop.go"]
    assert missed == (27,)
    assert {5, 13, 25} <= set(covered)


def test_that_a_method_of_clover_is_no_statement():
    assert lines(read("phpunit-clover.xml")) == {"/src/php/src/Shop.php": ((5, 6), (8, 11))}


def test_that_openclovers_conditions_count_by_their_results():
    text = (
        '<coverage generated="1" clover="4.4"><project><package name="p"><file name="A.java" '
        'path="p/A.java"><line num="3" type="cond" truecount="0" falsecount="2"/>'
        '<line num="4" type="cond" truecount="0" falsecount="0"/></file></package></project>'
        "</coverage>"
    )
    assert lines(read_text(clover, text)) == {"p/A.java": ((3,), (4,))}


def test_that_classes_of_one_file_are_one_file():
    text = (
        '<coverage line-rate="1"><sources><source>C:\\build</source></sources><packages><package '
        'name="p"><classes><class filename="a\\A.cs"><lines><line number="1" hits="0"/>'
        '<line number="2" hits="0"/></lines></class><class filename="a\\A.cs"><methods><method>'
        '<lines><line number="1" hits="3"/></lines></method></methods></class></classes></package>'
        "</packages></coverage>"
    )
    assert lines(read_text(cobertura, text)) == {"C:/build/a/A.cs": ((1,), (2,))}


def test_that_one_name_below_several_sources_warns():
    one = '<class filename="__init__.py"><lines><line number="1" hits="1"/></lines></class>'
    text = (
        '<coverage line-rate="1"><sources><source>/a</source><source>/b</source></sources>'
        "<packages>"
        f'<package name="p"><classes>{one}</classes></package>'
        f'<package name="q"><classes>{one}</classes></package></packages></coverage>'
    )
    assert read_text(cobertura, text).warnings == (cobertura.SAME_NAME.format(count=1),)


def test_that_modules_of_jacoco_lead_the_path():
    line = '<line nr="3" mi="1" ci="2"/><line nr="4" mi="1" ci="0"/>'
    text = (
        '<report name="all"><group name="core"><package name="a/b">'
        f'<sourcefile name="C.java">{line}</sourcefile><sourcefile name="D.java"/></package>'
        "</group></report>"
    )
    report = read_text(jacoco, text)
    assert lines(report)["core/a/b/C.java"] == ((3,), (4,))
    assert report.warnings == (jacoco.NO_DEBUG.format(count=1),)


def test_that_lcov_adds_up_the_tests_of_one_file():
    text = (
        "TN:one\nSF:a.c\nDA:1,0\nDA:2,0\nend_of_record\n"
        "TN:two\nSF:a.c\nVER:7\nDA:1,4,checksum\nend_of_record\n"
    )
    assert lines(read_text(lcov, text)) == {"a.c": ((1,), (2,))}


def test_that_odd_counts_of_gcov_are_read():
    text = "SF:a.c\nDA:1,-1\nDA:2,1.2e+09\nDA:3,0\nend_of_record\n"
    assert lines(read_text(lcov, text)) == {"a.c": ((2,), (1, 3))}


@pytest.mark.parametrize(
    ("format_", "text", "reason", "line"),
    [
        (lcov, "", "is empty", 0),
        (lcov, "SF:a.c\nDA:1,1\n", "end_of_record is missing", 1),
        (lcov, "SF:a.c\nDA:1,1\nSF:b.c\nend_of_record\n", "without end_of_record", 1),
        (lcov, "SF:a.c\nDA:1,x\nend_of_record\n", "where a number belongs", 2),
        (lcov, "SF:a.c\nDA:1\nend_of_record\n", "without a count", 2),
        (lcov, "DA:1,1\n", "outside of a file", 1),
        (lcov, "SF:a.c\nhello\nend_of_record\n", "no LCOV record", 2),
        (go_cover, "", "no mode line", 1),
        (go_cover, "mode: set\na.go:1.1,2.2 1 1", "cut off", 2),
        (go_cover, "mode: set\na.go:1.1,2.2 1\n", "no block", 2),
        (go_cover, "mode: set\na.go:9.1,2.2 1 1\n", "from line 9 to 2", 2),
        (go_cover, "mode: set\na.go:1.1,999999999.2 1 1\n", "from line 1", 2),
        (coverage_py, "", "is not valid JSON", 1),
        (coverage_py, '{"meta": {},\n"files": [', "no coverage.py report|not valid JSON", None),
        (coverage_py, '{"files": {"a": {"executed_lines": "no"}}}', "no coverage.py report", 0),
        (coverage_py, "{}", "no coverage.py report", 0),
        (cobertura, "<coverage/", "not valid XML", 1),
        (cobertura, "<report/>", "no Cobertura file", 1),
        (jacoco, "<coverage/>", "no JaCoCo report", 1),
        (clover, "<report/>", "no Clover file", 1),
        (
            cobertura,
            '<coverage line-rate="1"><packages><package><classes>\n<class filename="a"><lines>'
            '<line number="1" hits="many"/></lines></class></classes></package></packages>'
            "</coverage>",
            "'many' where a number belongs",
            2,
        ),
        (
            clover,
            '<coverage generated="1"><project><file name="a">\n<line num="1" type="stmt"/></file>'
            "</project></coverage>",
            "'' where a number belongs",
            2,
        ),
    ],
)
def test_that_what_is_broken_is_unreadable(format_, text, reason, line):
    with pytest.raises(Unreadable, match=reason) as raised:
        read_text(format_, text)
    assert line is None or raised.value.line == line


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (cobertura, '<coverage line-rate="0"/>'),
        (jacoco, "<report/>"),
        (clover, '<coverage generated="1"/>'),
        (go_cover, "mode: set\n"),
        (coverage_py, '{"meta": {}, "files": {}}'),
    ],
)
def test_that_a_report_without_lines_says_so(format_, text):
    assert read_text(format_, text).warnings == (NO_LINES,)


def test_that_cobertura_without_a_list_of_classes_is_read():
    text = (
        '<coverage line-rate="1"><packages><package name="p"><class filename="a.swift"><methods>'
        '<method><lines><line number="5" hits="0"/></lines></method></methods></class></package>'
        "</packages></coverage>"
    )
    assert lines(read_text(cobertura, text)) == {"a.swift": ((), (5,))}


def test_that_clover_packages_inside_of_metrics_are_read():
    text = (
        '<coverage generated="1"><project><metrics><package><file path="a.ts">'
        '<line num="1" count="1" type="stmt"/></file></package></metrics></project></coverage>'
    )
    assert lines(read_text(clover, text)) == {"a.ts": ((1,), ())}
