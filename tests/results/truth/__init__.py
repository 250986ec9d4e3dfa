"""Servers whose capacity and latency law are known, and what a real tool measured on them."""
