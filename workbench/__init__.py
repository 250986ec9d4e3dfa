"""Graviton migration workbench: what is in a workload, and does each piece run on ARM64."""

__version__ = "0.1.0"
