from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench.model.errors import WorkbenchError
from workbench.project.folder import ProjectFolder
from workbench.project.settings import Question, parse_settings
from workbench.project.settings_results import with_question

WRITTEN = """\
# Ours.
name = "Shop"

[prices] # of March
x86_64 = "0.384 USD"  # on demand
arm64 = 0.3264

[[purchased]]
name = "Oracle"
"""
QUESTION = Question(
    scenario="checkout",
    limits=("p99<=10ms", "errors<=0.1%"),
    metric="p99@500",
    baseline="m7i.large",
    candidate="m7g.large",
)


def test_that_prices_may_be_numbers_and_texts() -> None:
    settings, problems = parse_settings(WRITTEN.encode())
    assert problems == ()
    assert settings.prices == {"x86_64": "0.384 USD", "arm64": "0.3264"}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[prices]\narm64 = []\n", "price of arm64 must be text"),
        ("prices = 3\n", "must be a \\[prices\\] table"),
        ("[results]\nlimits = 'p99<=10ms'\n", "limits must be a list"),
        ("[results]\nlimits = [1]\n", "limits must be a list"),
        ("[results]\nmetric = 3\n", "metric must be text"),
        ("[results]\nscenario = []\n", "scenario must be text"),
        ("results = 3\n", "must be a \\[results\\] table"),
    ],
)
def test_that_wrong_types_are_one_problem_and_count_as_missing(text: str, cause: str) -> None:
    settings, (problem,) = parse_settings(text.encode())
    assert settings.prices == {}
    assert settings.results.scenario == ""
    assert re.search(cause, problem.reason)


def test_that_the_question_is_kept_and_all_else_stays() -> None:
    after = with_question(WRITTEN, QUESTION, {"arm64": "0.29 USD"})
    settings, problems = parse_settings(after.encode())
    assert problems == ()
    assert settings.results == QUESTION
    assert settings.prices["arm64"] == "0.29 USD"
    for kept in ("# Ours.", "[prices] # of March", "# on demand", '[[purchased]]\nname = "Oracle"'):
        assert kept in after
    assert with_question(after, QUESTION, {}) == after


def test_that_what_is_no_longer_asked_leaves_no_line_behind() -> None:
    after = with_question(WRITTEN, QUESTION, {"arm64": "0.29 USD"})
    bare = with_question(after, Question(), {"arm64": ""})
    settings, problems = parse_settings(bare.encode())
    assert problems == ()
    assert settings.results == Question()
    assert settings.prices == {"x86_64": "0.384 USD"}
    assert "metric" not in bare


def test_that_a_file_that_cannot_be_understood_is_left_alone() -> None:
    for broken in ("results = 3\n", "a = \n", "prices = 1\n"):
        with pytest.raises(WorkbenchError, match="left as it was"):
            with_question(broken, QUESTION, {"arm64": "1"})


def test_that_an_opened_project_knows_the_question_it_was_asked(project: Path) -> None:
    ProjectFolder.open(project).keep_question(QUESTION, {"m7g.large": "0.0816 USD"})
    settings = ProjectFolder.open(project).settings
    assert settings.results == QUESTION
    assert settings.prices == {"m7g.large": "0.0816 USD"}
