"""Specifications and lock files of conda."""
