"""Asking outside: what would be contacted is shown before anything is sent."""
