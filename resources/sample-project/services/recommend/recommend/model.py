"""Turns baskets into pairs of items that sell together."""

import numpy as np
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 8


def item_matrix(baskets):
    """Return the items in order and a matrix of items by orders."""
    items, rows = np.unique(baskets["sku"], return_inverse=True)
    _, columns = np.unique(baskets["order_number"], return_inverse=True)
    weights = np.log1p(baskets["quantity"].to_numpy(dtype=np.float64))
    return items, sparse.csr_matrix((weights, (rows, columns)))


def neighbours(items, matrix):
    """Yield each item with the items nearest to it, the nearest first."""
    count = min(NEIGHBOURS + 1, len(items))
    search = NearestNeighbors(n_neighbors=count, metric="cosine").fit(matrix)
    _, places = search.kneighbors(matrix)
    for place, near in enumerate(places):
        yield items[place], [items[other] for other in near if other != place]
