import random

import pytest

from workbench.results.slower import compare_times

BASE = [1.0, 1.02, 1.01]


@pytest.mark.parametrize(
    ("x86_64", "arm64", "ratio"),
    [
        (BASE, [1.5, 1.52, 1.51], 1.51 / 1.01),
        ([1.5, 1.52, 1.51], BASE, 1.01 / 1.51),
        (BASE, [1.04, 1.05, 1.06], None),
        (BASE, [1.0, 2.0, 3.0], None),
        (BASE[:2], [1.5, 1.52], None),
        ([0.001] * 3, [0.003] * 3, None),
        ([0.0] * 3, [0.5] * 3, None),
        (BASE, BASE, None),
    ],
)
def test_that_a_ratio_needs_repeats_distance_and_little_noise(x86_64, arm64, ratio):
    times = compare_times(x86_64, arm64)
    assert times is not None
    assert times.ratio == (ratio if ratio is None else pytest.approx(ratio))


def test_that_no_time_is_no_comparison():
    assert compare_times([], BASE) is None


@pytest.mark.parametrize("repeats", [3, 5, 10])
def test_that_equal_sides_are_seldom_told_apart_and_twice_the_time_is_found(repeats):
    """20 % noise, 4000 tests: below 1 % false alarms; 3 % noise and twice the time: found."""
    rng = random.Random(17)

    def draw(mean, noise):
        return [rng.lognormvariate(0, noise) * mean for _ in range(repeats)]

    false = sum(compare_times(draw(1, 0.2), draw(1, 0.2)).is_beyond_noise for _ in range(4000))
    found = sum(compare_times(draw(1, 0.03), draw(2, 0.03)).is_beyond_noise for _ in range(400))
    assert false < 40
    assert found > 390
