"""Comparisons as the engine hands them over, made by hand so that every number is known."""

from __future__ import annotations

from workbench.model.problem import Problem
from workbench.model.run import Architecture
from workbench.results.comparison import Comparison, Functional, ProfileDifference, Scenario
from workbench.results.coverage_parity import CoverageParity, FileDifference
from workbench.results.failures import Group
from workbench.results.flame.functions import FunctionRow, Presence
from workbench.results.parity import Counts, Failure, FlakyTest, SlowerTest, TestParity
from workbench.results.performance.limit import Limit
from workbench.results.performance.price import Price
from workbench.results.performance.question import Question
from workbench.results.performance.records import (
    BenchmarkComparison,
    Estimate,
    Level,
    Point,
    Side,
    Sweep,
)
from workbench.results.performance.records import Comparison as Performance
from workbench.results.records import LoadStep, Percentile
from workbench.results.slower import Times

ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64
SIDES = (X86_64, ARM64)
PRICES = {X86_64: Price.parse("0.384 USD"), ARM64: Price.parse("0.3264 USD")}


def sweep(architecture: Architecture, capacity: float) -> Sweep:
    """Three repeats of twelve loads against a queue that holds `capacity` requests a second."""
    levels = []
    for load in range(100, 1300, 100):
        points = []
        for repeat in range(3):
            done = min(load, capacity) * (1 + 0.004 * (repeat - 1))
            p99 = 0.0046 / max(1 - done / (capacity * 1.01), 0.01) * (1 + 0.03 * (repeat - 1))
            step = LoadStep(
                throughput=done, offered=load, percentiles=(Percentile(0.99, p99),), requests=6000
            )
            points.append(Point(step=step, run=f"{architecture}-{repeat}", repeat=repeat))
        levels.append(Level(load=load, points=tuple(points)))
    return Sweep(architecture=architecture, axis="offered", unit="req/s", levels=tuple(levels))


def held(value: float, unit: str = "req/s", repeats: int = 3) -> Estimate:
    return Estimate(value=value, low=value * 0.97, high=value * 1.04, unit=unit, repeats=repeats)


def side(architecture: Architecture, capacity: float) -> Side:
    sustainable = held(capacity * 0.54)
    return Side(
        sustainable=sustainable,
        knee=Estimate(value=capacity * 0.8, unit="req/s"),
        answer=sustainable,
        sweep=sweep(architecture, capacity),
    )


def checkout() -> Scenario:
    limits = (Limit.parse("p99<=10ms"), Limit.parse("errors<=0.1%"))
    return Scenario(
        answer=Performance(
            question=Question(scenario="checkout", limits=limits, prices=PRICES),
            sides={X86_64: side(X86_64, 800), ARM64: side(ARM64, 960)},
            ratio=Estimate(value=1.2, low=1.14, high=1.27),
            price_performance=Estimate(value=1.41, low=1.34, high=1.49),
            warnings=("Three repeats: intervals from few repeats are wide.",),
        ),
        instances={X86_64: ("m7i.2xlarge",), ARM64: ("m7g.2xlarge",)},
    )


def single_runs() -> Scenario:
    lone = Side(sustainable=Estimate(unit="req/s", repeats=1), sweep=None)
    return Scenario(
        answer=Performance(
            question=Question(scenario="search | =1+1", limits=(Limit.parse("mean<=5ms"),)),
            sides={X86_64: lone, ARM64: lone},
            warnings=("One run per side: not enough repeats to say.",),
        )
    )


def benchmarks() -> Scenario:
    def compared(name: str, x86: float, arm: float, significant: bool | None):
        return BenchmarkComparison(
            name=name,
            unit="s",
            x86_64=held(x86, "s", 10),
            arm64=held(arm, "s", 10),
            ratio=Estimate(value=arm / x86, low=arm / x86 * 0.98, high=arm / x86 * 1.02),
            p=0.001,
            significant=significant,
        )

    return Scenario(
        answer=Performance(
            question=Question(scenario="codec"),
            sides={a: Side() for a in SIDES},
            benchmarks=(
                compared("encode/jpeg", 1.2e-3, 1.0e-3, True),
                compared("decode/jpeg", 4e-6, 5e-6, True),
                compared("hash", 0.5, 0.5, False),
                compared("sort", 2.5, 2.0, None),
            ),
            geometric_mean=Estimate(value=0.97, low=0.93, high=1.01),
        )
    )


def functional() -> Functional:
    failure = Failure(
        test="tests.test_simd::test_that_dot_products_agree[float32]",
        group=Group.ARM64,
        reason="Results differ by rounding only.",
        rule="rounding",
        matched="1.0000001 != 1.0",
        hint="Compare with a tolerance.",
        message="AssertionError: 1.0000001 != 1.0\nmore",
    )
    mail = "tests.test_mail::test_send"
    return Functional(
        tests=TestParity(
            x86_64=Counts(passed=412, failed=2, skipped=7),
            arm64=Counts(passed=409, failed=3, flaky=1),
            regressed=(failure.test,),
            pre_existing=(mail,),
            missing=("tests.test_avx::test_path",),
            added=("tests.test_neon::test_path",),
            flaky=(FlakyTest(test="tests.test_cart::test_timeout", x86_64=(3, 0), arm64=(2, 1)),),
            failures=(
                failure,
                Failure(test=mail, group=Group.PRE_EXISTING, reason="It fails on x86_64 too."),
            ),
            slower=(
                SlowerTest(
                    test="tests.test_sort::test_large",
                    times=Times(x86_64=1.2, arm64=2.9, is_beyond_noise=True),
                ),
            ),
        ),
        coverage=CoverageParity(
            x86_64=0.8312,
            arm64=0.8127,
            delta=-0.0185,
            files=(
                FileDifference(
                    path="src/simd/dot.c",
                    arm64_path="src/simd/dot.c",
                    lost=(3, 7, 8, 9, 40),
                    absent=(50, 51),
                ),
            ),
        ),
        warnings=("Times are not judged: it takes 3 runs on each side.",),
    )


def profiled() -> ProfileDifference:
    rows = (("score", 0.232, 0.363), ("render(std::vector<int> const&)", 0.426, 0.331))
    return ProfileDifference(
        scenario="checkout",
        functions=tuple(
            FunctionRow(
                name=name,
                frame=frame,
                own=(x86, arm),
                total=(x86, arm),
                own_delta=arm - x86,
                total_delta=arm - x86,
                presence=Presence.BOTH,
            )
            for frame, (name, x86, arm) in enumerate(rows)
        ),
        warnings=("arm64: stacks look cut off.",),
    )


def full() -> Comparison:
    return Comparison(
        functional=functional(),
        performance=(checkout(), single_runs(), benchmarks()),
        profiles=(profiled(),),
        warnings=("Different client: c6i.xlarge and c7g.xlarge.",),
        problems=(Problem(".workbench/results/x/run.toml", "is missing"),),
        runs=8,
    )
