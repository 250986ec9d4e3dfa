"""The questions put to the test results, and their answers in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import duration, number, percentile, share, times
from workbench.report.verdict import counted
from workbench.results.comparison import Functional, ProfileDifference
from workbench.results.flame.functions import FunctionRow
from workbench.results.parity import TestParity
from workbench.results.performance.question import Metric
from workbench.results.performance.records import BenchmarkComparison, Estimate
from workbench.results.performance.records import Comparison as Performance

ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64


def functional_question(language: Language) -> str:
    """Return the question that functional tests answer."""
    return language("Do the same tests pass on arm64, with the same coverage?")


def functional_answer(functional: Functional, language: Language) -> str:
    """Answer it in one sentence."""
    tests = functional.tests
    if tests is None:
        return language("There are no test reports of both sides, so nothing can be said.")
    counts = language(
        "{arm64} tests pass on arm64, {x86} on x86_64.",
        arm64=f"{tests.arm64.passed:,}",
        x86=f"{tests.x86_64.passed:,}",
    )
    verdict = _verdict(tests, language)
    return language("{verdict} {counts}", verdict=verdict, counts=counts)


def coverage_answer(functional: Functional, language: Language) -> str:
    """Say how much the tests cover on each side; empty where no file tells of both."""
    coverage = functional.coverage
    if coverage is None or coverage.delta is None:
        return ""
    return language(
        "The tests reach {arm64} of the lines on arm64 and {x86} on x86_64.",
        arm64=share(coverage.arm64, language),
        x86=share(coverage.x86_64, language),
    )


def performance_question(answer: Performance, language: Language) -> str:
    """Return the question, with the limits that make a load acceptable."""
    question = answer.question
    where = question.scenario or language("the unnamed scenario")
    if question.metric is Metric.TIME or (answer.benchmarks and not loaded(answer)):
        return language("How do the benchmarks of {scenario} do on arm64?", scenario=where)
    if question.metric is Metric.LATENCY:
        return language(
            "At {load}, what is the {percentile} latency of each side in {scenario}?",
            load=load_text(answer, language) or language("the same load"),
            percentile=percentile(question.percentile),
            scenario=where,
        )
    if not question.limits:
        return language("How much throughput does each side hold in {scenario}?", scenario=where)
    return language(
        "At {limits}, how much throughput does each side hold in {scenario}?",
        limits=language(" and ").join(limit_text(limit.text) for limit in question.limits),
        scenario=where,
    )


def performance_answer(answer: Performance, language: Language) -> str:
    """Answer it in one sentence with the interval, or say that the data do not."""
    if answer.benchmarks and not any(_known(answer, a) for a in Architecture):
        return _benchmarks_answer(answer, language)
    known = [a for a in Architecture if _known(answer, a)]
    if not known:
        return language("The results do not say.")
    if len(known) < len(Architecture):
        return language(
            "Only {side} is known, with {held}: there is nothing to compare it with.",
            side=known[0].value,
            held=estimated(answer.sides[known[0]].answer, language),
        )
    values = {a.value: estimated(answer.sides[a].answer, language) for a in Architecture}
    if answer.question.metric in (Metric.TIME, Metric.LATENCY):
        sentence = language("arm64 takes {arm64}, x86_64 {x86_64}", **values)
    else:
        sentence = language("arm64 holds {arm64}, x86_64 {x86_64}", **values)
    if answer.ratio.value is not None:
        ratio = estimated(answer.ratio, language, named=True)
        sentence += language(": arm64 over x86_64 is {ratio}", ratio=ratio)
    if answer.price_performance.value is not None:
        money = estimated(answer.price_performance, language, named=True)
        sentence += language("; for the same money it is {ratio}", ratio=money)
    return sentence + language(".")


def kept_line(kept: Mapping[str, str]) -> str:
    """Say, in English, what of the question is the one of last time."""
    told = "; ".join(f"{name} {text}" for name, text in kept.items())
    return f"As asked last (kept in .workbench/project.toml): {told}."


def profile_question(profile: ProfileDifference, language: Language) -> str:
    """Return the question that two profiles answer."""
    where = profile.scenario or language("the unnamed scenario")
    return language("Which functions of {scenario} weigh more on arm64?", scenario=where)


def profile_answer(profile: ProfileDifference, language: Language) -> str:
    """Answer it in one sentence: the function whose share grew the most."""
    if not profile.functions:
        return language("There are no profiles of both sides, so nothing can be said.")
    most = max(profile.functions, key=_own_delta)
    if most.own_delta <= 0:
        return language("None: no function takes a larger share on arm64.")
    return language(
        "Most in {function}: {x86} of the samples on x86_64, {arm64} on arm64.",
        function=most.name,
        x86=share(most.own[0], language),
        arm64=share(most.own[1], language),
    )


def load_text(answer: Performance, language: Language) -> str:
    """Return the load at which latency is compared: `500 req/s`, `64 clients`; empty if none."""
    if answer.load is None:
        return ""
    sweep = next((side.sweep for side in answer.sides.values() if side.sweep), None)
    load = f"{round(answer.load, 3):,.10g}"
    if sweep is not None and sweep.axis == "concurrency":
        return language("{count} clients", count=load)
    return f"{load} {sweep.unit if sweep else ''}".rstrip()


def metric_name(answer: Performance, language: Language) -> str:
    """Return what the ratio is of."""
    if answer.question.metric is Metric.LATENCY:
        name = percentile(answer.question.percentile)
        if not (load := load_text(answer, language)):
            return language("{percentile} latency", percentile=name)
        return language("{percentile} latency at {load}", percentile=name, load=load)
    return language("Time") if answer.question.metric is Metric.TIME else language("Throughput")


def money_name(answer: Performance, language: Language) -> str:
    """Return what the price-performance is of; empty where the metric has none."""
    if answer.question.metric is Metric.LATENCY or not answer.question.prices:
        return ""
    if answer.question.metric is Metric.TIME:
        return language("Work for the same money")
    return language("Throughput for the same money")


def has_own_answer(answer: Performance) -> bool:
    """Whether the metric asked for is another number than what each side sustains."""
    return answer.question.metric in (Metric.LATENCY, Metric.TIME)


def loaded(answer: Performance) -> bool:
    """Whether a load was measured on any side; otherwise there are only benchmarks."""
    return any(side.sweep for side in answer.sides.values())


def estimated(estimate: Estimate, language: Language, *, named: bool = False) -> str:
    """Return a value with its interval: `1,234 req/s (1,180 to 1,300)`; a ratio has no unit.

    `named` says what the interval is, once a sentence.
    """
    if estimate.value is None:
        return language("not known")
    value = f"{_written(estimate, estimate.value)} {_unit(estimate)}".rstrip()
    low = "" if estimate.low is None else _written(estimate, estimate.low)
    high = "" if estimate.high is None else _written(estimate, estimate.high)
    return f"{value} ({_between(low, high, language, named=named)})"


def _between(low: str, high: str, language: Language, *, named: bool) -> str:
    """Return an interval; an end beyond everything measured is absent."""
    if low and high and named:
        return language("95 % interval {low} to {high}", low=low, high=high)
    if low and high:
        return language("{low} to {high}", low=low, high=high)
    if low:
        return language("at least {low}", low=low)
    return language("at most {high}", high=high) if high else language("no interval")


def significance(benchmark: BenchmarkComparison, language: Language) -> str:
    """Say whether a benchmark differs at all."""
    if benchmark.significant is None:
        return language("not enough repeats to say")
    if not benchmark.significant:
        return language("no difference shown")
    better = benchmark.ratio.value is not None and (
        (benchmark.ratio.value > 1) is benchmark.higher_is_better
    )
    return language("better on arm64") if better else language("worse on arm64")


def limit_text(limit: str) -> str:
    """Return `p99<=10ms` as it is set in print: `p99 ≤ 10ms`."""
    for sign, printed in (("<=", "≤"), (">=", "≥"), ("<", "<"), (">", ">")):
        if sign in limit:
            name, _, value = limit.partition(sign)
            return f"{name.strip()} {printed} {value.strip()}"
    return limit


def _verdict(tests: TestParity, language: Language) -> str:
    if regressed := len(tests.regressed):
        return counted(
            language,
            regressed,
            "No: {count} test passes on x86_64 and fails on arm64.",
            "No: {count} tests pass on x86_64 and fail on arm64.",
        )
    if missing := len(tests.missing) + len(tests.skipped_on_arm64):
        return counted(
            language,
            missing,
            "Not shown: {count} test that ran on x86_64 did not run on arm64.",
            "Not shown: {count} tests that ran on x86_64 did not run on arm64.",
        )
    if flaky := len(tests.flaky):
        return counted(
            language,
            flaky,
            "Not shown: {count} test passes at one time and fails at another.",
            "Not shown: {count} tests pass at one time and fail at another.",
        )
    if not tests.x86_64.passed:
        return language("Not shown: no test passes on x86_64, so there is nothing to match.")
    return language("Yes: every test that passes on x86_64 passes on arm64.")


def _benchmarks_answer(answer: Performance, language: Language) -> str:
    return language(
        "Over {count} benchmarks, arm64 takes {ratio} times as long as x86_64 (geometric mean).",
        count=f"{len(answer.benchmarks):,}",
        ratio=estimated(answer.geometric_mean, language),
    )


def _own_delta(function: FunctionRow) -> float:
    return function.own_delta


def _known(answer: Performance, architecture: Architecture) -> bool:
    side = answer.sides.get(architecture)
    return side is not None and side.answer.value is not None


def _unit(estimate: Estimate) -> str:
    return "" if estimate.unit == "s" else estimate.unit


def _written(estimate: Estimate, value: float) -> str:
    if estimate.unit == "s":
        return duration(value)
    return number(value) if estimate.unit else times(value)
