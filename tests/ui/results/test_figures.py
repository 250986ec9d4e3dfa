"""Every chart states its question in words, and its answer."""

from dataclasses import replace

import pytest

from tests.ui.results.builders import (
    ARM,
    SCENARIO,
    X86,
    answers,
    at_load,
    functional,
    performance,
    without_interval,
)
from workbench.model.language import Language
from workbench.results.performance.question import Metric
from workbench.ui.tests.answers import Answers, Estimate, FunctionalAnswer, ScenarioAnswer
from workbench.ui.tests.figure import MarkKind, Shape
from workbench.ui.tests.figures.distribution import distribution_figure
from workbench.ui.tests.figures.ratios import benchmarks_figure, scenarios_figure
from workbench.ui.tests.figures.series import series_figure
from workbench.ui.tests.figures.spectrum import spectrum_figure
from workbench.ui.tests.figures.sweep import sweep_figure
from workbench.ui.tests.numbers import duration, number
from workbench.ui.tests.question import Question
from workbench.ui.tests.wording import asked, held, parity, plain, timed

say = Language("en")


def test_that_the_sweep_asks_the_limits_and_answers_with_intervals():
    figure = sweep_figure(performance(), Question(scenario=SCENARIO), say)
    assert figure.title == "At p99 ≤ 10 ms and errors ≤ 0.1 %, how much does each side hold?"
    assert figure.answer.startswith(
        "arm64 holds 5,226 req/s (95 % interval 5,131–5,321), x86_64 holds 3,848 req/s "
        "(3,773–3,923): 1.36 × (1.32–1.40), and 1.69 × (1.64–1.74) per unit of money"
    )


def test_that_the_sweep_marks_limit_knee_and_sustainable_load_of_each_side():
    figure = sweep_figure(performance(), Question(scenario=SCENARIO), say)
    assert [(m.kind, m.side, round(m.value)) for m in figure.marks] == [
        (MarkKind.LIMIT, None, 10),
        (MarkKind.SUSTAINABLE, X86, 3848),
        (MarkKind.KNEE, X86, 4002),
        (MarkKind.SUSTAINABLE, ARM, 5226),
        (MarkKind.KNEE, ARM, 5435),
    ]


def test_that_the_sweep_shows_every_repeat_and_a_line_through_the_medians():
    figure = sweep_figure(performance(), Question(scenario=SCENARIO), say)
    shapes = [(c.side, c.shape, len(c.x)) for c in figure.curves]
    assert shapes == [
        (X86, Shape.LINE, 12),
        (X86, Shape.DOTS, 60),
        (ARM, Shape.LINE, 12),
        (ARM, Shape.DOTS, 60),
    ]


def test_that_too_few_repeats_are_said_once_and_no_interval_is_made_up():
    sentence = plain(held(without_interval(performance()), Question(), say))
    assert "(not enough repeats for an interval)" in sentence
    assert "interval 5" not in sentence
    assert sentence.count("not enough repeats") == 1


def test_that_a_side_without_results_is_named():
    only_x86 = ScenarioAnswer(SCENARIO, performance().sides[:1])
    assert held(only_x86, Question(), say).endswith(
        "arm64 was not measured. There is no ratio to give."
    )


def test_that_a_question_without_limits_does_not_speak_of_them():
    question = Question(latency=None, errors=None)
    assert asked(question, say) == "Without a limit, how much does each side carry at most?"
    assert sweep_figure(performance(), question, say).marks[0].kind is not MarkKind.LIMIT


def test_that_each_metric_has_its_question():
    titles = {asked(Question(metric=metric), say) for metric in Metric}
    assert len(titles) == 4


LATENCY = Question(scenario=SCENARIO, metric=Metric.LATENCY, percentile=0.9)


def test_that_a_question_for_latency_names_its_load_and_answers_in_times():
    figure = sweep_figure(at_load(), LATENCY, say)
    assert figure.title == "At 4,400 req/s, what is the p90 latency of each side?"
    assert figure.answer == (
        "arm64 takes 6 ms (95 % interval 5.4 ms–6.6 ms), x86_64 takes 20 ms (18 ms–22 ms): "
        "0.30 × (0.27–0.33)."
    )
    assert figure.y_title == "p90 latency (ms)"


def test_that_the_load_of_a_latency_is_marked_and_no_limit_is():
    kinds = [m.kind for m in sweep_figure(at_load(), LATENCY, say).marks]
    assert MarkKind.LOAD in kinds
    assert MarkKind.LIMIT not in kinds
    clients = sweep_figure(at_load("concurrency"), LATENCY, say)
    assert clients.title.startswith("At 4,400 clients, ")
    assert MarkKind.LOAD not in [m.kind for m in clients.marks], "the axis is throughput"


