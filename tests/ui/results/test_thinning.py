"""A million points are thinned for the screen, and no peak is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.tests.thinning import thinned

POINTS = 1_000_000


@pytest.mark.parametrize("at", [0, 1, 499_999, 999_998, 999_999])
def test_that_a_million_points_keep_their_highest_and_lowest(at):
    x = np.arange(POINTS, dtype=float)
    y = np.random.default_rng(7).normal(0, 1, POINTS)
    y[at] = 1000.0
    y[POINTS - 1 - at] = -1000.0
    few_x, few_y = thinned(x, y, 0, POINTS, 800)
    assert len(few_x) <= 800 * 4
    assert few_y.max() == 1000.0
    assert few_x[few_y.argmax()] == at
    assert few_y.min() == -1000.0


def test_that_only_what_is_in_view_and_one_point_beside_it_is_drawn():
    x = np.arange(100.0)
    few_x, _ = thinned(x, x * 2, 20.5, 30.5, 800)
    assert list(few_x) == [float(n) for n in range(20, 32)]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400), st.integers(1, 20))
def test_that_thinning_never_loses_a_peak_nor_makes_a_point_up(values, pixels):
    y = np.array(values)
    x = np.arange(len(y), dtype=float)
    few_x, few_y = thinned(x, y, 0, len(y), pixels)
    assert few_y.max() == y.max()
    assert few_y.min() == y.min()
    assert (few_x[0], few_x[-1]) == (x[0], x[-1])
    assert all(y[int(at)] == value for at, value in zip(few_x, few_y, strict=True))


def test_that_gaps_do_not_hide_the_peak_beside_them():
    y = np.full(10_000, np.nan)
    y[5000:6000] = 1.0
    y[5500] = 9.0
    _, few_y = thinned(np.arange(10_000.0), y, 0, 10_000, 50)
    assert np.nanmax(few_y) == 9.0
