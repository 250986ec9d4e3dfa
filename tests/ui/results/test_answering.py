"""From the comparison of real files to what the window shows of it."""

import json
import math
from pathlib import Path

import pytest

from tests.results.fixture_files import ROOT
from tests.test_cli_results import vegeta
from workbench.engine.result_files import find
from workbench.engine.results import Results
from workbench.model.run import Architecture
from workbench.project.folder import ProjectFolder
from workbench.results.performance.question import Metric
from workbench.ui.tests.question import Question
from workbench.ui.tests.store import ProjectStore

X86, ARM = Architecture.X86_64, Architecture.ARM64
CAPACITY = {X86: 800, ARM: 960}


@pytest.fixture
def results(tmp_path: Path) -> Results:
    project = tmp_path / "shop"
    project.mkdir()
    return Results(ProjectFolder.open(project))


@pytest.fixture
def swept(results: Results, tmp_path: Path) -> ProjectStore:
    """Three repeats of a sweep a side over queues that hold 800 and 960 requests a second."""
    for side, capacity in CAPACITY.items():
        for repeat in range(3):
            folder = tmp_path / side / str(repeat)
            folder.mkdir(parents=True)
            for rate in range(200, int(capacity * 0.98), 100):
                text = json.dumps(vegeta(rate, capacity, 1 + 0.01 * (repeat - 1)))
                (folder / f"{rate}.json").write_text(text)
            results.add(find([folder]), architecture=side, scenario="checkout", instance="big")
    return ProjectStore(results)


def test_that_every_repeat_and_what_each_side_holds_are_shown(swept: ProjectStore) -> None:
    answers = swept.answers(Question(scenario="checkout", latency=0.020, errors=None))
    (scenario,) = answers.scenarios
    assert [side.architecture for side in scenario.sides] == [X86, ARM]
    for side in scenario.sides:
        capacity = CAPACITY[side.architecture]
        assert side.instance == "big"
        assert len(side.steps) == 3 * len(range(200, int(capacity * 0.98), 100))
        truth = capacity - math.log(100) / 0.020
        assert side.sustainable.value == pytest.approx(truth, rel=0.05)
        assert side.knee == pytest.approx(capacity / 2, rel=0.05)
    assert scenario.ratio.low < 730 / 570 < scenario.ratio.high
    assert scenario.load is None
    assert scenario.warnings


def test_that_spectra_are_those_of_the_highest_load_that_both_reached(swept: ProjectStore) -> None:
    (scenario,) = swept.answers(Question(scenario="checkout")).scenarios
    assert [side.spectrum.offered for side in scenario.sides] == [700, 700]


def test_that_spectra_are_those_of_the_load_asked_for(swept: ProjectStore) -> None:
    question = Question(scenario="checkout", metric=Metric.LATENCY, load=400.0)
    (scenario,) = swept.answers(question).scenarios
    assert (scenario.load, scenario.load_axis) == (400, "offered")
    assert [side.spectrum.offered for side in scenario.sides] == [400, 400]
    for side in scenario.sides:
        truth = math.log(100) / (CAPACITY[side.architecture] - 400)
        assert side.answer.value == pytest.approx(truth, rel=0.01)
        assert side.answer.unit == "s"


def test_that_one_side_alone_is_shown_and_has_no_ratio(results: Results) -> None:
    hey = ROOT / "load" / "hey.txt"
    results.add(find([hey]), architecture=ARM, scenario="checkout")
    (scenario,) = ProjectStore(results).answers(Question(scenario="checkout")).scenarios
    assert scenario.side(ARM).steps
    assert scenario.ratio is None
    assert any("x86_64: nothing was measured" in text for text in scenario.warnings)


def test_that_speeds_of_benchmarks_are_above_1_where_arm64_is_faster(
    results: Results, tmp_path: Path
) -> None:
    hyperfine = json.loads((ROOT / "benchmarks" / "hyperfine.json").read_text())
    for side, factor in ((X86, 2.0), (ARM, 1.0)):
        slower = json.loads(json.dumps(hyperfine))
        for one in slower["results"]:
            one["times"] = [value * factor for value in one["times"]]
        path = tmp_path / f"{side}.json"
        path.write_text(json.dumps(slower))
        results.add(find([path]), architecture=side, scenario="build")
    answers = ProjectStore(results).answers(Question(scenario="build", metric=Metric.TIME))
    assert answers.benchmarks
    for one in answers.benchmarks:
        assert one.ratio.value == pytest.approx(2.0)
        assert one.ratio.low <= 2.0 <= one.ratio.high
    assert answers.scenarios[0].ratio.value == pytest.approx(0.5)


def test_that_series_are_told_from_errors(results: Results) -> None:
    history = ROOT / "load" / "locust_stats_history.csv"
    results.add(find([history]), architecture=ARM, scenario="checkout")
    (scenario,) = ProjectStore(results).answers(Question(scenario="checkout")).scenarios
    side = scenario.side(ARM)
    assert side.series.unit in ("s", "ms")
    assert "error" not in side.series.name
    assert side.errors is None or "error" in side.errors.name


def test_that_the_newest_profile_of_the_scenario_comes_first(results: Results) -> None:
    once, twice = (ROOT / "profiles" / f"py-spy-score-{n}.folded" for n in ("once", "twice"))
    results.add(find([once]), architecture=ARM, scenario="checkout")
    results.add(find([twice]), architecture=ARM, scenario="search")
    store = ProjectStore(results)
    totals = {}
    for scenario in ("checkout", "search"):
        found = store.answers(Question(scenario=scenario)).profiles
        assert list(found) == [ARM]
        totals[scenario] = found[ARM].weights.sum()
    assert totals["checkout"] != totals["search"]
