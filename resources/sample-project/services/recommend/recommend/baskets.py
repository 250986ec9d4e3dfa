"""Reads baskets from the order database."""

import pandas as pd

QUERY = """
    SELECT order_number, sku, quantity
    FROM order_lines
    WHERE ordered_at >= now() - interval '90 days'
"""


def read_baskets(connection):
    """Return one row per order line of the last 90 days."""
    return pd.read_sql(QUERY, connection)
