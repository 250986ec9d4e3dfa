from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from workbench.engine import result_files
from workbench.engine.asking import price_name
from workbench.engine.comparing import functional, instances_of, prices_from, side_prices
from workbench.engine.result_files import Ambiguous, find
from workbench.engine.results import Results
from workbench.engine.run_reports import FileReport
from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, Run, RunFile
from workbench.project.folder import ProjectFolder
from workbench.results.formats import FORMATS
from workbench.results.records import Outcome, TestCase, TestReport

FIXTURES = Path(__file__).parents[1] / "fixtures" / "results"
PYTEST_XML = FIXTURES / "functional" / "pytest-arm64.xml"
ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64


@pytest.fixture
def results(tmp_path: Path) -> Results:
    project = tmp_path / "shop"
    project.mkdir()
    return Results(ProjectFolder.open(project))


def report_of(architecture: Architecture, software: str = "") -> FileReport:
    run = Run(id=f"{architecture}-{software}", architecture=architecture, software=software)
    case = TestCase(suite="cart", name="test_total", outcome=Outcome.PASSED)
    return FileReport(run, RunFile("a.xml", "junit"), TestReport(tool="pytest", cases=(case,)))


def test_that_a_file_of_two_formats_is_asked_about(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = [f for f in FORMATS if f.id in ("junit", "trx")]
    monkeypatch.setattr(result_files, "detect", lambda document: twins)
    found = find([PYTEST_XML])
    assert found.ambiguous == (Ambiguous(PYTEST_XML, ("junit", "trx")),)
    with pytest.raises(WorkbenchError, match="could be junit or trx: say which"):
        results.add(found, architecture=ARM64)
    assert results.runs == ()
    assert find([PYTEST_XML], "junit").ambiguous == ()


def test_that_a_file_is_parsed_once(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    results.add(find([PYTEST_XML]), architecture=ARM64)
    first = results.compare()
    # Without any reader left, only what was kept in memory can answer.
    monkeypatch.setattr("workbench.engine.run_reports._BY_ID", {})
    assert results.compare() == first
    assert first.problems == ()


def test_that_changes_and_removals_show_at_once(results: Results) -> None:
    run = results.add(find([PYTEST_XML]), architecture=ARM64).run
    assert run is not None
    changed = msgspec.structs.replace(run, warm_up=3.0)
    results.update(changed)
    assert results.runs == (changed,)
    results.remove(changed)
    assert results.runs == ()
    results.restore(changed)
    assert results.runs == (changed,)


def test_that_a_scenario_brings_the_runs_without_one(results: Results) -> None:
    results.add(find([PYTEST_XML]), architecture=ARM64)
    hey = FIXTURES / "load" / "hey.txt"
    for scenario in ("checkout", "search"):
        results.add(find([hey]), architecture=ARM64, scenario=scenario)
    assert results.compare().runs == 3
    assert results.compare(scenario="checkout").runs == 2
    with pytest.raises(WorkbenchError, match="the scenarios are checkout, search"):
        results.compare(scenario="chekout")


def test_that_what_was_asked_last_is_asked_where_nothing_else_is(results: Results) -> None:
    results.add(find([FIXTURES / "load" / "hey.txt"]), architecture=ARM64, instance="m7g.large")
    results.keep_question(
        metric="p95",
        limits=["p99<=10ms"],
        prices={"arm64": "0.3 USD"},
        instances={ARM64: "m7g.large"},
    )
    again = results.compare()
    assert again.kept == {
        "metric": "p95",
        "limits": "p99<=10ms",
        "prices": "arm64 0.3 USD",
        "candidate": "m7g.large",
    }
    asked = again.performance[0].answer.question
    assert (asked.metric, asked.percentile) == ("latency", 0.95)
    assert [limit.text for limit in asked.limits] == ["p99<=10ms"]
    now = results.compare(
        metric="throughput", limits=[], prices={"arm64": ""}, instances={ARM64: ""}
    )
    assert now.kept == {}
    assert now.performance[0].answer.question.limits == ()


def test_that_an_instance_type_that_is_gone_is_a_doubt_and_hides_nothing(results: Results) -> None:
    results.add(find([FIXTURES / "load" / "hey.txt"]), architecture=ARM64, instance="m7g.large")
    results.keep_question(instances={ARM64: "m6g.large"})
    found = results.compare()
    assert found.runs == 1
    assert found.warnings[0].startswith("No run of arm64 is on m6g.large")


def test_that_a_kept_question_that_is_none_is_told_with_its_place(results: Results) -> None:
    results.keep_question(metric="speed")
    with pytest.raises(WorkbenchError, match=r"project.toml, \[results\]: 'speed' is no metric"):
        results.compare()
    assert results.compare(metric="time", limits=[]).runs == 0


def test_that_a_price_is_kept_for_the_one_instance_type_it_is_for() -> None:
    runs = [Run(id="a", architecture=ARM64, instance="m7g.large"), Run(id="b", architecture=X86_64)]
    assert price_name(ARM64, "", runs) == "m7g.large"
    assert price_name(X86_64, "", runs) == "x86_64"
    more = [*runs, Run(id="c", architecture=ARM64, instance="m8g.large")]
    assert price_name(ARM64, "", more) == "arm64"
    assert price_name(ARM64, "m8g.large", more) == "m8g.large"


def test_that_the_price_of_an_instance_type_comes_before_that_of_the_side() -> None:
    prices = prices_from({"arm64": "0.3 USD", "m7g.large": "0.08 USD", "x86_64": "0.4 USD"})
    one = {ARM64: ("m7g.large",), X86_64: ("m7i.large",)}
    assert {a: p.amount for a, p in side_prices(prices, one).items()} == {X86_64: 0.4, ARM64: 0.08}
    several = {ARM64: ("m7g.large", "m7g.xlarge")}
    assert side_prices(prices, several)[ARM64].amount == 0.3
    with pytest.raises(WorkbenchError, match="price of arm64: 'cheap' is no price"):
        prices_from({"arm64": "cheap"})


def test_that_instance_types_are_those_told() -> None:
    runs = [
        Run(id="a", architecture=ARM64, instance="m7g.large"),
        Run(id="b", architecture=ARM64, instance="m7g.large"),
        Run(id="c", architecture=X86_64),
    ]
    assert instances_of(runs) == {ARM64: ("m7g.large",)}


class TestFunctional:
    def test_that_one_side_alone_is_a_doubt_and_no_parity(self) -> None:
        alone = functional([report_of(X86_64)])
        assert alone is not None
        assert alone.tests is None
        assert alone.warnings[0].startswith("There are no test reports of arm64")

    def test_that_nothing_to_compare_is_nothing(self) -> None:
        assert functional([]) is None

    def test_that_versions_of_the_software_are_compared(self) -> None:
        both = functional(
            [report_of(X86_64, "1.0"), report_of(X86_64, "1.1"), report_of(ARM64, "1.1")]
        )
        assert both is not None
        told = [w for w in both.warnings if "version" in w]
        assert len(told) == 2
        assert "(1.0, 1.1)" in told[0]
        same = functional([report_of(X86_64, "1.1"), report_of(ARM64, "1.1")])
        assert same is not None
        assert not any("version" in w for w in same.warnings)


def test_that_the_newest_profile_of_a_side_is_compared(results: Results) -> None:
    profiles = FIXTURES / "profiles"
    once, twice = (profiles / f"py-spy-score-{n}.folded" for n in ("once", "twice"))
    results.add(find([once]), architecture=X86_64)
    results.add(find([twice]), architecture=ARM64)
    (compared,) = results.compare().profiles
    assert compared.functions[0].name.startswith("score")
    assert compared.functions[0].own_delta > 0
    results.add(find([once]), architecture=ARM64)
    (again,) = results.compare().profiles
    assert any("has 2 profiles" in warning for warning in again.warnings)
