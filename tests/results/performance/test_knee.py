import pytest

from tests.results.performance.sweeps import step, sweep
from workbench.results.performance.knee import knee

RATES = (100, 200, 300, 400, 500, 600, 700, 800, 900)


def test_that_a_single_queue_bends_at_half_its_capacity():
    assert knee(
        sweep([[step(rate, 4605 / (1000 - rate)) for rate in RATES]])
    ).value == pytest.approx(500, rel=0.01)


def test_that_a_hard_limit_bends_at_its_capacity():
    walls = [step(rate, 4, throughput=min(rate, 820)) for rate in RATES if rate <= 800]
    past = [step(rate, (rate - 800) * 5, throughput=820) for rate in (850, 900, 1000)]
    assert knee(sweep([[*walls, *past]])).value == pytest.approx(820, rel=0.03)


def test_that_errors_end_the_linear_regime_too():
    levels = [step(rate, 4, errors=0 if rate <= 400 else 3000) for rate in RATES]
    assert 400 <= knee(sweep([levels])).value <= 420


def test_that_there_is_no_knee_below_it():
    found = knee(sweep([[step(rate, 4605 / (1000 - rate)) for rate in (100, 200, 300)]]))
    assert found.value is None
    assert found.warnings == ("x86_64: no knee up to the highest load",)


def test_that_two_levels_have_no_knee():
    found = knee(sweep([[step(100, 4), step(900, 90)]]))
    assert found.value is None
    assert "at least three" in found.warnings[0]


def test_that_repeats_give_an_interval():
    runs = [[step(r, 4605 / (1000 - r) * f) for r in RATES] for f in (0.97, 1, 1.03)]
    runs = [[step(r, 4605 / (980 + 20 * n - r)) for r in RATES] for n in range(3)]
    found = knee(sweep(runs)).estimate()
    assert found.low < 500 < found.high
