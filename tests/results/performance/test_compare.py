import json

import pytest

from tests.results.performance.sweeps import measurement, step
from workbench.model.run import Architecture, Run
from workbench.results.performance.compare import compare
from workbench.results.performance.export import COLUMNS, comparison_object, comparison_rows
from workbench.results.performance.limit import Limit
from workbench.results.performance.price import Price
from workbench.results.performance.question import Metric, Question
from workbench.results.performance.records import Measurement
from workbench.results.records import Benchmark, BenchmarkReport

X86, ARM = Architecture.X86_64, Architecture.ARM64
RATES = (200, 400, 500, 600, 700, 800)
LIMITS = (Limit.parse("p99<=10ms"), Limit.parse("errors<=0.1%"))


def runs(side, capacity, factors=(0.98, 1.0, 1.02), rates=RATES, **told):
    return [
        measurement(
            side,
            [step(rate, 4605.17 / (capacity - rate) * factor) for rate in rates],
            run=f"{number}",
            warm_up=5,
            **told,
        )
        for number, factor in enumerate(factors)
    ]


def question(**more):
    return Question(scenario="", limits=LIMITS, **more)


PRICES = {X86: Price.parse("0.40 USD"), ARM: Price.parse("0.32 USD")}


def test_that_the_ratio_is_arm64_over_x86_64_with_an_interval():
    """Sustainable: 1000 - 460.5 = 539.5 and 1200 - 460.5 = 739.5."""
    found = compare(question(), [*runs(X86, 1000), *runs(ARM, 1200)])
    assert found.sides[X86].sustainable.value == pytest.approx(539.5, rel=0.01)
    assert found.sides[ARM].sustainable.value == pytest.approx(739.5, rel=0.01)
    assert found.ratio.value == pytest.approx(1.371, rel=0.01)
    assert found.ratio.low < 1.371 < found.ratio.high


def test_that_swapped_sides_give_the_inverse_ratio():
    one = compare(question(), [*runs(X86, 1000), *runs(ARM, 1200)]).ratio
    other = compare(question(), [*runs(X86, 1200), *runs(ARM, 1000)]).ratio
    assert one.value * other.value == pytest.approx(1)
    assert one.low * other.high == pytest.approx(1, rel=0.02)


def test_that_price_performance_is_work_per_money():
    found = compare(question(prices=PRICES), [*runs(X86, 1000), *runs(ARM, 1200)])
    assert found.price_performance.value == pytest.approx(found.ratio.value * 0.40 / 0.32)
    assert found.price_performance.low == pytest.approx(found.ratio.low * 0.40 / 0.32)


def test_that_different_currencies_are_not_divided():
    prices = {X86: Price.parse("0.40 USD"), ARM: Price.parse("48 JPY")}
    found = compare(question(prices=prices), [*runs(X86, 1000), *runs(ARM, 1200)])
    assert found.price_performance.value is None
    assert "no price-performance: prices are in USD and in JPY" in found.warnings


def test_that_one_missing_price_is_said():
    found = compare(question(prices={ARM: PRICES[ARM]}), [*runs(X86, 1000), *runs(ARM, 1200)])
    assert "no price-performance: the price of x86_64 is missing" in found.warnings


def test_that_a_side_never_loaded_to_its_limit_has_no_ratio():
    found = compare(question(), [*runs(X86, 1000), *runs(ARM, 3000)])
    assert found.ratio.value is None
    assert any("arm64 was never loaded to its limit" in text for text in found.warnings)


def test_that_single_runs_have_a_ratio_but_no_interval_and_say_so():
    found = compare(question(), [*runs(X86, 1000, (1,)), *runs(ARM, 1200, (1,))])
    assert found.ratio.value == pytest.approx(1.371, rel=0.01)
    assert found.ratio.low is None
    assert "arm64: a single run: no interval" in found.warnings


def test_that_a_missing_side_is_null_and_said():
    found = compare(question(), runs(X86, 1000))
    answer = comparison_object(found)
    assert answer["sides"]["arm64"]["sustainable"] is None
    assert answer["ratio"] is None
    assert "arm64: nothing was measured in this scenario" in found.warnings


def test_that_no_measurements_at_all_are_nulls():
    answer = comparison_object(compare(question(), []))
    assert answer["sides"]["x86_64"] == {"sustainable": None, "knee": None, "answer": None}


def test_that_the_json_contract_holds():
    found = compare(question(prices=PRICES), [*runs(X86, 1000), *runs(ARM, 1200)])
    answer = json.loads(json.dumps(comparison_object(found)))
    assert answer["limits"] == ["p99<=10ms", "errors<=0.1%"]
    for side in ("x86_64", "arm64"):
        assert set(answer["sides"][side]["sustainable"]) == {
            "value", "low", "high", "unit", "repeats",
        }  # fmt: skip
        assert answer["sides"][side]["sustainable"]["unit"] == "req/s"
        assert answer["sides"][side]["sustainable"]["repeats"] == 3
        assert answer["sides"][side]["knee"]["value"] > 0
    assert set(answer["ratio"]) == set(answer["price_performance"]) == {"value", "low", "high"}
    assert all(isinstance(text, str) for text in answer["warnings"])


