"""Manifests and pins of Swift packages."""
