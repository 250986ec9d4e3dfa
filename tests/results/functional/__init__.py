"""Tests of test reports and their comparison."""
