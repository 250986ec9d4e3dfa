"""The questions put to the test results, and their answers in one sentence each."""

from __future__ import annotations

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import interval, number, share, times
from workbench.report.verdict import counted
from workbench.results.comparison import Functional, Performance, Ratio, Sustainable, Tally

ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64


def functional_question(language: Language) -> str:
    """Return the question that functional tests answer."""
    return language("Do the same tests pass on arm64, with the same coverage?")


def functional_answer(functional: Functional, language: Language) -> str:
    """Answer it in one sentence."""
    absent = [a for a in Architecture if a not in functional.counts]
    if absent:
        return language(
            "There are no test reports of {side}, so nothing can be said.",
            side=language(", ").join(absent),
        )
    tallies = {a: functional.counts.get(a, Tally()) for a in Architecture}
    counts = language(
        "{arm64} tests pass on arm64, {x86} on x86_64.",
        arm64=f"{tallies[ARM64].passed:,}",
        x86=f"{tallies[X86_64].passed:,}",
    )
    return _verdict(functional, language) + language(" ") + counts


def coverage_answer(functional: Functional, language: Language) -> str:
    """Say how much the tests cover on each side; empty where no file tells of either."""
    if all(functional.coverage.get(a) is None for a in Architecture):
        return ""
    return language(
        "The tests reach {arm64} of the lines on arm64 and {x86} on x86_64.",
        arm64=share(functional.coverage.get(ARM64), language),
        x86=share(functional.coverage.get(X86_64), language),
    )


def performance_question(performance: Performance, language: Language) -> str:
    """Return the question, with the limits that make a load acceptable."""
    where = performance.scenario or language("the unnamed scenario")
    if not performance.limits:
        return language("How much throughput does each side hold in {scenario}?", scenario=where)
    return language(
        "At {limits}, how much throughput does each side hold in {scenario}?",
        limits=language(" and ").join(limit_text(limit) for limit in performance.limits),
        scenario=where,
    )


def performance_answer(performance: Performance, language: Language) -> str:
    """Answer it in one sentence with the interval, or say that the data do not."""
    held = {a: s.sustainable for a, s in performance.sides.items() if s.sustainable}
    if not held:
        return language("The results do not say.")
    if len(held) < len(Architecture):
        (side,) = held
        return language(
            "Only {side} is known: it holds {held}. There is nothing to compare it with.",
            side=side,
            held=_held(held[side], language),
        )
    sentence = language(
        "arm64 holds {arm64}, x86_64 {x86}",
        arm64=_held(held[ARM64], language),
        x86=_held(held[X86_64], language),
    )
    if performance.ratio:
        sentence += language(
            ": arm64 carries {ratio}", ratio=_times(performance.ratio, performance, language)
        )
    if performance.price_performance:
        sentence += language(
            ", and {ratio} for the same money",
            ratio=_times(performance.price_performance, performance, language),
        )
    return sentence + language(".")


def limit_text(limit: str) -> str:
    """Return `p99<=10ms` as it is set in print: `p99 ≤ 10ms`."""
    for sign, printed in (("<=", "≤"), (">=", "≥"), ("<", "<"), (">", ">")):
        if sign in limit:
            name, _, value = limit.partition(sign)
            return f"{name.strip()} {printed} {value.strip()}"
    return limit


def _verdict(functional: Functional, language: Language) -> str:
    regressed, missing = len(functional.regressed), len(functional.missing)
    if regressed:
        return counted(
            language,
            regressed,
            "No: {count} test passes on x86_64 and fails on arm64.",
            "No: {count} tests pass on x86_64 and fail on arm64.",
        )
    if missing:
        return counted(
            language,
            missing,
            "Not shown: {count} test that ran on x86_64 did not run on arm64.",
            "Not shown: {count} tests that ran on x86_64 did not run on arm64.",
        )
    if not functional.counts[X86_64].passed:
        return language("Not shown: no test passes on x86_64, so there is nothing to match.")
    return language("Yes: every test that passes on x86_64 passes on arm64.")


def _held(held: Sustainable, language: Language) -> str:
    value = f"{number(held.value)} {held.unit}"
    between = interval(held.low, held.high, language, decimals=False)
    return f"{value} ({between})" if between else value


def _times(ratio: Ratio, performance: Performance, language: Language) -> str:
    between = interval(ratio.low, ratio.high, language, decimals=True)
    if not between:
        return language("{ratio} times as much (no interval)", ratio=times(ratio.value))
    return language(
        "{ratio} times as much ({level} interval {interval})",
        ratio=times(ratio.value),
        level=f"{performance.confidence * 100:.3g} %",
        interval=between,
    )
