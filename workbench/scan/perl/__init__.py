"""Perl distribution files."""
