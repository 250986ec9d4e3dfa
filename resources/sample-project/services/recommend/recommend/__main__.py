"""Command line: `python -m recommend --database postgresql://...`."""

import click
import psycopg2

from recommend.baskets import read_baskets
from recommend.model import item_matrix, neighbours

INSERT = "INSERT INTO recommendations (sku, others) VALUES (%s, %s)"


@click.command()
@click.option("--database", envvar="DATABASE_URL", required=True)
def main(database):
    """Replace the recommendations by those of the last 90 days."""
    with psycopg2.connect(database) as connection:
        items, matrix = item_matrix(read_baskets(connection))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM recommendations")
            for item, others in neighbours(items, matrix):
                cursor.execute(INSERT, (item, others))


if __name__ == "__main__":
    main()
