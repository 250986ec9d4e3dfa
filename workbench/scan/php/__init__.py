"""Composer's manifests and locks."""
