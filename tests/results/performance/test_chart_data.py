import numpy as np
import pytest

from tests.results.performance.sweeps import step, sweep
from workbench.results.performance.chart_data import (
    downsample,
    histogram,
    latency_line,
    series_line,
    spectrum,
)
from workbench.results.records import LoadStep, Percentile, Series, SeriesPoint


def test_that_a_spectrum_runs_over_the_number_of_nines():
    known = LoadStep(throughput=1, percentiles=(Percentile(0.9, 1.0), Percentile(0.999, 2.0)))
    found = spectrum(known)
    assert found.position == pytest.approx((1, 3))
    assert found.seconds == (1.0, 2.0)


def test_that_a_spectrum_ends_where_one_request_is_left():
    found = spectrum(LoadStep(throughput=1, latencies=tuple(n / 1000 for n in range(1, 1001))))
    assert found.position[-1] == pytest.approx(3)
    assert found.seconds[-1] == pytest.approx(0.999)
    assert list(found.seconds) == sorted(found.seconds)


def test_that_the_maximum_has_no_place_on_the_axis():
    assert spectrum(LoadStep(throughput=1, percentiles=(Percentile(1.0, 9.0),))).p == ()


def test_that_no_peak_is_lost_in_a_million_points():
    x = np.arange(1_000_000, dtype=float)
    y = np.sin(x / 5000)
    y[123_457], y[765_431] = 50.0, -50.0
    kept_x, kept_y = downsample(x, y, 800)
    assert len(kept_x) <= 1600
    assert (kept_y.max(), kept_y.min()) == (50.0, -50.0)
    assert kept_x[kept_y.argmax()] == 123_457
    assert (np.diff(kept_x) > 0).all()


@pytest.mark.parametrize("count", [0, 1, 5, 19, 20, 21, 97])
def test_that_every_bucket_keeps_its_extremes(count):
    generator = np.random.default_rng(count)
    x, y = np.arange(count, dtype=float), generator.normal(size=count)
    kept_x, kept_y = downsample(x, y, 10)
    assert len(kept_x) == min(count, len(kept_x)) <= max(20, 0)
    if count:
        assert (kept_y.max(), kept_y.min()) == (y.max(), y.min())
    for one_x, one_y in zip(kept_x, kept_y, strict=True):
        assert y[int(one_x)] == one_y


def test_that_a_histogram_counts_every_positive_value():
    values = np.random.default_rng(1).lognormal(-5, 1, 5000).tolist()
    found = histogram([*values, 0.0], 40)
    assert (sum(found.counts), len(found.counts), len(found.edges)) == (5000, 40, 41)


def test_that_equal_and_no_values_have_a_histogram():
    assert sum(histogram([0.01] * 7).counts) == 7
    assert histogram([]).counts == ()


def test_that_a_series_is_put_into_order():
    series = Series(name="x", unit="s", points=(SeriesPoint(2, 20), SeriesPoint(1, 10)))
    assert (series_line(series, 100).x, series_line(series, 100).y) == ((1, 2), (10, 20))


def test_that_a_latency_line_leaves_out_what_was_not_measured():
    line = latency_line(sweep([[step(100, 4), LoadStep(throughput=5, offered=200)]]), 0.99)
    assert (line.x, line.y) == ((100,), (0.004,))
