"""Cargo manifests and lock files."""
