"""From answers to figures: one file a chart."""
