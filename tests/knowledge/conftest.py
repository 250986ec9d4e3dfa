from datetime import date

import pytest

from workbench.assess.resolve import resolve
from workbench.knowledge.knowledge import Knowledge
from workbench.knowledge.store import read_ours, toml_files
from workbench.model.resources import resources


@pytest.fixture(scope="session")
def ours():
    return read_ours([*toml_files(resources() / "catalog"), *toml_files(resources() / "rules")])


@pytest.fixture(scope="session")
def knowledge(ours):
    return Knowledge(ours, today=date(2026, 11, 23))


@pytest.fixture
def assess(knowledge):
    """Resolve a component by what ships with the product."""
    return lambda component: resolve(
        component, knowledge.evidence(component), (), knowledge.advice(component)
    )
