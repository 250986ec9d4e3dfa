"""The question of the form as texts in the project's settings, there and back."""

from pathlib import Path

import pytest

from tests.ui.results.builders import ARM, X86, run
from workbench.engine.results import Results
from workbench.project.folder import ProjectFolder
from workbench.project.settings import Question as Kept
from workbench.results.performance.question import Metric
from workbench.ui.tests.kept_question import limit_texts, metric_of, price_texts, question_from
from workbench.ui.tests.question import Question, Side
from workbench.ui.tests.store import ProjectStore


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return tmp_path / "shop"


def store_of(project: Path) -> ProjectStore:
    return ProjectStore(Results(ProjectFolder.open(project)))


ASKED = Question(
    metric=Metric.LATENCY,
    scenario="checkout",
    percentile=0.95,
    load=1500.0,
    limit_at=0.999,
    latency=0.0125,
    errors=0.0005,
    others=("mean<=5ms", "p50<2ms"),
    baseline=Side(X86, "m7i.large", "0.40 USD"),
    candidate=Side(ARM, "m7g.large", "¥48.5"),
)


def test_that_a_question_comes_back_from_the_disk_as_it_was_asked(project: Path) -> None:
    store_of(project).keep_question(ASKED)
    assert store_of(project).question == ASKED
    text = (project / ".workbench/project.toml").read_text(encoding="utf-8")
    assert 'metric = "p95@1500"' in text
    assert 'limits = ["p99.9<=12.5ms", "errors<=0.05%", "mean<=5ms", "p50<2ms"]' in text
    assert '"m7g.large" = "¥48.5"' in text


def test_that_a_project_that_was_never_asked_has_no_limits_and_no_prices(project: Path) -> None:
    question = store_of(project).question
    assert question == Question(latency=None, errors=None)
    assert not (project / ".workbench").exists()


def test_that_limits_take_their_fields_and_the_rest_is_kept_apart() -> None:
    limits = ("errors<0.1%", "p99<=10ms", "p50<=2ms", "errors<=1%", "nonsense")
    question = question_from(Kept(limits=limits, metric="speed"), {}, ())
    assert (question.limit_at, question.latency, question.errors) == (0.99, 0.01, 0.01)
    assert question.others == ("errors<0.1%", "p50<=2ms", "nonsense")
    assert question.metric is Metric.THROUGHPUT
    assert set(limit_texts(question)) == set(limits)


@pytest.mark.parametrize("seconds", [1e-6, 0.0000125, 0.01, 1.5, 1000.0])
def test_that_a_limit_is_written_as_limits_are_read(seconds: float) -> None:
    (text, _) = limit_texts(Question(latency=seconds))
    again = question_from(Kept(limits=(text,)), {}, ())
    assert again.latency == pytest.approx(seconds)


@pytest.mark.parametrize("metric", list(Metric))
def test_that_each_metric_comes_back(metric: Metric) -> None:
    assert question_from(Kept(metric=metric_of(Question(metric=metric))), {}, ()).metric is metric


def test_that_a_price_belongs_to_the_only_instance_type_of_its_side_and_scenario() -> None:
    runs = [
        run(1, ARM, "checkout", instance="m7g.large"),
        run(2, ARM, "search", instance="m8g.large"),
        run(3, X86, "checkout", instance=""),
    ]
    question = Question(
        scenario="checkout", baseline=Side(X86, "", "0.4"), candidate=Side(ARM, "", "0.3")
    )
    assert price_texts(question, runs) == {"x86_64": "0.4", "m7g.large": "0.3"}


def test_that_a_cleared_price_is_known_nowhere() -> None:
    runs = [run(1, ARM, "checkout", instance="m7g.large")]
    texts = price_texts(Question(scenario="checkout"), runs)
    assert texts == {"x86_64": "", "m7g.large": "", "arm64": ""}
