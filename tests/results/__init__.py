"""Tests of the results wing."""
