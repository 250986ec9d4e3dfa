"""Loads the catalog and the rules; answers what is known about a component."""
