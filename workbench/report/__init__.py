"""The PDF and the exporters."""