def test_that_a_latency_that_is_not_known_is_said():
    answer = replace(performance(), ratio=None, price_performance=None)
    assert held(answer, LATENCY, say) == (
        "arm64: not enough data to say, x86_64: not enough data to say. There is no ratio to give."
    )
    assert asked(LATENCY, say, answer) == "At equal load, what is the p90 latency of each side?"


def test_that_less_is_better_where_latency_or_time_is_asked():
    titles = {
        Metric.LATENCY: "In which scenarios is the p90 latency lower on arm64?",
        Metric.TIME: "In which scenarios do benchmarks take less time on arm64?",
    }
    for metric, title in titles.items():
        figure = scenarios_figure(answers(), replace(LATENCY, metric=metric), say)
        assert figure.title == title
        assert figure.answer.startswith("arm64 is ahead in 1 of 5, behind in 3;")
        assert figure.bars[0].label == "image resize"
        assert figure.bars[0].side is ARM


def test_that_the_time_of_a_scenario_comes_with_what_it_means_in_money():
    answer = replace(performance(), ratio=Estimate(0.8), price_performance=Estimate(1.47))
    assert plain(timed(answer, say)) == (
        "In this scenario arm64 takes 0.80 × the time of x86_64, "
        "and 1.47 × per unit of money at the prices entered."
    )
    assert timed(replace(answer, ratio=None), say) == timed(None, say) == ""


def test_that_the_load_chart_does_not_answer_for_benchmarks():
    figure = sweep_figure(performance(), Question(metric=Metric.TIME), say)
    assert figure.title == "How does p99 latency rise with the load?"
    assert figure.answer == ""


@pytest.mark.parametrize(
    ("figure", "title", "answer"),
    [
        (
            spectrum_figure(performance(), Question(), say),
            "How long is the tail at",
            "p99: x86_64 20 ms, arm64 6",
        ),
        (
            series_figure(performance(), (30.0, 0.0), say),
            "Was p99 latency steady over time?",
            "The first 30 s and the last 0 s do not count.",
        ),
        (
            distribution_figure(performance(), say),
            "How are single requests spread?",
            "Half of the requests are faster than: x86_64 m6i.2xlarge 2.",
        ),
        (
            scenarios_figure(answers(), Question(), say),
            "In which scenarios does arm64 hold more?",
            "arm64 is ahead in 3 of 5, behind in 1;",
        ),
        (
            benchmarks_figure(answers(), say),
            "How many times as fast is each benchmark on arm64?",
            "arm64 is ahead in 2 of 4, behind in 1;",
        ),
    ],
    ids=["spectrum", "series", "distribution", "scenarios", "benchmarks"],
)
def test_that_every_chart_states_its_question_and_its_answer(figure, title, answer):
    assert not figure.is_empty
    assert title in figure.title
    assert answer in figure.answer


@pytest.mark.parametrize(
    "figure",
    [
        sweep_figure(None, Question(), say),
        spectrum_figure(None, Question(), say),
        series_figure(None, (0, 0), say),
        distribution_figure(None, say),
        scenarios_figure(Answers(), Question(), say),
        benchmarks_figure(Answers(), say),
    ],
    ids=lambda figure: figure.id,
)
def test_that_a_chart_without_data_says_why(figure):
    assert figure.is_empty
    assert figure.empty.endswith(".")


def test_that_warm_up_is_left_out_of_what_is_said_of_a_series():
    whole = series_figure(performance(), (0.0, 0.0), say).answer
    trimmed = series_figure(performance(), (60.0, 0.0), say).answer
    assert whole != trimmed


def test_that_histograms_of_both_sides_share_their_bins():
    x86, arm = distribution_figure(performance(), say).curves
    assert list(x86.x) == list(arm.x)
    assert len(x86.x) == len(x86.y) + 1
    assert 95 < sum(x86.y) <= 100


def test_that_bars_stand_in_order_and_carry_their_intervals():
    bars = scenarios_figure(answers(), Question(), say).bars
    assert [bar.label for bar in bars][-1] == "image resize"
    assert bars[0].low < bars[0].value < bars[0].high


def test_that_parity_is_denied_where_tests_fail_on_arm64_only():
    assert plain(parity(functional(), say)) == (
        "No: 2 tests fail on arm64 only and 1 are missing there; "
        "1,842 pass on x86_64, 1,839 on arm64."
    )


def test_that_parity_names_the_side_without_reports():
    one_sided = FunctionalAnswer(counts={X86: {"passed": 3}})
    assert "no test reports of arm64" in parity(one_sided, say)
    assert "no test reports of x86_64" in parity(FunctionalAnswer(counts={ARM: {}}), say)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.1, "0.1"), (12.345, "12.3"), (5858.2, "5,858"), (1e-5, "0.00001")],
)
def test_that_numbers_have_the_digits_that_people_use(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.01, "10 ms"), (2.5, "2.5 s"), (3e-5, "30 µs")])
def test_that_durations_take_the_unit_that_suits_them(seconds, text):
    assert duration(seconds) == text
