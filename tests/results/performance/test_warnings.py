import pytest

from tests.results.performance.sweeps import measurement, step
from workbench.model.run import Architecture
from workbench.results.performance.instances import instance_type
from workbench.results.performance.limit import Limit
from workbench.results.performance.sweep import measured_steps, recognise_sweep
from workbench.results.performance.warnings import warn
from workbench.results.records import LoadStep

X86, ARM = Architecture.X86_64, Architecture.ARM64
P99 = Limit.parse("p99<=10ms")


def warnings(x86=None, arm=None, limits=(P99,), steps=None, **both):
    told = {"warm_up": 10.0, **both}
    given = [
        measurement(X86, steps or [step(100, 2)], **(told | (x86 or {}))),
        measurement(ARM, [step(100, 2)], **(told | (arm or {}))),
    ]
    sweeps = [recognise_sweep(side, measured_steps(given, side)) for side in (X86, ARM)]
    return warn(given, sweeps, limits)


def test_that_equal_conditions_give_no_warning():
    assert warnings(software="1.2", client="c6i.large") == ()


@pytest.mark.parametrize(
    ("x86", "arm", "text"),
    [
        ({"software": "1.2"}, {"software": "1.3"}, "different software versions: 1.2 on x86_64"),
        ({"client": "host-a"}, {"client": "host-b"}, "different clients"),
        ({"tool": "wrk"}, {"tool": "k6"}, "different tools: wrk on x86_64, k6 on arm64"),
        (
            {"instance": "c6i.xlarge"}, {"instance": "c7g.xlarge"},
            "a vCPU of c6i.xlarge is a thread of a core, one of c7g.xlarge a whole core",
        ),
        (
            {"instance": "c6i.2xlarge"}, {"instance": "c7g.xlarge"},
            "unequal size: c6i.2xlarge has 8 vCPUs, c7g.xlarge has 4",
        ),
        ({"instance": "t3.large"}, {}, "x86_64: t3.large lives on CPU credits"),
        ({}, {"instance": "t4g.large"}, "arm64: t4g.large lives on CPU credits"),
        ({"instance": "m6i.large"}, {}, "turbo"),
        ({"closed_loop": True}, {}, "coordinated omission"),
        ({"warm_up": 0.0}, {}, "no warm-up was trimmed"),
    ],
)  # fmt: skip
def test_that_what_makes_a_comparison_unfair_is_said(x86, arm, text):
    assert any(text in each for each in warnings(x86, arm))


def test_that_coordinated_omission_matters_only_to_a_percentile():
    mean = Limit.parse("mean<=10ms")
    assert not any("omission" in text for text in warnings({"closed_loop": True}, limits=(mean,)))


def test_that_amd_whole_cores_are_not_called_threads():
    assert not any(
        "thread" in t for t in warnings({"instance": "m7a.large"}, {"instance": "m7g.large"})
    )


def test_that_a_saturated_client_is_told_from_a_saturated_server():
    client = [step(100, 3), step(1000, 3, throughput=700)]
    server = [step(100, 3), step(1000, 900, throughput=700)]
    assert any("client may be saturated" in text for text in warnings(steps=client))
    assert not any("client may be saturated" in text for text in warnings(steps=server))


def test_that_errors_without_a_limit_on_them_are_said():
    failing = [step(100, 3, errors=500)]
    assert any("5 % of the requests failed" in text for text in warnings(steps=failing))
    limits = (P99, Limit.parse("errors<=1%"))
    assert not any("failed" in text for text in warnings(steps=failing, limits=limits))


def test_that_short_steps_are_said():
    short = [LoadStep(throughput=10, offered=10, seconds=2.0)]
    assert any("too short" in text for text in warnings(steps=short))


def test_that_different_units_are_said():
    other = [step(100, 2, unit="tps")]
    assert any("different units: tps on x86_64, req/s on arm64" in t for t in warnings(steps=other))


@pytest.mark.parametrize(
    ("name", "vcpus", "whole_cores", "arm64"),
    [
        ("c7g.2xlarge", 8, True, True),
        ("c6gn.medium", 1, True, True),
        ("im4gn.large", 2, True, True),
        ("a1.xlarge", 4, True, True),
        ("c6i.2xlarge", 8, False, False),
        ("m7a.large", 2, True, False),
        ("g5.xlarge", 4, False, False),
        ("g5g.xlarge", 4, True, True),
        ("u-6tb1.metal", None, False, False),
        ("c7g.metal", None, True, True),
        ("t4g.micro", None, True, True),
    ],
)
def test_that_an_instance_types_name_is_read(name, vcpus, whole_cores, arm64):
    found = instance_type(name)
    assert (found.vcpus, found.whole_cores, found.arm64) == (vcpus, whole_cores, arm64)


@pytest.mark.parametrize("name", ["", "my laptop", "c7g", "Standard_D4s_v5", "n2-standard-4"])
def test_that_what_is_no_instance_type_is_none(name):
    assert instance_type(name) is None
