"""Bazel module files."""