def test_that_rows_hold_the_same_numbers_as_the_json():
    found = compare(question(prices=PRICES), [*runs(X86, 1000), *runs(ARM, 1200)])
    rows = {row[1:3]: dict(zip(COLUMNS, row, strict=True)) for row in comparison_rows(found)}
    answer = comparison_object(found)
    assert rows["ratio", "arm64/x86_64"]["value"] == answer["ratio"]["value"]
    assert rows["knee", "arm64"]["value"] == answer["sides"]["arm64"]["knee"]["value"]


def test_that_only_the_scenario_asked_for_counts():
    mixed = [*runs(X86, 1000, scenario="search"), *runs(ARM, 1200, scenario="login")]
    found = compare(Question(scenario="search", limits=LIMITS), mixed)
    assert found.sides[X86].sustainable.value is not None
    assert found.sides[ARM].sustainable.value is None


def test_that_latency_is_compared_at_the_highest_common_load():
    asked = Question(metric=Metric.LATENCY, percentile=0.99)
    given = [*runs(X86, 1000), *runs(ARM, 1200, rates=(200, 400, 600))]
    found = compare(asked, given)
    assert not found.higher_is_better
    assert found.sides[X86].answer.value == pytest.approx(4.60517 / 400)
    assert found.ratio.value == pytest.approx(400 / 600)


def test_that_latency_is_compared_where_both_sides_keep_up():
    """At 900 x86_64 answers 800: how late that is depends on how long the test went on."""
    crushed = measurement(X86, [step(500, 5), step(900, 2000, throughput=800)], run="x")
    carried = measurement(ARM, [step(500, 4), step(900, 8)], run="a")
    found = compare(Question(metric=Metric.LATENCY), [crushed, carried])
    assert found.load == 500
    assert found.sides[X86].answer.value == pytest.approx(0.005)
    pushed = compare(Question(metric=Metric.LATENCY, load=900), [crushed, carried])
    assert pushed.sides[X86].answer.value == pytest.approx(2.0)
    assert any("x86_64: answers 800 of 900 req/s: it is overloaded" in w for w in pushed.warnings)


def test_that_latency_earns_no_money():
    found = compare(
        Question(metric=Metric.LATENCY, prices=PRICES), [*runs(X86, 1000), *runs(ARM, 1200)]
    )
    assert found.ratio.value is not None
    assert found.price_performance.value is None
    assert any("not more work" in text for text in found.warnings)


def test_that_a_load_measured_on_one_side_answers_for_that_side_only():
    asked = Question(metric=Metric.LATENCY, load=800)
    found = compare(asked, [*runs(X86, 1000, rates=(200, 400)), *runs(ARM, 1200)])
    assert found.sides[ARM].answer.value == pytest.approx(4.60517 / 400)
    assert found.sides[X86].answer.value is None
    assert found.ratio.value is None
    assert "x86_64: was not measured at a load of 800, only at 200, 400" in found.warnings


def test_that_several_benchmarks_have_a_mean_of_ratios_and_no_time_of_a_side():
    given = [
        Measurement(
            run=Run(id=side.value, architecture=side),
            report=BenchmarkReport(
                tool="hyperfine",
                benchmarks=tuple(
                    Benchmark(name=name, unit="s", values=(seconds,) * 4) for name in "ab"
                ),
            ),
        )
        for side, seconds in ((X86, 4.0), (ARM, 2.0))
    ]
    found = compare(Question(metric=Metric.TIME), given)
    assert found.ratio.value == pytest.approx(0.5)
    assert found.sides[ARM].answer.value is None
    assert any("geometric mean" in text for text in found.warnings)


def test_that_latency_without_a_common_load_is_not_compared():
    asked = Question(metric=Metric.LATENCY)
    found = compare(asked, [*runs(X86, 1000, rates=(100, 300)), *runs(ARM, 1200, rates=(200,))])
    assert found.ratio.value is None
    assert any("never measured at the same load" in text for text in found.warnings)


def test_that_less_time_is_better_and_cheaper():
    given = [
        Measurement(
            run=Run(id=side.value, architecture=side),
            report=BenchmarkReport(
                tool="hyperfine", benchmarks=(Benchmark(name="build", unit="s", values=values),)
            ),
        )
        for side, values in ((X86, (10.0, 10.1, 9.9, 10.0)), (ARM, (8.0, 8.1, 7.9, 8.0)))
    ]
    found = compare(Question(metric=Metric.TIME, prices=PRICES), given)
    assert found.ratio.value == pytest.approx(0.8)
    assert found.price_performance.value == pytest.approx((10 / 8) * (0.40 / 0.32))
    assert found.price_performance.low < found.price_performance.high
    assert found.benchmarks[0].significant is True
