import pytest

from workbench.results.identity import identities, identity
from workbench.results.records import Outcome, TestCase


def case(suite, name):
    return TestCase(suite=suite, name=name, outcome=Outcome.PASSED)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("tests/test_shop.py", "test_a"), ("tests.test_shop", "test_a")),
        (("./spec/shop_spec.rb", "adds"), ("spec.shop_spec", "adds")),
        (("shop.ShopTest", "total()"), ("shop.ShopTest", "total")),
        (("shop.ShopTest", "holds{int}[1]"), ("shop.ShopTest", "holds(int)[1]")),
        (("shop.ShopTest$Cart", "empty"), ("shop.ShopTest.Cart", "empty")),
        (("cart", "cart is empty"), ("cart", "is empty")),
        (("m", "test[<f at 0x7f12ab34>]"), ("m", "test[<f at 0x55d0c1aa>]")),
        (("m", "test_\u304b\u3099"), ("m", "test_\u304c")),
        (("m", "a  b\n c"), ("m", "a b c")),
        (("t/shop.t > cart", "a"), ("t.shop > cart", "a")),
    ],
)
def test_that_dialects_of_one_test_have_one_identity(one, other):
    assert identity(case(*one)) == identity(case(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("m", "test[1]"), ("m", "test[2]")),
        (("m", "test"), ("n", "test")),
        (("m", "Test"), ("m", "test")),
        (("", "cart is empty"), ("cart", "is empty")),
        (("m", "holds(int)[1]"), ("m", "holds(long)[1]")),
    ],
)
def test_that_different_tests_stay_apart(one, other):
    assert identity(case(*one)) != identity(case(*other))


def test_that_ids_that_one_side_tells_apart_are_kept():
    slash, dot = case("a/b", "x"), case("a.b", "x")
    assert identities([[slash, dot], [slash]]) == {"a/b::x": "a/b::x", "a.b::x": "a.b::x"}
    assert identities([[slash], [dot]]) == {"a/b::x": "a.b::x", "a.b::x": "a.b::x"}
