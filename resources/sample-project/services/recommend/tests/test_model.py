import pandas as pd

from recommend.model import item_matrix, neighbours


def test_items_of_one_order_are_neighbours():
    baskets = pd.DataFrame(
        {"order_number": [1, 1, 2], "sku": ["tea", "cup", "fan"], "quantity": [1, 2, 1]}
    )
    nearest = dict(neighbours(*item_matrix(baskets)))
    assert nearest["tea"][0] == "cup"
