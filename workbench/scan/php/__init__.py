"""Composer manifests."""
