"""Elixir's project files."""
