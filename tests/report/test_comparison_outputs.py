"""Every form of a comparison shows the same numbers, and nothing where the data say nothing."""

from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest
from pypdf import PdfReader

from tests.report.comparisons import checkout, full, single_runs
from tests.snapshots import empty
from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison import WRITERS
from workbench.report.comparison.chapter import chapter, line_ranges
from workbench.report.comparison.chart import chart
from workbench.report.comparison.figures import duration, number, percentile
from workbench.report.comparison.sentences import estimated, limit_text, performance_answer
from workbench.report.pdf import make_pdf
from workbench.results.comparison import Comparison, Scenario
from workbench.results.performance.records import Comparison as Performance
from workbench.results.performance.records import Estimate, Side

EN = Language("en")


def pdf_text(comparison: Comparison, language: str) -> str:
    reader = PdfReader(io.BytesIO(make_pdf(empty(), language=language, comparison=comparison)))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


class TestJson:
    def test_that_it_keeps_the_contract_on_performance(self) -> None:
        told = json.loads(WRITERS["json"](full()))
        answer = told["performance"][0]
        assert answer["scenario"] == "checkout"
        assert answer["limits"] == ["p99<=10ms", "errors<=0.1%"]
        assert answer["sides"].keys() == {"x86_64", "arm64"}
        for side in answer["sides"].values():
            assert side["sustainable"].keys() == {"value", "low", "high", "unit", "repeats"}
            assert {"value", "low", "high", "unit"} <= side["knee"].keys()
        assert answer["ratio"] == {"value": 1.2, "low": 1.14, "high": 1.27}
        assert answer["price_performance"] == {"value": 1.41, "low": 1.34, "high": 1.49}
        assert answer["warnings"] == ["Three repeats: intervals from few repeats are wide."]

    def test_that_what_is_not_supported_is_null_with_a_warning(self) -> None:
        told = json.loads(WRITERS["json"](full()))
        answer = told["performance"][1]
        assert answer["sides"]["arm64"]["sustainable"] is None
        assert answer["ratio"] is None
        assert answer["price_performance"] is None
        assert answer["warnings"]

    def test_that_an_empty_comparison_has_every_key(self) -> None:
        told = json.loads(WRITERS["json"](Comparison()))
        assert told["functional"] is None
        assert told["performance"] == told["profiles"] == told["warnings"] == []


class TestText:
    def test_that_the_question_stands_before_its_answer_and_the_doubts(self) -> None:
        text = WRITERS["text"](full())
        question = "At p99 ≤ 10ms and errors ≤ 0.1%, how much throughput does each side hold"
        answer = "arm64 over x86_64 is 1.20 (95 % interval 1.14 to 1.27); for the same money"
        doubt = "Three repeats: intervals from few repeats are wide."
        assert -1 < text.find(question) < text.find(answer) < text.find(doubt)

    def test_that_hostile_names_stay_on_their_line(self) -> None:
        hostile = "checkout\n\x1b[31mred"
        scenario = single_runs()
        question = msgspec.structs.replace(scenario.answer.question, scenario=hostile)
        answer = msgspec.structs.replace(scenario.answer, question=question)
        comparison = Comparison(performance=(Scenario(answer=answer),), runs=1)
        for name in ("text", "md"):
            written = WRITERS[name](comparison)
            assert "\x1b" not in written
            assert "checkout ?[31mred" in written.replace("\\", "")


def test_that_csv_rows_match_the_columns_and_formulas_are_inert() -> None:
    scenario = single_runs()
    question = msgspec.structs.replace(scenario.answer.question, scenario="=HYPERLINK(1)")
    answer = msgspec.structs.replace(scenario.answer, question=question)
    table = WRITERS["csv"](Comparison(performance=(Scenario(answer=answer), checkout()), runs=1))
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert all(None not in row for row in rows)
    assert {r["scenario"] for r in rows} == {"'=HYPERLINK(1)", "checkout"}
    ratios = [r["value"] for r in rows if r["measure"] == "ratio"]
    assert ratios == ["", "1.2"]


def test_that_markdown_tables_keep_their_columns() -> None:
    lines = WRITERS["md"](full()).splitlines()
    width = 0
    for line in lines:
        cells = line.replace("\\|", "").count("|")
        width = (width or cells) if line.startswith("|") else 0
        assert cells == width or not line.startswith("|")
    assert "search \\| =1+1" in WRITERS["md"](full())


