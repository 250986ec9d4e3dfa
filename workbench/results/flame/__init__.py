"""Flame graphs: profiles of two architectures as one tree, compared. Knows no Qt."""
