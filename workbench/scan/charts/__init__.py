"""Helm charts: their files, their values and what their templates come to, without running Helm."""
