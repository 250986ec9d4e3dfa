"""Kustomizations: what they build, and which images are left when they have built it."""
