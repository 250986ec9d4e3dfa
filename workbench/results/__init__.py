"""Test and performance results: readers and comparison."""
