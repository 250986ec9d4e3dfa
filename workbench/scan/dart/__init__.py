"""Dart's package files and locks."""
