"""Bills of materials that other tools wrote."""
