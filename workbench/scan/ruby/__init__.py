"""Gemfiles, gemspecs and their locks, as text."""
