"""Tests of coverage reports and their comparison."""
