import pytest

from workbench.results.performance.limit import Limit, LimitError, latency_at
from workbench.results.performance.price import Price, PriceError
from workbench.results.records import LoadStep, Percentile


@pytest.mark.parametrize(
    ("text", "name", "bound", "strict"),
    [
        ("p99<=10ms", "p99", 0.010, False),
        ("p99.9<20 ms", "p99.9", 0.020, True),
        (" P50 ≤ 300 us", "p50", 0.0003, False),
        ("mean<=5ms", "mean", 0.005, False),
        ("errors<=0.1%", "errors", 0.001, False),
        ("p100<2s", "p100", 2.0, True),
    ],
)
def test_that_a_limit_is_read_as_it_is_typed(text, name, bound, strict):
    limit = Limit.parse(text)
    assert (limit.name, limit.strict) == (name, strict)
    assert limit.bound == pytest.approx(bound)


@pytest.mark.parametrize(
    "text", ["", "p99", "p99<=10", "p101<=1ms", "p0<1ms", "p99>=10ms", "p99<=10,5ms", "p99<=10min"]
)
def test_that_what_is_no_limit_is_refused_in_one_line(text):
    with pytest.raises(LimitError) as caught:
        Limit.parse(text)
    assert "\n" not in str(caught.value)


def test_that_the_unit_must_fit_what_is_limited():
    with pytest.raises(LimitError, match="errors in %"):
        Limit.parse("errors<=3ms")
    with pytest.raises(LimitError, match="mean in us, ms or s"):
        Limit.parse("mean<=3%")


def test_that_a_strict_limit_is_broken_at_its_bound():
    assert Limit.parse("p99<=10ms").met_by(0.010)
    assert not Limit.parse("p99<10ms").met_by(0.010)


def test_that_a_percentile_is_never_guessed_between_distant_ones():
    step = LoadStep(throughput=1, percentiles=(Percentile(0.9, 0.001), Percentile(0.999, 0.1)))
    assert latency_at(step, 0.99) is None
    assert latency_at(step, 0.9) == 0.001


def test_that_a_dense_spectrum_is_interpolated():
    step = LoadStep(
        throughput=1, percentiles=(Percentile(0.9885, 0.010), Percentile(0.9902, 0.012))
    )
    assert 0.010 < latency_at(step, 0.99) < 0.012


def test_that_single_latencies_give_the_exact_percentile():
    step = LoadStep(throughput=1, latencies=tuple(n / 100 for n in range(100, 0, -1)))
    assert latency_at(step, 0.99) == 0.99
    assert latency_at(step, 1.0) == 1.0
    assert latency_at(step, 0.005) == 0.01


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("0.34 USD", 0.34, "USD"),
        ("$0.34", 0.34, "$"),
        ("¥1,234.5", 1234.5, "¥"),
        ("12円", 12, "円"),
    ],
)
def test_that_the_currency_is_kept_as_typed(text, amount, currency):
    price = Price.parse(text)
    assert (price.amount, price.currency, price.text) == (amount, currency, text)


@pytest.mark.parametrize("text", ["", "free", "0", "-1", "0,34 EUR", "1.2.3", "1 or 2"])
def test_that_what_is_no_price_is_refused(text):
    with pytest.raises(PriceError, match="price"):
        Price.parse(text)
