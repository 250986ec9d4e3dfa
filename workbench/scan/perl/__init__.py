"""cpanfiles and Carton's locks."""
