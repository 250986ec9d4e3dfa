"""Compiled code that lies in the project: what it is, what it runs on, what stands in for it."""
