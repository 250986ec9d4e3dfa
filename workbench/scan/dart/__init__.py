"""Dart package files."""