class TestAnswer:
    def test_that_one_side_alone_gives_no_comparison(self) -> None:
        scenario = checkout()
        alone = {Architecture.ARM64: scenario.answer.sides[Architecture.ARM64]}
        answer = msgspec.structs.replace(scenario.answer, sides=alone, ratio=Estimate())
        sentence = performance_answer(answer, EN)
        assert sentence.startswith("Only arm64 is known, with 518.4 req/s")

    def test_that_no_interval_is_said(self) -> None:
        side = Side(answer=Estimate(value=100.0, unit="req/s", repeats=1))
        question = checkout().answer.question
        answer = Performance(
            question=question,
            sides=dict.fromkeys(Architecture, side),
            ratio=Estimate(value=1.0),
        )
        assert performance_answer(answer, EN) == (
            "arm64 holds 100.0 req/s (no interval), x86_64 100.0 req/s (no interval): "
            "arm64 over x86_64 is 1.00 (no interval)."
        )


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (90.0, 110.0, "100.0 req/s (90.00 to 110.0)"),
        (100.0, None, "100.0 req/s (at least 100.0)"),
        (None, 110.0, "100.0 req/s (at most 110.0)"),
        (None, None, "100.0 req/s (no interval)"),
    ],
)
def test_that_an_end_beyond_everything_measured_is_no_number(
    low: float | None, high: float | None, written: str
) -> None:
    assert estimated(Estimate(value=100.0, low=low, high=high, unit="req/s"), EN) == written


class TestChart:
    def test_that_everything_lies_inside_the_axes(self) -> None:
        drawn = chart(checkout(), EN)
        assert drawn is not None
        assert [len(c.points) for c in drawn.curves] == [36, 36]
        assert [len(c.line) for c in drawn.curves] == [12, 12]
        places = [p for c in drawn.curves for point in (*c.points, *c.line) for p in point]
        places += [t.at for t in (*drawn.x_ticks, *drawn.y_ticks)]
        places += [m.at for m in drawn.marks]
        assert all(0 <= place <= 1 for place in places)
        assert drawn.limit is not None
        assert drawn.limit_word == "p99 ≤ 10 ms"

    def test_that_points_below_the_limit_line_keep_the_limit(self) -> None:
        scenario = checkout()
        drawn = chart(scenario, EN)
        assert drawn is not None
        assert drawn.limit is not None
        sweep = scenario.answer.sides[Architecture.ARM64].sweep
        assert sweep is not None
        steps = [p.step for level in sweep.levels for p in level.points]
        (curve,) = (c for c in drawn.curves if c.side == "arm64")
        below = [y < drawn.limit for _, y in curve.points]
        assert below == [s.percentiles[0].seconds < 0.010 for s in steps]

    def test_that_without_latencies_there_is_no_chart(self) -> None:
        assert chart(single_runs(), EN) is None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_that_the_report_holds_every_number(language: str) -> None:
    text = pdf_text(full(), language)
    for told in ("412", "81.3%", "518.4req/s", "1.20", "1.41", "m7g.2xlarge", "0.3264USD"):
        assert told in text
    for told in ("test_that_dot_products_agree[float32]", "3,7-9,40", "encode/jpeg", "p99≤10ms"):
        assert told in text


def test_that_a_long_list_is_counted_in_the_report() -> None:
    comparison = full()
    assert comparison.functional is not None
    tests = comparison.functional.tests
    assert tests is not None
    many = tuple(f"suite::test_{n}" for n in range(500))
    functional = msgspec.structs.replace(
        comparison.functional, tests=msgspec.structs.replace(tests, regressed=many)
    )
    made = chapter(msgspec.structs.replace(comparison, functional=functional), EN)
    assert made.functional is not None
    (regressed, *_) = made.functional.lists
    assert (regressed.count, len(regressed.tests), regressed.more) == ("500", 200, "and 300 more")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234.56, "1,235"),
        (12.3456, "12.35"),
        (0.000123456, "0.000123"),
        (1e7, "10,000,000"),
    ],
)
def test_that_numbers_hold_four_digits(value: float, written: str) -> None:
    assert number(value) == written


def test_that_units_suit_the_value() -> None:
    assert [duration(s) for s in (0.00085, 0.0124, 3.2, 4000)] == [
        "850 µs",
        "12.4 ms",
        "3.2 s",
        "4,000 s",
    ]
    assert percentile(0.999) == "p99.9"
    assert limit_text("p99<=10ms") == "p99 ≤ 10ms"
    assert line_ranges((3, 7, 8, 9, 40)) == "3, 7-9, 40"
